import * as fc from 'fast-check';
import { Guardrails, Mesh } from '../../src';
import type { AccessGraph, IGuardrail } from '../../src';
import { problems } from '../constructs/mesh';
import { declare, programs, type Program } from './meshes';
import { runs } from '../long';

// Another seed on every run; a failure is repeated with SEED=… npm test -- test/property.
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const RUNS = { numRuns: runs(30), seed };

const shuffled = (length: number) => fc.shuffledSubarray([...Array(length).keys()], { minLength: length });

/** One finding for each edge, so that no edge can be lost or come twice. */
const everyEdge: IGuardrail = {
  id: 'every-edge',
  description: 'nobody calls anybody',
  check: ({ edges }: AccessGraph) => edges.map(({ id, construct }) => ({ construct, what: id, repair: 'remove it' })),
};

function found(program: Program, guardrails: readonly IGuardrail[], order: Parameters<typeof declare>[2] = {}): readonly string[] {
  const app = declare(program, {}, order);
  Mesh.of(app).addGuardrails(...guardrails);
  return problems(app).filter((line) => line.includes('[guardrail]'));
}

describe(`any program (SEED=${seed})`, () => {
  test('is found to be wrong in the same words whatever the order of declarations and guardrails', () => {
    const orders = programs.chain((program) => fc.tuple(fc.constant(program), shuffled(program.services.length), shuffled(program.edges.length)));
    const rules = [everyEdge, Guardrails.ownerRequired(), Guardrails.noUndecodedPaths()];
    fc.assert(fc.property(orders, ([program, services, edges]) => {
      expect(found(program, [...rules].reverse(), { services, edges })).toEqual(found(program, rules));
    }), RUNS);
  });

  test('has one edge for each pair that it grants, and one finding of each rule for each service', () => {
    fc.assert(fc.property(programs, (program) => {
      const pairs = new Set(program.edges.map(({ callee, caller }) => `${callee} ${caller}`));
      expect(found(program, [everyEdge])).toHaveLength(pairs.size);
      expect(found(program, [Guardrails.ownerRequired()])).toHaveLength(program.services.length);
    }), RUNS);
  });

  test('suppressed as a whole has nothing that counts, and suppressed service by service neither', () => {
    fc.assert(fc.property(programs, (program) => {
      for (const each of [false, true]) {
        const app = declare(program);
        Mesh.of(app).addGuardrails(everyEdge);
        const at = each ? app.charts.flatMap((chart) => chart.node.children) : [app];
        for (const construct of at) Guardrails.suppress(construct, 'every-edge', { reason: 'as it is' });
        expect(problems(app)).toEqual([]);
      }
    }), RUNS);
  });
});
