/**
 * A Pod Security Standard.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export enum PodSecurityLevel {
  /** Nothing is refused. */
  PRIVILEGED = 'privileged',
  /** Known privilege escalations are refused. */
  BASELINE = 'baseline',
  /** Hardened pods only. */
  RESTRICTED = 'restricted',
}

/**
 * Labels of Pod Security admission on the Namespace.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces
 */
export interface PodSecurity {
  /**
   * Warn whoever applies a pod below this level.
   *
   * @default PodSecurityLevel.RESTRICTED
   */
  readonly warn?: PodSecurityLevel;

  /**
   * Note pods below this level in the API server's audit log.
   *
   * @default PodSecurityLevel.RESTRICTED
   */
  readonly audit?: PodSecurityLevel;

  /**
   * Refuse pods below this level. With sidecars it needs istio-cni: the `istio-init` container would be refused
   * (`pod-security-needs-cni`).
   *
   * @default - not enforced
   */
  readonly enforce?: PodSecurityLevel;
}
