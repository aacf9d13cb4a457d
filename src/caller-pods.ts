import type { DataPlane } from './data-plane';

/**
 * Which pods stand behind a caller that is not declared in this App.
 *
 * NetworkPolicy cannot see identities, only pods. Without either of the two, an edge that needs NetworkPolicy is an error at synth.
 */
export interface CallerPods {
  /**
   * Labels that the caller's pods carry, and no other pods of its namespace.
   *
   * @default - unknown
   */
  readonly podLabels?: Record<string, string>;

  /**
   * Let NetworkPolicy admit every pod of the caller's namespace. The identity still decides where a mesh enforces it; every report
   * lists it.
   *
   * @default false
   */
  readonly wholeNamespace?: boolean;

  /**
   * How the caller's pods take part in the mesh. It decides which port NetworkPolicy sees (an ambient pod's is 15008) and whether a
   * waypoint is on the way: a sidecar does not go through one, so that it cannot be granted requests of an ambient service.
   *
   * @default - as the callee's; an ingress gateway is a proxy of its own
   */
  readonly dataPlane?: DataPlane;
}
