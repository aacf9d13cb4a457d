/** How a namespace is observed before its authorization is enforced. */
export interface Observation {
  /**
   * Whether everybody is allowed explicitly, so that an ALLOW policy of somebody else does not refuse all other requests. If other policies
   * already restrict access, this would lift their restrictions, which is an error at synth; set `false` to leave the decision to them.
   *
   * @default true
   */
  readonly allowAll?: boolean;
}
