import type { Command } from '../../kept/commander';
import { bashCompletion } from '../completion/bash';
import { fishCompletion } from '../completion/fish';
import { shapeOf } from '../completion/shape';
import { zshCompletion } from '../completion/zsh';
import { EXIT, type Io } from '../io';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

export type Shell = keyof typeof SHELLS;

/** Prints a script for a shell. */
export function completionCommand(root: Command, shell: Shell, io: Io): number {
  io.out(SHELLS[shell](root.name(), shapeOf(root)));
  return EXIT.OK;
}
