/** How a namespace is looked at before its authorization is enforced. */
export interface Observation {
  /**
   * Whether everybody is allowed explicitly, so that no other policy that allows something refuses all the rest. Where policies of others
   * decide already that would open what they close, which is an error at synth: `false` leaves it to them.
   *
   * @default true
   */
  readonly allowAll?: boolean;
}
