import * as fc from 'fast-check';
import { synthesize } from '../golden/synthesize';
import { declare, objects, programs } from './meshes';
import type { DeclaredEdge, Program } from './meshes';
import { runs } from '../long';

// Another seed on every run; a failure is repeated with SEED=… npm test -- test/property.
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const RUNS = { numRuns: runs(40), seed };

const shuffled = (length: number) => fc.shuffledSubarray([...Array(length).keys()], { minLength: length });

/** What the documents of a stream say, whatever their order. */
const documents = (text: string) => text.split(/^---\n/m).map((document) => document.trimEnd()).sort();

describe(`any program (SEED=${seed})`, () => {
  test('emits the same bytes whatever the order of its grants', () => {
    const orders = programs.chain((program) => fc.tuple(fc.constant(program), shuffled(program.edges.length)));
    fc.assert(fc.property(orders, ([program, edges]) => {
      expect(synthesize((props) => declare(program, props, { edges })).manifests).toEqual(synthesize((props) => declare(program, props)).manifests);
    }), RUNS);
  });

  test('emits the same objects whatever the order of its services', () => {
    const orders = programs.chain((program) => fc.tuple(fc.constant(program), shuffled(program.services.length)));
    fc.assert(fc.property(orders, ([program, services]) => {
      const [a, b] = [{}, { services }].map((order) => synthesize((props) => declare(program, props, order)).manifests);
      expect(Object.keys(b)).toEqual(Object.keys(a));
      for (const [file, text] of Object.entries(a)) expect(documents(b[file])).toEqual(documents(text));
    }), RUNS);
  });

  test('gives every object a name of its own that its kind accepts', () => {
    fc.assert(fc.property(programs, (program) => {
      for (const key of objects(declare(program)).keys()) {
        expect(key).toMatch(/^[A-Za-z]+ [a-z0-9-]*\/[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/);
        expect(key.slice(key.indexOf('/') + 1).length).toBeLessThanOrEqual(key.startsWith('Service ') ? 63 : 253);
      }
    }), RUNS);
  });

  test('changes only what an added edge touches, and renames nothing', () => {
    const grown = programs.filter((program) => program.edges.length > 0);
    fc.assert(fc.property(grown, (program) => {
      const edge = program.edges[program.edges.length - 1];
      const without = { ...program, edges: program.edges.slice(0, -1) };
      const [before, after] = [objects(declare(without)), objects(declare(program))];
      expect([...after.keys()]).toEqual([...before.keys()]);
      const changed = [...after.keys()].filter((key) => after.get(key) !== before.get(key));
      expect(changed.filter((key) => !touched(program, edge).includes(key))).toEqual([]);
      expect(changed).not.toEqual([]);
    }), RUNS);
  });
});

/** The objects that say something about an edge: two of the callee, two of the caller. */
function touched({ services }: Program, { callee, caller }: DeclaredEdge): readonly string[] {
  const [to, from] = [services[callee], services[caller]];
  return [
    `NetworkPolicy ${to.namespace}/${to.name}-ingress`,
    `AuthorizationPolicy ${to.namespace}/${to.name}-callers`,
    `NetworkPolicy ${from.namespace}/${from.name}-egress`,
    `Sidecar ${from.namespace}/${from.name}`,
  ];
}
