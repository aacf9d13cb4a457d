/**
 * Rollout stage of a namespace or service that is already in use. Each stage enforces what the earlier stages do, and adds one thing; what is
 * not enforced yet stays as it was before, which the proof checks as well.
 *
 * Leave a stage when its exit test passes; return to the previous one by declaring it: docs/guide/rollout.md describes both for each stage.
 */
export enum RolloutStage {
  /**
   * Nothing is enforced. Mutual TLS is accepted (`PERMISSIVE`), the authorization policies of sidecars only record what they would refuse
   * (`istio.io/dry-run`), and everybody is allowed explicitly. ztunnel has no dry run: in ambient mode its access log is the only record.
   *
   * @see https://istio.io/latest/docs/tasks/security/authorization/authz-dry-run/
   */
  OBSERVE = 'observe',
  /** Callers must present an identity of the mesh: `STRICT` mutual TLS. */
  MUTUAL_TLS = 'mutual-tls',
  /** Callers must be allowed: the authorization policies are enforced, including required tokens. */
  AUTHORIZATION = 'authorization',
  /** Callers must also be allowed by NetworkPolicy. */
  NETWORK_POLICY = 'network-policy',
  /** Calls must be declared: egress NetworkPolicy, and the Sidecar of each service. */
  EGRESS_SCOPE = 'egress-scope',
  /** Everything is enforced, and no object of the rollout remains. */
  DONE = 'done',
}
