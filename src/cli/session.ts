import type { Io } from './io';

/** One run of the program, as the definitions of commands see it. */
export interface Session {
  /** As the options that all commands have want it. */
  readonly io: Io;
  readonly version: string;
  finish(exit: number): void;
}
