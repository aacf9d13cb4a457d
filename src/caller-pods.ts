import type { DataPlane } from './data-plane';

/**
 * The pods of a caller that is not declared in this App.
 *
 * NetworkPolicy cannot see identities, only pods. If neither `podLabels` nor `wholeNamespace` is set, an edge that needs NetworkPolicy is an
 * error at synth.
 */
export interface CallerPods {
  /**
   * Labels that the caller's pods carry and no other pods of its namespace do.
   *
   * @default - unknown
   */
  readonly podLabels?: Record<string, string>;

  /**
   * Whether NetworkPolicy admits every pod of the caller's namespace. The identity is still checked where a mesh enforces it. Every report
   * lists this.
   *
   * @default false
   */
  readonly wholeNamespace?: boolean;

  /**
   * Data plane of the caller's pods. It determines which port NetworkPolicy sees (15008 for an ambient pod) and whether calls pass a
   * waypoint: calls from a sidecar do not, so a caller with a sidecar cannot be granted individual requests of an ambient service.
   *
   * @default - the callee's; an ingress gateway is a proxy of its own
   */
  readonly dataPlane?: DataPlane;
}
