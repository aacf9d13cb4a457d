import * as fc from 'fast-check';
import { declare, type Program } from './program';
import { programs } from './programs';
import { SEED } from './seed';
import { answer, answers, isDeclared, type Question, questionsAbout, worldOf } from './world';
import { runs } from '../../long';

const without = (program: Program, edge: number): Program => ({ ...program, edges: program.edges.filter((_, i) => i !== edge) });

describe(`what any ambient or mixed program emits (SEED=${SEED})`, () => {
  test('allows exactly what it declares at every Service, pod and waypoint, asked one request at a time', () => {
    const seen: Record<string, number> = {};
    fc.assert(fc.property(programs, (program) => {
      const world = worldOf(declare(program));
      for (const question of questionsAbout(program)) {
        const declared = isDeclared(program, question);
        if (declared === undefined) continue;
        const expected = declared ? 'allow' : 'deny';
        seen[expected] = (seen[expected] ?? 0) + 1;
        expect([question, answer(world, program, question)]).toEqual([question, expected]);
      }
    }), { numRuns: runs(20, 3), seed: SEED });
    expect(Math.min(seen.allow ?? 0, seen.deny ?? 0)).toBeGreaterThan(runs(20, 5));
  });

  test('loses exactly the permissions of an edge that is removed, those of the waypoint that served it alone among them', () => {
    fc.assert(fc.property(programs.filter((p) => p.edges.length > 0), fc.nat(), (program, pick) => {
      const fewer = without(program, pick % program.edges.length);
      const [before, after] = [program, fewer].map((p) => answers(worldOf(declare(p)), p));
      for (const [key, was] of before) {
        const question = JSON.parse(key) as Question;
        if (after.has(key)) expect([question, after.get(key)]).toEqual([question, isDeclared(fewer, question) === true ? was : 'deny']);
      }
    }), { numRuns: runs(12, 3), seed: SEED });
  });
});
