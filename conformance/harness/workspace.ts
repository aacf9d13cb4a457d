import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Process {
  readonly name: string;
  readonly child: ChildProcess;
  readonly log: string;
}

/** The temporary directory of one run and every process it started. Both are gone when the run ends, however it ends. */
export class Workspace {
  readonly dir = mkdtempSync(join(tmpdir(), 'mesh-conformance-'));
  private readonly running: Process[] = [];
  private directories = 0;

  constructor() {
    // 'exit' also follows an uncaught error; nothing asynchronous can be done there, so children are killed, not asked.
    process.once('exit', () => this.abandon());
    for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
      process.once(signal, () => process.exit(code));
    }
  }

  /** A directory with a short name: the path of a Unix socket may have 107 bytes. */
  directory(): string {
    return mkdtempSync(join(this.dir, `${this.directories++}-`));
  }

  start(name: string, command: string, args: readonly string[], stdio?: StdioOptions, environment: NodeJS.ProcessEnv = {}): Process {
    const log = join(this.dir, `${name}-${this.running.length}.log`);
    const fd = openSync(log, 'a');
    const child = spawn(command, args, { stdio: stdio ?? ['ignore', fd, fd], cwd: this.dir, env: { ...process.env, ...environment } });
    closeSync(fd);
    const started = { name, child, log };
    this.running.push(started);
    return started;
  }

  /** Asks first: etcd and kube-apiserver finish what they write. */
  async stop(process: Process, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const { child } = process;
    const at = this.running.indexOf(process);
    if (at >= 0) this.running.splice(at, 1);
    if (hasEnded(child)) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(timer);
  }

  private abandon(): void {
    for (const { child } of this.running) {
      if (!hasEnded(child)) child.kill('SIGKILL');
    }
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** The end of what a process printed, for an error message. */
export function tail(process: Process): string {
  return readFileSync(process.log, 'utf8').slice(-3000);
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
