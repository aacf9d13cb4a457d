import * as fc from 'fast-check';
import { buildWorld } from '../../../src/eval';
import { readObjects } from '../../../src/manifest';
import { prove } from '../../../src/proof';
import { assumedWorkloads, settingsOf } from '../../../src/proof/settings';
import { subjectOf } from '../../mutation/harness';
import { mutants } from '../../mutation/mutate';
import { declare } from './program';
import { programs } from './programs';
import { SEED } from './seed';
import { answers } from './world';

const PICKED = 6;

test(`no step away from what any program emits is proved if it changes a decision (SEED=${SEED})`, () => {
  const count = { refused: 0, refuted: 0, harmless: 0 };
  fc.assert(fc.property(programs, fc.array(fc.nat(), { minLength: PICKED, maxLength: PICKED }), (program, picks) => {
    const { model, objects } = subjectOf(declare(program));
    const all = mutants(objects.map((o) => o.value));
    const answersOf = ({ manifests }: ReturnType<typeof readObjects>) => (
      answers(buildWorld(manifests, settingsOf(model), assumedWorkloads(model, manifests)), program));
    for (const { name, at, value } of picks.map((n) => all[n % all.length])) {
      const read = readObjects(objects.flatMap((o, i) => (i !== at ? [o] : value === undefined ? [] : [{ ...o, value }])));
      if (read.problems.length > 0) {
        count.refused++;
        continue;
      }
      if (prove({ model, manifests: read.manifests }).verdict === 'refuted') {
        count.refuted++;
        continue;
      }
      count.harmless++;
      expect([name, ...answersOf(read)]).toEqual([name, ...answersOf(readObjects(objects))]);
    }
  }), { numRuns: 12, seed: SEED });
  expect(count.refuted).toBeGreaterThan(5);
});
