/** How pods take part in the mesh. */
export enum DataPlane {
  /** A proxy in every pod enforces identity and HTTP rules. */
  SIDECAR = 'sidecar',
  /** Not in the mesh: NetworkPolicy alone decides, by pods and addresses. */
  NONE = 'none',
}
