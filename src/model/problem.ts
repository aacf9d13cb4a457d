/** A declaration that cannot stand. All of a run are reported together; nothing is emitted while there is one. */
export interface Problem {
  /** Stable, kebab-case; part of the public contract: `[unknown-port]`. */
  readonly code: string;
  /** Construct path of the declaration to change. */
  readonly construct: string;
  /** What is wrong, lower case, user's values in backticks, no final period. */
  readonly message: string;
  /** What to write instead. */
  readonly repair: string;
}

/** One line: `web/frontend: [unknown-port] port `81` is not declared; use one of 80, 9090`. */
export function formatProblem(p: Problem): string {
  return `${p.construct}: [${p.code}] ${p.message}; ${p.repair}`;
}
