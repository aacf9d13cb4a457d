import { paintFor } from './color';
import { EXIT, type Io } from './io';
import { Progress } from './progress';
import { runCli } from './program';
import { readStdin } from './stdin';

// The reader of a pipe may go away (`mesh-access matrix dist | head`): what is left to print is dropped, the exit code stays.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const progress = process.stderr.isTTY && process.env.TERM !== 'dumb' ? new Progress(process.stderr.fd) : undefined;

const io: Io = {
  out: (text) => {
    progress?.end();
    process.stdout.write(text);
  },
  err: (text) => {
    progress?.wipe();
    process.stderr.write(text);
  },
  stdin: readStdin,
  ...(progress === undefined ? {} : { stage: (stage) => progress.stage(stage) }),
  paint: paintFor(process.stdout.isTTY, process.env),
};

runCli(process.argv.slice(2), io).finally(() => progress?.end()).then(
  // Not process.exit: a pipe may not have taken all of stdout yet.
  (code) => process.exitCode = code,
  (error: unknown) => {
    io.err(`mesh-access: internal error, which is a fault of ours: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = EXIT.BAD_INPUT;
  },
);
