import type { AccessDiff, CalleeDiff } from '../../src/diff';

const OPPOSITE: Readonly<Record<string, string>> = { broadening: 'narrowing', narrowing: 'broadening', added: 'removed', removed: 'added', before: 'after', after: 'before' };

/** What changes, with the sides taken for each other: words that depend on the direction are left out. */
export function mirrored(diff: AccessDiff, isMirror: boolean): unknown {
  const turn = <T>({ before, after }: { readonly before: T; readonly after: T }): unknown => (isMirror ? [after, before] : [before, after]);
  const word = (text: string | undefined): string | undefined => (isMirror && text !== undefined ? OPPOSITE[text] ?? text : text);
  const callee = ({ callee: name, only, mtls, changes, layers, undecided }: CalleeDiff): unknown => ({
    name: name.replace(/ \(pod port [^)]*\)/, ''),
    only: word(only),
    mtls: mtls && [word(mtls.effect), turn(mtls)],
    changes: sorted(changes.map(({ caller, kind, access, steps }) => ({
      caller, kind: word(kind), access: turn(access),
      steps: sorted(steps.map((s) => [word(s.effect), turn({ before: s.from, after: s.to }), s.requests, s.witness.text])),
    }))),
    layers: sorted(layers.map((l) => ({ ...l, effect: word(l.effect) }))),
    undecided: sorted(undecided.map((u) => [u.caller, word(u.effect), u.requests])),
  });
  return {
    callees: sorted(diff.callees.map(callee)),
    externals: sorted(diff.externals.map((e) => [e.callers, e.target, e.layer, word(e.effect), turn({ before: e.from, after: e.to })])),
    workloads: turn({ before: diff.workloads.removed, after: diff.workloads.added }),
  };
}

function sorted(values: readonly unknown[]): readonly unknown[] {
  return [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
