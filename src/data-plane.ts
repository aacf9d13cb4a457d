/** How pods take part in the mesh. */
export enum DataPlane {
  /** Sidecar mode: a proxy in every pod enforces identity and HTTP rules. */
  SIDECAR = 'sidecar',
  /**
   * Ambient mode: no proxy in the pod. The ztunnel of the pod's node enforces identity and ports, a waypoint enforces HTTP rules
   * (`Waypoint`).
   *
   * @see https://istio.io/latest/docs/ambient/architecture/data-plane/
   */
  AMBIENT = 'ambient',
  /** Not in the mesh: only NetworkPolicy is enforced, by pods and addresses. */
  NONE = 'none',
}
