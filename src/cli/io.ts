import type { Paint } from './color';
import type { Stage } from './progress';

/** What a command may touch of the process; tests pass their own. */
export interface Io {
  /** Results. */
  out(text: string): void;
  /** Diagnostics: what is wrong with the input, what was not read. */
  err(text: string): void;
  /** All of stdin, for `-`. Left out: there is none. */
  stdin?(): Uint8Array;
  /** What takes its time begins. Left out: nobody watches. */
  stage?(stage: Stage): void;
  /** Left out: nothing is coloured. */
  readonly paint?: Paint;
}

/** Exit codes; part of the public contract. */
export const EXIT = {
  /** Every case holds; allowed; printed. */
  OK: 0,
  /** A case does not hold; denied; access changed beyond what was permitted. */
  NO: 1,
  /** Bad usage or bad input: nothing was answered. */
  BAD_INPUT: 2,
  /** `can` could not decide. */
  UNDETERMINED: 3,
} as const;

/** The input cannot be used. Each problem is a line on stderr; the exit code is 2. */
export class InputError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'InputError';
  }
}
