import * as fc from 'fast-check';
import { Mesh, type MeshReport, ProofVerdict } from '../../../src';
import { declare, type Program } from './program';
import { carelessPrograms, programs } from './programs';
import { SEED } from './seed';
import { runs } from '../../long';

/** A report, or what is wrong, line by line. */
function judged(program: Program): MeshReport | readonly string[] {
  try {
    return declare(program).node.findAll().find((c): c is Mesh => c instanceof Mesh)!.report();
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}

/** `shop/cart: [http-needs-waypoint] what; repair`, or, of an argument, without a construct. */
const PROBLEM = /^(\S+: )?\[[a-z0-9-]+\] .+; .+[^.]$/;

describe(`the proof of any ambient or mixed program (SEED=${SEED})`, () => {
  test('holds where the declaration can stand', () => {
    fc.assert(fc.property(programs, (program) => {
      const result = judged(program);
      if (!('verdict' in result)) throw new Error(result.join('\n'));
      if (result.verdict === ProofVerdict.REFUTED) throw new Error(result.toText());
    }), { numRuns: runs(30, 3), seed: SEED });
  });

  test('is not even tried where it cannot, and each problem has a code, what is wrong and a repair', () => {
    const count = { refused: 0, judged: 0 };
    fc.assert(fc.property(carelessPrograms, (program) => {
      const result = judged(program);
      count['verdict' in result ? 'judged' : 'refused']++;
      if (!('verdict' in result)) for (const line of result) expect(line).toMatch(PROBLEM);
    }), { numRuns: runs(100, 3), seed: SEED });
    expect(count.refused).toBeGreaterThan(runs(50, 5));
  });
});
