/**
 * Level of the Pod Security Standards.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export enum PodSecurityLevel {
  /** Refuses nothing. */
  PRIVILEGED = 'privileged',
  /** Refuses known privilege escalations. */
  BASELINE = 'baseline',
  /** Admits hardened pods only. */
  RESTRICTED = 'restricted',
}

/**
 * Pod Security admission labels of the Namespace.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces
 */
export interface PodSecurity {
  /**
   * Level below which applying a pod returns a warning.
   *
   * @default PodSecurityLevel.RESTRICTED
   */
  readonly warn?: PodSecurityLevel;

  /**
   * Level below which pods are recorded in the API server's audit log.
   *
   * @default PodSecurityLevel.RESTRICTED
   */
  readonly audit?: PodSecurityLevel;

  /**
   * Level below which pods are refused. With sidecars this requires istio-cni, because the `istio-init` container would be refused
   * (`pod-security-needs-cni`).
   *
   * @default - not enforced
   */
  readonly enforce?: PodSecurityLevel;
}
