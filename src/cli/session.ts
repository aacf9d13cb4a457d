import type { Command } from '../kept/commander';
import type { Io } from './io';

/** One run of the program, as the definitions of commands see it. */
export interface Session {
  /** As the options that all commands have want it. */
  readonly io: Io;
  readonly version: string;
  finish(exit: number): void;
  /** The program with every command, of which a run defines the one that it is about. */
  all(): Command;
}
