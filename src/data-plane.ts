/** How pods take part in the mesh. */
export enum DataPlane {
  /** A proxy in every pod enforces identity and HTTP rules. */
  SIDECAR = 'sidecar',
  /**
   * No proxy in the pod: the ztunnel of its node enforces identity and ports, a waypoint HTTP rules (`Waypoint`).
   *
   * @see https://istio.io/latest/docs/ambient/architecture/data-plane/
   */
  AMBIENT = 'ambient',
  /** Not in the mesh: NetworkPolicy alone decides, by pods and addresses. */
  NONE = 'none',
}
