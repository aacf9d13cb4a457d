import fc from 'fast-check';
import { type Answer, buildWorld, callerOf, can, type Caller, type Destination, explore, prepare, workloadsNamed, type World } from '../../src/eval';
import { EVERYTHING, isSubset, NOTHING, setKey } from '../../src/eval/request-set';
import type { AuthorizationPolicy, KnownObject, Rule } from '../../src/manifest/kinds';

const IDENTITIES = ['cluster.local/ns/a/sa/x', 'cluster.local/ns/a/*', '*/sa/y', '*'];
const PORTS = ['80', '90'];

const some = <T>(...values: T[]): fc.Arbitrary<T[]> => fc.subarray(values, { minLength: 1, maxLength: Math.min(2, values.length) });
const source = fc.record({
  principals: some(...IDENTITIES), notPrincipals: some(...IDENTITIES), namespaces: some('a', 'b', 'a*', 'plain'), notNamespaces: some('a', 'b'),
  serviceAccounts: some('x', 'b/y'), trustDomains: some('cluster.local', 'other'), requestPrincipals: some('*'), remoteIpBlocks: some('10.0.0.0/8'),
}, { requiredKeys: [] });
const operation = fc.record({ ports: some(...PORTS), notPorts: some(...PORTS), methods: some('GET', 'P*'), notPaths: some('/x', '/y*') }, { requiredKeys: [] });
const condition = fc.oneof(
  fc.record({ key: fc.constantFrom('source.namespace', 'source.principal'), values: some('a', 'cluster.local/ns/a/sa/x') }),
  fc.record({ key: fc.constant('destination.port'), notValues: some(...PORTS) }),
  fc.record({ key: fc.constantFrom('request.headers[x]', 'source.serviceAccount'), values: some('a/x', '1') }),
);
const rule: fc.Arbitrary<Rule> = fc.record({
  from: fc.array(source.map((s) => ({ source: s })), { minLength: 1, maxLength: 2 }),
  to: fc.array(operation.map((o) => ({ operation: o })), { minLength: 1, maxLength: 2 }),
  when: fc.array(condition, { minLength: 1, maxLength: 2 }),
}, { requiredKeys: [] });

interface Written {
  readonly action: 'ALLOW' | 'DENY';
  readonly bound: 'pod' | 'namespace' | 'service';
  readonly rules: readonly Rule[];
}

const written: fc.Arbitrary<Written> = fc.record({
  action: fc.constantFrom('ALLOW', 'DENY'), bound: fc.constantFrom('pod', 'pod', 'namespace', 'service'), rules: fc.array(rule, { maxLength: 3 }),
});
const policies = fc.array(written, { maxLength: 4 });

const BINDINGS = {
  pod: { selector: { matchLabels: { app: 'server' } } },
  namespace: {},
  service: { targetRefs: [{ group: '', kind: 'Service', name: 'server' }] },
};

function policyOf({ action, bound, rules }: Written, i: number): AuthorizationPolicy {
  return {
    apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: `p${i}`, namespace: 'a' }, spec: { ...BINDINGS[bound], action, rules },
  };
}

function pod(namespace: string, name: string): KnownObject {
  const facts = { annotations: {}, serviceAccountName: name, hostNetwork: false, containerPorts: [] };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, pod: { labels: { app: name }, ...facts } };
}

const BASE: readonly KnownObject[] = [
  ...['a', 'b'].map((name): KnownObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'istio.io/dataplane-mode': 'ambient' } } })),
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'plain' } },
  pod('a', 'server'), pod('a', 'x'), pod('b', 'y'), pod('plain', 'x'),
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'w', namespace: 'a' },
    spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'server', namespace: 'a', labels: { 'istio.io/use-waypoint': 'w' } },
    spec: { selector: { app: 'server' }, ports: [{ name: 'auto', port: 80 }] },
  },
];

function worldOf(all: readonly Written[]): World {
  return buildWorld({ objects: [...BASE, ...all.map(policyOf)].map((object) => ({ object, origin: {} })), unread: [] }, {}, [], { orderIsAge: true });
}

function* pairs(world: World): Generator<readonly [Caller, Destination]> {
  const [workload] = workloadsNamed(world, 'a', 'server');
  for (const from of world.workloads) {
    yield [callerOf(world, from), { workload, port: 80, protocol: 'TCP' }];
    yield [callerOf(world, from), { workload, port: 80, protocol: 'TCP', service: { namespace: 'a', name: 'server', port: 80 } }];
  }
}

const answer = (world: World, [caller, destination]: readonly [Caller, Destination], path?: string): Answer => (
  can(world, caller, destination, path === undefined ? {} : { http: { method: 'GET', path, host: 'h', headers: {} } }).answer);

test('ztunnel decides about connections: what is in them makes no difference', () => {
  fc.assert(fc.property(policies, (all) => {
    const world = worldOf(all);
    for (const pair of pairs(world)) {
      if (pair[1].service !== undefined) continue;
      expect(new Set([answer(world, pair), answer(world, pair, '/x'), answer(world, pair, '/y')]).size).toBe(1);
      const { allow, maybe } = explore(world, ...pair);
      expect([setKey(EVERYTHING), setKey(NOTHING)]).toContain(setKey(allow));
      expect(setKey(maybe)).toBe(setKey(NOTHING));
    }
  }), { numRuns: 150 });
});

test('a DENY more never allows more, an ALLOW beside another never less, through a waypoint and past it', () => {
  fc.assert(fc.property(policies, written, (all, extra) => {
    // The first ALLOW closes; only the ones after it open.
    const closed = extra.action === 'ALLOW' ? [...all, { ...extra, rules: [] }] : all;
    const [before, after] = [worldOf(closed), worldOf([...closed, extra])];
    for (const [[caller, destination], [later, there]] of zip([...pairs(before)], [...pairs(after)])) {
      const [was, is] = [explore(before, caller, destination).allow, explore(after, later, there).allow];
      expect(extra.action === 'DENY' ? isSubset(is, was) : isSubset(was, is)).toBe(true);
    }
  }), { numRuns: 150 });
});

test('the order of policies, and of their rules, changes nothing', () => {
  fc.assert(fc.property(policies, (all) => {
    const turned = all.map((p) => ({ ...p, rules: [...p.rules].reverse() })).reverse();
    const [one, other] = [worldOf(all), worldOf(turned)];
    for (const [a, b] of zip([...pairs(one)], [...pairs(other)])) {
      for (const path of [undefined, '/x']) expect(answer(other, b, path)).toBe(answer(one, a, path));
    }
  }), { numRuns: 150 });
});

test('whoever is no candidate reaches nothing, through a waypoint or past it', () => {
  let narrowed = 0;
  fc.assert(fc.property(policies, (all) => {
    const world = worldOf(all);
    for (const [caller, destination] of pairs(world)) {
      const candidates = prepare(world, destination).candidates();
      if (candidates === undefined || candidates.includes(caller.workload!)) continue;
      narrowed++;
      const { allow, maybe } = explore(world, caller, destination);
      expect([setKey(allow), setKey(maybe)]).toEqual([setKey(NOTHING), setKey(NOTHING)]);
    }
  }), { numRuns: 300 });
  expect(narrowed).toBeGreaterThan(20);
});

function zip<T>(as: readonly T[], bs: readonly T[]): readonly (readonly [T, T])[] {
  return as.map((a, i) => [a, bs[i]]);
}
