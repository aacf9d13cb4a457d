/** Who must state an edge before it is granted. */
export enum Consent {
  /** `callee.allowFrom(caller)` suffices. */
  CALLEE = 'callee',
  /** Also `caller.calls(callee)`; half an edge is an error at synth that names both halves. */
  BOTH = 'both',
}
