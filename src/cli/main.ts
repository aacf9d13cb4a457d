import { writeSync } from 'node:fs';
import { paintFor } from './color';
import { EXIT, type Io } from './io';
import { outputTo } from './output-stream';
import { Progress } from './progress';
import { runCli } from './program';
import { readStdin } from './stdin';

/** At once: of an answer that nobody has, no exit code may say that it is yes or no. */
function unwritable(code: string): never {
  try {
    writeSync(2, `[unwritable-output] the output cannot be written (${code}); it is not complete\n`);
  } catch {
    // Then it is stderr itself.
  }
  process.exit(EXIT.BAD_INPUT);
}

const stdout = outputTo(1, () => process.stdout, unwritable);
const stderr = outputTo(2, () => process.stderr, unwritable);
const progress = stderr.isTerminal && process.env.TERM !== 'dumb' ? new Progress(process.stderr.fd) : undefined;

const io: Io = {
  out: (text) => {
    progress?.end();
    stdout.write(text);
  },
  err: (text) => {
    progress?.wipe();
    stderr.write(text);
  },
  stdin: readStdin,
  ...(progress === undefined ? {} : { stage: (stage) => progress.stage(stage) }),
  paint: paintFor(stdout.isTerminal, process.env),
};

runCli(process.argv.slice(2), io).finally(() => progress?.end()).then(
  // Not process.exit: a pipe may not have taken all of stdout yet.
  (code) => process.exitCode = code,
  (error: unknown) => {
    io.err(error instanceof Error && error.name === 'TooLargeError'
      ? `[too-large] ${error.message}\n`
      : `mesh-access: internal error, which is a fault of ours: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = EXIT.BAD_INPUT;
  },
);
