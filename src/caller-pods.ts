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
}
