import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { BUILD } from '../harness/paths';
import type { Process, Workspace } from '../harness/workspace';

/** What a target shows from one time to another, in seconds; see prometheus/storage.go. */
export interface Scrape {
  readonly labels: Readonly<Record<string, string>>;
  readonly type: string;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly every: number;
}

export interface Line {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Evaluated {
  readonly series: number;
  readonly results: readonly { readonly error?: string; readonly lines: readonly Line[] }[];
}

/** Prometheus' parsers and engine as a process: one line of JSON in, one line out. */
export class Prometheus {
  private readonly process: Process;
  private readonly waiting: ((answer: string) => void)[] = [];
  private readonly died: Promise<never>;

  constructor(private readonly workspace: Workspace) {
    this.process = workspace.start('prometheus', join(BUILD, 'prometheus'), [], ['pipe', 'pipe', 'inherit']);
    this.died = once(this.process.child, 'exit').then(() => {
      throw new Error('Prometheus ended unexpectedly');
    });
    this.died.catch(() => undefined);
    createInterface(this.process.child.stdout as Readable).on('line', (line) => this.waiting.shift()?.(line));
  }

  async evaluate(scrapes: readonly Scrape[], queries: readonly string[], at: number): Promise<Evaluated> {
    const answer = new Promise<string>((resolve) => this.waiting.push(resolve));
    (this.process.child.stdin as Writable).write(`${JSON.stringify({ scrapes, queries, at })}\n`);
    const evaluated = JSON.parse(await Promise.race([answer, this.died])) as Evaluated & { readonly error?: string };
    if (evaluated.error !== undefined) throw new Error(`Prometheus: ${evaluated.error}`);
    return evaluated;
  }

  stop(): Promise<void> {
    return this.workspace.stop(this.process, 'SIGKILL');
  }
}
