/** Which side must declare an edge before it is granted. */
export enum Consent {
  /** The callee alone: `callee.allowFrom(caller)` is enough. */
  CALLEE = 'callee',
  /** Both sides: `caller.calls(callee)` is required too. An edge declared by one side only is an error at synth that names both statements. */
  BOTH = 'both',
}
