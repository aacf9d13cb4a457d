import { paintFor } from './color';
import { EXIT, type Io } from './io';
import { outputTo } from './output-stream';
import { Progress } from './progress';
import { runCli } from './program';
import { readStdin } from './stdin';

const stdout = outputTo(1, () => process.stdout);
const stderr = outputTo(2, () => process.stderr);
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
    io.err(`mesh-access: internal error, which is a fault of ours: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = EXIT.BAD_INPUT;
  },
);
