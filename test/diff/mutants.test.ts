import { countsOf, diffAccess, surroundingsOf, type AccessDiff } from '../../src/diff';
import { calleeDiffs } from '../../src/diff/callees';
import type { World } from '../../src/eval';
import { ask, parseCaller, parseTarget, QuestionError } from '../../src/eval/ask';
import { readObjects } from '../../src/manifest';
import { prove } from '../../src/proof';
import { cases } from '../golden/cases';
import { LONG } from '../long';
import { read, subjectOf, worldOf } from '../mutation/harness';
import { mutants } from '../mutation/mutate';
import { mirrored } from './mirror';

/** So many of the mutants of a golden, from all over its objects. */
const TAKEN = Number(process.env.DIFF_MUTANTS ?? (LONG ? 12 : 4));
const GOLDENS = (process.env.DIFF ?? 'http-exact,ambient-waypoint,cidr-caller,external-tcp-addresses,namespace-caller,jwt-sidecar,source-cidr').split(',');

/** Whoever may call there has no name that a question could give. */
const WITHOUT_NAMES = ['cidr-caller', 'external-tcp-addresses', 'namespace-caller'];

test.each(GOLDENS)('%s: what the proof refutes is an access change, the same in both directions, and each witness is answered so', (name) => {
  const { model, objects } = subjectOf(cases[name].build());
  const before = worldOf(model, readObjects(objects).manifests);
  const after = worldOf(model, readObjects([...objects].reverse()).manifests);
  expect(countsOf(diffAccess({ before, after }))).toEqual({ broadening: 0, narrowing: 0, other: 0 });
  let confirmed = 0;
  const all = mutants(objects.map((o) => o.value));
  const unseen = all.filter((_, i) => i % Math.ceil(all.length / TAKEN) === 0).filter((mutant) => {
    const manifests = read(mutant, objects);
    if (manifests === undefined) return false;
    const after = worldOf(model, manifests);
    const diff = diffAccess({ before, after });
    // Whom a change of these objects cannot be about is left out; asked all the same, nothing is found there.
    const callees = calleeDiffs({ ...surroundingsOf({ before, after }), concernedAt: () => 'everybody' });
    expect(mirrored({ ...diff, callees }, false)).toEqual(mirrored(diff, false));
    const back = diffAccess({ before: after, after: before });
    expect([mutant.name, mirrored(back, true)]).toEqual([mutant.name, mirrored(diff, false)]);
    confirmed += confirmWitnesses(diff, before, after);
    // An assumption that does not hold is nobody's access.
    return prove({ model, manifests }).refutations.some((r) => r.statement !== 'as-assumed') && diff.callees.length + diff.externals.length === 0;
  });
  expect(unseen.map((m) => m.name)).toEqual([]);
  if (!WITHOUT_NAMES.includes(name)) expect(confirmed).toBeGreaterThan(0);
}, 300_000);

test.each(['tcp', 'external-tcp-addresses'])('%s: a range of ports that begins at a declared one is refuted, and a change', (name) => {
  const { model, objects } = subjectOf(cases[name].build());
  const before = worldOf(model, readObjects(objects).manifests);
  const ranges = mutants(objects.map((o) => o.value)).filter((m) => m.name.includes('endPort'));
  const seen = ranges.map((mutant) => {
    const manifests = read(mutant, objects)!;
    const { callees, externals } = diffAccess({ before, after: worldOf(model, manifests) });
    return [mutant.name, prove({ model, manifests }).verdict, callees.length + externals.length > 0];
  });
  expect(seen).toEqual(ranges.map((m) => [m.name, 'refuted', true]));
  expect(seen.length).toBeGreaterThan(0);
}, 300_000);

/** By the questions that are printed, which know nothing of sets. */
function confirmWitnesses(diff: AccessDiff, before: World, after: World): number {
  let count = 0;
  for (const { callee, changes } of diff.callees) {
    for (const { steps } of changes) {
      for (const { from, to, witness } of steps) {
        if (witness.can === undefined) continue;
        for (const [world, expected] of [[before, from], [after, to]] as const) {
          const answer = answerOf(world, witness.can);
          // What sets leave undetermined, one request may decide; what is not there at all cannot be asked about.
          if (answer === undefined || expected === 'undetermined') continue;
          expect([callee, witness.can, answer]).toEqual([callee, witness.can, expected]);
          count++;
        }
      }
    }
  }
  return count;
}

function answerOf(world: World, [from, to, ...options]: readonly string[]): string | undefined {
  const values = new Map<string, string[]>();
  for (let i = 0; i < options.length; i += 2) values.set(options[i], [...values.get(options[i]) ?? [], options[i + 1]]);
  const one = (name: string): string | undefined => values.get(name)?.[0];
  const headers = Object.fromEntries((values.get('--header') ?? []).map((h) => h.split(': ', 2) as [string, string]));
  const host = one('--host');
  const request = values.size === 0 ? {} : { request: { method: one('--method'), path: one('--path'), headers, ...(host === undefined ? {} : { host }) } };
  try {
    return ask(world, { from: parseCaller(from), to: parseTarget(to), ...request }).answer;
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    return undefined;
  }
}
