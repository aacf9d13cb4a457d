import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../harness/paths';
import type { Finding } from './findings';

/**
 * Takes too long to be part of every run, so that what the last one showed is committed. Like all figures of a run it depends on sources and
 * seed alone.
 */
export interface LongRun {
  readonly seed: number;
  readonly findings: readonly Finding[];
}

const RECORD = join(ROOT, 'conformance/report/long-run.json');

export function recordLongRun(run: LongRun): void {
  writeFileSync(RECORD, `${JSON.stringify(run, undefined, 2)}\n`);
}

export function lastLongRun(): LongRun | undefined {
  return existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, 'utf8')) as LongRun : undefined;
}
