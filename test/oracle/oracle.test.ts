import fc from 'fast-check';
import { buildWorld, can, type Caller, callerOf, type Destination, explore, portUniverse, prepare, type World, workloadsNamed } from '../../src/eval';
import { contains, intersect, isSubset, subtract, isEmpty, union, type Witness } from '../../src/eval/request-set';
import type { Service, Workload } from '../../src/manifest/kinds';
import { allowed, type Call, type Universe } from './oracle';
import { authorizationPolicy, request, universe } from './universe';
import { runs } from '../long';

const RUNS = { numRuns: runs(400, 3) };
// A machine that does other work at the same time is no counterexample.
jest.setTimeout(60_000);

function worldOf(u: Universe): World {
  const settings = { rootNamespace: u.rootNamespace, outboundTrafficPolicy: u.registryOnly ? 'REGISTRY_ONLY' as const : 'ALLOW_ANY' as const };
  return buildWorld({ objects: u.objects.map((object) => ({ object, origin: {} })), unread: [] }, settings, [], { orderIsAge: true });
}

/** Every pair of workloads, by address and through every Service that leads to the callee. */
function* pairs(u: Universe, port: number, protocol: 'TCP' | 'UDP'): Generator<Omit<Call, 'http'>> {
  const workloads = u.objects.filter((o): o is Workload => o.kind === 'Deployment');
  const services = u.objects.filter((o): o is Service => o.kind === 'Service');
  for (const from of workloads) {
    for (const to of workloads) {
      yield { from, to, port, protocol };
      for (const service of services) {
        const via = service.spec.ports!.find((p) => p.targetPort === port);
        const selects = Object.entries(service.spec.selector!).every(([k, v]) => to.pod.labels[k] === v);
        if (via !== undefined && selects && service.metadata.namespace === to.metadata.namespace && protocol === 'TCP') yield { from, to, port, protocol, via: { service, port: via.port } };
      }
    }
  }
}

function asked(world: World, { from, to, port, protocol, via }: Omit<Call, 'http'>): readonly [Caller, Destination] {
  const view = (w: Workload): Destination['workload'] => workloadsNamed(world, w.metadata.namespace!, w.metadata.name)[0];
  const service = via && { namespace: via.service.metadata.namespace!, name: via.service.metadata.name, port: via.port };
  return [callerOf(world, view(from)), { workload: view(to), port, protocol, ...(service === undefined ? {} : { service }) }];
}

function witness(http: Call['http']): Witness {
  return http === undefined ? { kind: 'bytes', when: [] } : { kind: 'http', ...http, when: [] };
}

test('the evaluator agrees with a naive reading of the semantics, concretely and as sets', () => {
  const seen = { allow: 0, deny: 0 };
  fc.assert(fc.property(universe, request, (u, { port, protocol, http }) => {
    const world = worldOf(u);
    for (const pair of pairs(u, port, protocol)) {
      const [caller, destination] = asked(world, pair);
      const expected = allowed(u, { ...pair, http }) ? 'allow' : 'deny';
      seen[expected]++;
      expect(can(world, caller, destination, http === undefined ? {} : { http }).answer).toBe(expected);
      const { allow, maybe } = explore(world, caller, destination);
      expect(isEmpty(maybe)).toBe(true);
      expect(contains(allow, witness(http))).toBe(expected === 'allow');
    }
  }), RUNS);
  // A generator that only makes closed worlds would prove nothing.
  expect(Math.min(seen.allow, seen.deny)).toBeGreaterThan(runs(500, 5));
});

test('what all layers allow is what each of them allows, within what the port carries', () => {
  fc.assert(fc.property(universe, request, (u, { port, protocol }) => {
    const world = worldOf(u);
    for (const pair of pairs(u, port, protocol)) {
      const [caller, destination] = asked(world, pair);
      const { layers, allow, maybe } = explore(world, caller, destination);
      expect(isEmpty(subtract(allow, intersect(...layers.map((l) => l.allow))))).toBe(true);
      expect(isSubset(union(allow, maybe), portUniverse(world, destination))).toBe(true);
    }
  }), { numRuns: runs(60, 3) });
});

test('who is no candidate reaches nothing', () => {
  let narrowed = 0;
  fc.assert(fc.property(universe, request, (u, { port, protocol }) => {
    const world = worldOf(u);
    for (const pair of pairs(u, port, protocol)) {
      const [caller, destination] = asked(world, pair);
      const candidates = prepare(world, destination).candidates();
      if (candidates === undefined || candidates.includes(caller.workload!)) continue;
      narrowed++;
      const { allow, maybe } = explore(world, caller, destination);
      expect(isEmpty(union(allow, maybe))).toBe(true);
    }
  }), { numRuns: runs(400, 3) });
  expect(narrowed).toBeGreaterThan(runs(20, 5));
});

test('adding a DENY never allows more, adding an ALLOW beside another never less', () => {
  fc.assert(fc.property(universe, request, authorizationPolicy(fc.constantFrom('ALLOW', 'DENY')), (u, { port }, policy) => {
    const extra = { ...policy, metadata: { namespace: policy.metadata.namespace!, name: 'extra' } };
    const open = { ...extra, metadata: { ...extra.metadata, name: 'open' }, spec: { ...extra.spec, action: 'ALLOW' as const, rules: [] } };
    const before = worldOf({ ...u, objects: extra.spec.action === 'ALLOW' ? [...u.objects, open] : u.objects });
    const after = worldOf({ ...u, objects: [...u.objects, ...(extra.spec.action === 'ALLOW' ? [open] : []), extra] });
    for (const pair of pairs(u, port, 'TCP')) {
      const was = explore(before, ...asked(before, pair)).allow;
      const is = explore(after, ...asked(after, pair)).allow;
      expect(extra.spec.action === 'DENY' ? isSubset(is, was) : isSubset(was, is)).toBe(true);
    }
  }), { numRuns: runs(100, 3) });
});

test('the order of objects of different kinds changes nothing', () => {
  fc.assert(fc.property(universe, request, (u, { port, protocol, http }) => {
    const kinds = [...new Set(u.objects.map((o) => o.kind))].reverse();
    const turned = { ...u, objects: kinds.flatMap((kind) => u.objects.filter((o) => o.kind === kind)) };
    const [one, other] = [worldOf(u), worldOf(turned)];
    for (const pair of pairs(u, port, protocol)) {
      const answer = (world: World): string => can(world, ...asked(world, pair), http === undefined ? {} : { http }).answer;
      expect(answer(other)).toBe(answer(one));
    }
  }), { numRuns: runs(100, 3) });
});
