import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agrees, enforced, type Judgement, judgementText } from '../enforced/compare';
import type { Subject } from '../enforced/subject';
import { BUILD } from '../harness/paths';
import { wireText } from '../probe/wire';

/** Failures are printed in full, but not hundreds of them. */
const SHOWN = 5;

/** Where a failing case can be looked at after the run. */
export function keep(subject: Subject): string {
  const directory = join(BUILD, 'failures');
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `${subject.name}.yaml`);
  writeFileSync(path, `# settings: ${JSON.stringify(subject.settings)}\n${subject.manifests.map((m) => m.text).join('---\n')}`);
  return path;
}

export function differences(judgements: readonly Judgement[]): string[] {
  const found = judgements.filter((j) => !agrees(j));
  const rest = found.length > SHOWN ? [`and ${found.length - SHOWN} more: ${found.slice(SHOWN, SHOWN + 20).map((j) => wireText(j.wire)).join('\n')}`] : [];
  return [...found.slice(0, SHOWN).map(judgementText), ...rest];
}

export class Tally {
  requests = 0;
  allowed = 0;
  different = 0;
  undecided = 0;

  add(judgements: readonly Judgement[]): void {
    this.requests += judgements.length;
    this.allowed += judgements.filter((j) => enforced(j.envoy) === 'allow').length;
    this.undecided += judgements.filter((j) => j.evaluator === 'undetermined').length;
    this.different += judgements.filter((j) => j.evaluator !== 'undetermined' && !agrees(j)).length;
  }

  get text(): string {
    return `${this.requests} requests (${this.allowed} let in)`;
  }

  get result(): string {
    return `${this.different} differences`;
  }
}
