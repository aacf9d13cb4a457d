import * as fc from 'fast-check';
import type { AuthorizationPolicy, KnownObject } from '../../../src/manifest/kinds';
import { objects } from '../meshes';
import { planesOf } from './facts';
import { declare, type Program } from './program';
import { programs } from './programs';
import { SEED } from './seed';
import { runs } from '../../long';

const RUNS = { numRuns: runs(30, 3), seed: SEED };
const HTTP = /"(not)?(hosts|methods|paths|remoteIpBlocks|requestPrincipals)"|"key":"(?!source\.(ip|namespace|principal)"|destination\.(ip|port)")/i;

const shuffled = (length: number) => fc.shuffledSubarray([...Array(length).keys()], { minLength: length });
const emitted = (program: Program): KnownObject[] => [...objects(declare(program)).values()].map((text) => JSON.parse(text) as KnownObject);

describe(`the objects of any ambient or mixed program (SEED=${SEED})`, () => {
  test('tell ztunnel nothing of requests', () => {
    let read = 0;
    fc.assert(fc.property(programs, (program) => {
      const policies = emitted(program).filter((o): o is AuthorizationPolicy => o.kind === 'AuthorizationPolicy' && o.spec.targetRefs === undefined);
      for (const service of program.services.filter((s) => planesOf(program, s).includes('ambient'))) {
        const own = policies.filter(({ metadata, spec }) => metadata.namespace === service.namespace
          && [undefined, service.name].includes(spec.selector?.matchLabels?.['app.kubernetes.io/name']));
        read += own.length;
        expect(own.filter((p) => HTTP.test(JSON.stringify(p.spec)))).toEqual([]);
      }
    }), RUNS);
    expect(read).toBeGreaterThan(30);
  });

  test('are bound to a Service or a Gateway that is there, by what is in the same namespace', () => {
    fc.assert(fc.property(programs, (program) => {
      const all = emitted(program);
      const names = new Set(all.map((o) => `${o.kind} ${o.metadata.namespace}/${o.metadata.name}`));
      for (const o of all) {
        if (o.kind !== 'AuthorizationPolicy') continue;
        for (const { kind, name } of o.spec.targetRefs ?? []) expect(names).toContain(`${kind} ${o.metadata.namespace}/${name}`);
      }
    }), RUNS);
  });

  test('are the same bytes whatever the order of grants and services, and however often they are declared', () => {
    const orders = programs.chain((p) => (
      fc.tuple(fc.constant(p), shuffled(p.services.length), shuffled(p.edges.length), fc.subarray([...p.edges.keys()]))));
    fc.assert(fc.property(orders, ([program, services, edges, again]) => {
      const one = objects(declare(program));
      const other = objects(declare(program, undefined, { services, edges: [...edges, ...again] }));
      expect(Object.fromEntries(other)).toEqual(Object.fromEntries(one));
    }), RUNS);
  });

  test('have names that their kinds accept and that an edge more or less does not move', () => {
    fc.assert(fc.property(programs.filter((p) => p.edges.length > 0), (program) => {
      const [after, before] = [program, { ...program, edges: program.edges.slice(0, -1) }].map((p) => [...objects(declare(p)).keys()]);
      expect(after).toEqual(before);
      for (const key of after) {
        expect(key).toMatch(/^[A-Za-z]+ [a-z0-9-]*\/[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/);
        expect(key.slice(key.indexOf('/') + 1).length).toBeLessThanOrEqual(key.startsWith('Service ') ? 63 : 253);
      }
    }), RUNS);
  });
});
