import { formatPath, type Path } from './path';

/** Stable names of what can be wrong with a manifest; part of the public contract. */
export type Code
  // text and files
  = | 'unreadable-file' | 'no-manifests' | 'not-utf8' | 'too-large' | 'too-deep' | 'alias-bomb' | 'yaml-syntax' | 'duplicate-key'
  // shape
    | 'not-an-object' | 'unknown-key' | 'missing-field' | 'wrong-type' | 'unknown-kind' | 'unknown-version' | 'too-many-problems'
  // values
    | 'bad-value' | 'bad-name' | 'bad-label' | 'bad-address' | 'bad-port' | 'bad-host' | 'bad-path' | 'bad-condition' | 'bad-annotation'
  // combinations
    | 'empty' | 'conflict' | 'unknown-name' | 'duplicate-value' | 'not-supported' | 'meaningless' | 'duplicate-object';

/** One thing wrong with one object, before it is known where the object came from. */
export interface Finding {
  readonly code: Code;
  readonly path: string;
  readonly message: string;
  readonly value?: unknown;
  readonly repair?: string;
}

type Detail = Pick<Finding, 'value' | 'repair'>;

/**
 * One object may not flood a report, nor make it slow: each finding's line is looked up in the text.
 * The object is refused in any case, so nothing is lost by stopping here.
 */
const MOST_FINDINGS = 50;

/** Walks down an object and collects what is wrong. One mutable path instead of one per node: most objects have nothing wrong. */
export class Findings {
  readonly list: Finding[] = [];
  private readonly path: (string | number)[] = [];

  get count(): number {
    return this.list.length;
  }

  /** Adds what is wrong further down. */
  addAt(steps: Path, code: Code, message: string, detail: Detail = {}): void {
    this.path.push(...steps);
    this.add(code, message, detail);
    this.path.length -= steps.length;
  }

  /** Runs a check one step down. */
  at<T>(step: string | number, check: () => T): T {
    this.enter(step);
    const result = check();
    this.leave();
    return result;
  }

  enter(step: string | number): void {
    this.path.push(step);
  }

  leave(): void {
    this.path.pop();
  }

  add(code: Code, message: string, detail: Detail = {}): void {
    if (this.list.length > MOST_FINDINGS) return;
    const path = formatPath(this.path);
    // A Pod is its own template: its metadata are read as the object's and as the pod's.
    if (this.list.some((other) => other.path === path && other.code === code && other.message === message)) return;
    this.list.push(this.list.length === MOST_FINDINGS
      ? { code: 'too-many-problems', path: '', message: `more than ${MOST_FINDINGS} problems in one object`, repair: 'fix those above first' }
      : { code, path, message, ...detail });
  }
}
