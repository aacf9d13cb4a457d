import type { AccessChange, CalleeDiff, ExternalChange, LayerChange, Undecided } from '../../diff';
import { becauseText } from './diff-words';

/** Of many names, the first; JSON and the list in Markdown have all. */
const NAMED = 3;

/** Ports of which the same is said, and what is said of them. */
export interface Block {
  readonly callees: readonly CalleeDiff[];
  /** Of the first. */
  readonly body: readonly string[];
  /** By whose rules it is said of the first, if each has rules of its own. */
  readonly rulesOf?: string;
}

/**
 * Ports of which the same is said are one block, where the first of them stood: it says the same of each, so the worst still comes first. Where
 * every port has a policy of its own, the same change is a long list of reasons, each with another name in it.
 */
export function foldSame(callees: readonly CalleeDiff[], bodyOf: (callee: CalleeDiff) => readonly string[]): readonly Block[] {
  const blocks = new Map<string, CalleeDiff[]>();
  for (const callee of callees) {
    const key = changesOf(callee);
    const same = blocks.get(key);
    if (same === undefined) blocks.set(key, [callee]);
    else same.push(callee);
  }
  return [...blocks.values()].map((same): Block => {
    const [body, ...others] = same.map(bodyOf);
    const alike = others.every((other) => other.join('\n') === body.join('\n'));
    return { callees: same, body, ...(alike ? {} : { rulesOf: same[0].callee }) };
  });
}

/** What changes, and in which layers; not by which rules, nor what a port carries that shows it. */
function changesOf({ mtls, changes, layers, undecided }: CalleeDiff): string {
  const steps = changes.map((change) => [
    change.caller, change.kind === 'changed' ? change.access : change.kind,
    change.steps.map(({ effect, from, to, requests, witness }) => [effect, from, to, requests, witness.because.map(({ layer }) => layer)]),
  ]);
  return JSON.stringify([mtls, steps, layers, undecided]);
}

/** Callers of whom the same is said, by the same rules, are one. */
export function together(changes: readonly AccessChange[]): readonly AccessChange[] {
  const groups = new Map<string, AccessChange>();
  for (const change of changes) {
    const { kind, access, steps } = change;
    const key = JSON.stringify([kind, access, steps.map(({ witness: { text, because }, ...step }) => [step, text, because.map(becauseText)])]);
    const known = groups.get(key);
    groups.set(key, known === undefined ? change : { ...known, caller: `${known.caller}, ${change.caller}` });
  }
  return [...groups.values()];
}

/** Callers of whom one layer, or nobody, says the same are one. */
export function callersTogether<T extends LayerChange | Undecided>(changes: readonly T[]): readonly T[] {
  const groups = new Map<string, T>();
  for (const change of changes) {
    const key = JSON.stringify({ ...change, caller: '' });
    const known = groups.get(key);
    groups.set(key, known === undefined ? change : { ...known, caller: `${known.caller}, ${change.caller}` });
  }
  return [...groups.values()];
}

export interface BeyondChange extends Omit<ExternalChange, 'target'> {
  readonly targets: readonly string[];
}

/** Hosts and addresses of which the same is said of the same callers, by the same rules, are one. */
export function togetherBeyond(externals: readonly ExternalChange[]): readonly BeyondChange[] {
  const groups = new Map<string, BeyondChange>();
  for (const { target, ...change } of externals) {
    const key = JSON.stringify({ ...change, because: change.because.map(becauseText) });
    const named = change.requests === undefined ? target : `${target} ${change.requests}`;
    groups.set(key, { ...change, targets: [...groups.get(key)?.targets ?? [], named] });
  }
  return [...groups.values()];
}

/** `shop/catalog:3550, shop/redis:6379 (new)`. */
export function headOf(callees: readonly CalleeDiff[], textOf: (name: string) => string = (name) => name): string {
  const names = callees.slice(0, callees.length > NAMED + 1 ? NAMED : callees.length).map((callee) => nameOf(callee, textOf));
  return `${names.join(', ')}${names.length < callees.length ? ` and ${callees.length - names.length} more` : ''}`;
}

export function nameOf({ callee, only }: CalleeDiff, textOf: (name: string) => string): string {
  return `${textOf(callee)}${only === undefined ? '' : only === 'after' ? ' (new)' : ' (gone)'}`;
}

/** All are in the head already. */
export function isNamedInFull(callees: readonly CalleeDiff[]): boolean {
  return callees.length <= NAMED + 1;
}
