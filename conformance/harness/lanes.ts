import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Finding } from '../report/findings';
import type { Counts } from './ledger';
import type { Unit } from './units';

/** Two processors: while one lane waits for Envoy or for the API server, the other goes on. */
const LANES = 2;
const LANE = join(__dirname, '../lane.ts');

/** What a lane says of the unit that it was given. */
export type Said = { readonly line: string } | { readonly finding: Finding } | { readonly ended: Counts };

/** A unit, and what its lane has said of it. */
class Report {
  readonly findings: Finding[] = [];
  readonly lines: string[] = [];
  counts: Counts | undefined;

  constructor(readonly unit: Unit) {}
}

/**
 * Makes all units, two at a time, each lane a process with components of its own: nothing that one of them computes keeps the other from
 * answering its sockets. Lines and findings come in the order of the units, whoever ends first.
 */
export class Lanes {
  private readonly reports: readonly Report[];
  private readonly running = new Set<ChildProcess>();
  private begun = 0;
  private shown = 0;
  private isLeaving = false;

  constructor(units: readonly Unit[], private readonly args: readonly string[], private readonly print: (line: string) => void) {
    this.reports = units.map((unit) => new Report(unit));
    for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
      process.once(signal, () => void this.leave(code));
    }
  }

  async run(): Promise<void> {
    await Promise.all(Array.from({ length: Math.min(LANES, this.reports.length) }, () => this.lane()));
  }

  get findings(): readonly Finding[] {
    return this.reports.flatMap((r) => r.findings);
  }

  get counts(): Counts {
    const sum = (side: keyof Counts) => this.reports.reduce((n, { counts }) => n + (counts?.[side] ?? 0), 0);
    return { passed: sum('passed'), failed: sum('failed') };
  }

  private async lane(): Promise<void> {
    let child: ChildProcess | undefined;
    for (let report = this.reports[this.begun++]; report !== undefined && !this.isLeaving; report = this.reports[this.begun++]) {
      child = child === undefined || !child.connected ? this.start() : child;
      await this.make(child, report);
    }
    // With nobody to talk to, it takes down what it started, and ends.
    if (child?.connected === true) child.disconnect();
    if (child !== undefined) await ended(child);
  }

  private start(): ChildProcess {
    const child = fork(LANE, this.args);
    this.running.add(child);
    child.once('exit', () => this.running.delete(child));
    return child;
  }

  private make(child: ChildProcess, report: Report): Promise<void> {
    const started = Date.now();
    return new Promise((resolve) => {
      const end = (counts: Counts): void => {
        child.off('message', hear).off('exit', gone);
        report.lines.push(`--      ${report.unit}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
        report.counts = counts;
        resolve();
      };
      const gone = (code: number | null, signal: string | null): void => {
        report.lines.push(`FAILED  ${report.unit}: its lane ended with ${signal ?? code}`);
        end({ passed: 0, failed: 1 });
        this.show();
      };
      const hear = (said: Said): void => {
        if ('line' in said) report.lines.push(said.line);
        else if ('finding' in said) report.findings.push(said.finding);
        else end(said.ended);
        this.show();
      };
      child.on('message', hear).once('exit', gone);
      child.send(report.unit);
    });
  }

  /** As much as is in order. */
  private show(): void {
    for (let report = this.reports[this.shown]; report !== undefined; report = this.reports[++this.shown]) {
      for (const line of report.lines.splice(0)) this.print(line);
      if (report.counts === undefined) return;
    }
  }

  private async leave(code: number): Promise<void> {
    this.isLeaving = true;
    await Promise.all([...this.running].map((child) => {
      child.kill('SIGTERM');
      return ended(child);
    }));
    process.exit(code);
  }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
}
