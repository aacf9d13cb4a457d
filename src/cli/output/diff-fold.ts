import type { CalleeDiff } from '../../diff';

/** Of many names, the first; JSON and the list in Markdown have all. */
const NAMED = 3;

/** Ports of which the same is said are one block, where the first of them stood: it says the same of each, so the worst still comes first. */
export function foldSame(callees: readonly CalleeDiff[], bodyOf: (callee: CalleeDiff) => string): readonly (readonly CalleeDiff[])[] {
  const blocks = new Map<string, CalleeDiff[]>();
  for (const callee of callees) {
    const body = bodyOf(callee);
    const same = blocks.get(body);
    if (same === undefined) blocks.set(body, [callee]);
    else same.push(callee);
  }
  return [...blocks.values()];
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
