/**
 * How far a namespace or service that is in use already is under management. Each stage enforces what those before it do, and something
 * more; what is not enforced yet is as it was before, which the proof checks, too.
 *
 * A stage is left when its exit test holds, and gone back to by declaring the one before: docs/guide/rollout.md has both for each.
 */
export enum RolloutStage {
  /**
   * Nothing is enforced. Mutual TLS is possible (`PERMISSIVE`); the authorization policies of sidecars only record what they
   * would refuse (`istio.io/dry-run`), and everybody is allowed explicitly. ztunnel has no dry run: in ambient its access log is all there is.
   *
   * @see https://istio.io/latest/docs/tasks/security/authorization/authz-dry-run/
   */
  OBSERVE = 'observe',
  /** Callers must show an identity of the mesh: `STRICT` mutual TLS. */
  MUTUAL_TLS = 'mutual-tls',
  /** Callers must be allowed: the authorization policies are enforced, and a token where one is required. */
  AUTHORIZATION = 'authorization',
  /** Callers must be allowed by NetworkPolicy as well. */
  NETWORK_POLICY = 'network-policy',
  /** What is called must be declared: NetworkPolicy of egress, and the Sidecar of each service. */
  EGRESS_SCOPE = 'egress-scope',
  /** Everything is enforced, and nothing of the rollout is left. */
  DONE = 'done',
}
