import { diffMarkdown } from '../../src/cli/output/diff-markdown';
import { diffText } from '../../src/cli/output/diff-text';
import type { AccessDiff, CalleeDiff } from '../../src/diff';

const PERMISSIVE: CalleeDiff['mtls'] = { before: 'STRICT', after: 'PERMISSIVE', effect: 'broadening' };
const STRICT: CalleeDiff['mtls'] = { before: 'PERMISSIVE', after: 'STRICT', effect: 'narrowing' };

function diffOf(...callees: readonly (readonly [string, CalleeDiff['mtls'], CalleeDiff['only']?])[]): AccessDiff {
  return {
    callees: callees.map(([callee, mtls, only]) => (
      { callee, ...(only === undefined ? {} : { only }), mtls, changes: [], layers: [], undecided: [] })),
    externals: [],
    workloads: { added: [], removed: [] },
  };
}

const many = diffOf(...Array.from({ length: 9 }, (_none, i) => [`shop/s${i}:80`, PERMISSIVE] as const), ['shop/t:80', STRICT], ['shop/u:80', STRICT, 'after']);

test('ports that change alike are one block, where the first of them stands', () => {
  expect(diffText(many)).toBe(`shop/s0:80, shop/s1:80, shop/s2:80 and 6 more
  broadening  mutual TLS: STRICT before, PERMISSIVE now

shop/t:80, shop/u:80 (new)
  narrowing   mutual TLS: PERMISSIVE before, STRICT now

9 broadening, 2 narrowing
`);
});

test('Markdown has the names of all of them', () => {
  const text = diffMarkdown(many);
  expect(text).toContain('**shop/s0:80, shop/s1:80, shop/s2:80 and 6 more**');
  expect(many.callees.filter(({ callee }) => !text.includes(callee))).toEqual([]);
  expect(text.match(/STRICT before/g)).toHaveLength(1);
});
