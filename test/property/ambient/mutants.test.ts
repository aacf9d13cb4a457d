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
import { runs } from '../../long';

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
      const after = answersOf(read);
      // What the evaluator can no longer decide, a proof may: it knows that nobody is let in, whichever way they come.
      const changed = [...answersOf(readObjects(objects))].filter(([question, was]) => after.get(question)!.includes(was === 'allow' ? 'deny' : 'allow'));
      expect([name, changed]).toEqual([name, []]);
    }
  }), { numRuns: runs(8, 3), seed: SEED });
  expect(count.refuted).toBeGreaterThan(runs(5, 5));
});
