import * as fs from 'node:fs';
import * as path from 'node:path';

const SRC = path.join(__dirname, '../../src');
const PAGE = path.join(__dirname, '../../docs/reference/errors.md');

/** Rooms whose codes are those of a declaration; the reader of manifests has codes of its own. */
const ROOMS = [
  '.', 'check', 'check/rules', 'platforms', 'platforms/istio', 'platforms/kubernetes', 'private', 'private/api', 'private/cluster', 'private/guardrails', 'private/guardrails/rules',
  'private/foreign', 'private/outputs', 'resolve', 'resolve/adoption',
];

const sources = ROOMS.flatMap((room) => fs.readdirSync(path.join(SRC, room)).filter((f) => f.endsWith('.ts')).map((f) => fs.readFileSync(path.join(SRC, room, f), 'utf8')));

function codes(pattern: RegExp): string[] {
  return [...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map(([, code]) => code)))].sort();
}

function listed(title: string): string[] {
  const section = fs.readFileSync(PAGE, 'utf8').split(/^## /m).find((s) => s.startsWith(title)) ?? '';
  return [...section.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code);
}

/** Thrown in the middle of a synth, so that it is listed with what synth reports. */
const LATE = 'changed-during-synth';

test('the page lists every code that is thrown at the call, and no other', () => {
  const helpers = codes(/(?:text|name)\([^)\n]*'((?:invalid|missing)-[a-z-]+)'\)/g);
  const thrown = [...codes(/invalid\(\s*'([a-z-]+)'/g), ...helpers, ...codes(/const CODE = '([a-z-]+)'/g)];
  expect(listed('Thrown at the call')).toEqual([...new Set(thrown)].filter((code) => code !== LATE).sort());
});

test('the page lists every code that synth reports, and no other', () => {
  expect(listed('Reported by synth')).toEqual([...new Set([...codes(/code: '([a-z-]+)'/g), ...codes(/\[([a-z-]+)\] \$\{text\}/g), LATE])].sort());
});
