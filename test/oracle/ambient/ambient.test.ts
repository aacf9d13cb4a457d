import fc from 'fast-check';
import { buildWorld, can, type Caller, callerOf, type Destination, explore, type World, workloadsNamed } from '../../../src/eval';
import { contains, isEmpty, isSubset, union, type Witness } from '../../../src/eval/request-set';
import type { Universe } from '../oracle';
import { LONG, runs } from '../../long';
import { http, one, optional, PORTS } from '../universe';
import { allowed, servicesTo } from './allowed';
import { type Call, type End, podsOf } from './cluster';
import { authorizationPolicy, modes, STRANGERS, universe } from './universe';
import { meetsWorkloadWaypoint, waypointOnTheWay } from './waypoint';

// A machine that does other work at the same time is no counterexample.
jest.setTimeout(60_000);
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const draws = (most: number) => ({ numRuns: runs(most, 3), seed });
/** Answers of each way there must be more than. */
const RARE = runs(10, 3);

const request = fc.record({ protocol: one<'TCP' | 'UDP'>(...Array<'TCP'>(9).fill('TCP'), 'UDP'), http: optional(http) });

function worldOf(u: Universe): World {
  const settings = { rootNamespace: u.rootNamespace, podCidrs: ['10.0.0.0/8'], trustDomainAliases: ['old.example'] };
  return buildWorld({ objects: u.objects.map((object) => ({ object, origin: {} })), unread: [] }, settings, [], { orderIsAge: true });
}

/** Everybody at every pod that serves something, by address and through every Service that leads there. */
function* calls(u: Universe, protocol: 'TCP' | 'UDP'): Generator<Call> {
  const pods = podsOf(u);
  const serving = pods.filter((p) => p.plane !== 'waypoint' && p.plane !== 'gateway');
  for (const { to, port } of serving.flatMap((pod) => PORTS.map((number) => ({ to: pod, port: number })))) {
    const ways = [undefined, ...(protocol === 'TCP' ? servicesTo(u, to, port) : [])];
    for (const from of [...pods.filter((p) => p.plane !== 'waypoint'), ...STRANGERS]) {
      for (const via of ways) {
        const call = { from, to, port, protocol, ...(via === undefined ? {} : { via }) };
        if (!isLeftOpen(u, call)) yield call;
      }
    }
  }
}

/** Not for this oracle to say: waypoints for workloads, aliases at sidecars, and what a sidecar takes for the address of what comes by HBONE. */
function isLeftOpen(u: Universe, call: Call): boolean {
  const byAddress = u.objects.some((o) => o.kind === 'AuthorizationPolicy' && /[iI]pBlocks|source.ip/.test(JSON.stringify(o)));
  return meetsWorkloadWaypoint(u, call) || (call.to.plane === 'sidecar' && (call.from.name === 'alias' || (call.from.plane === 'ambient' && byAddress)));
}

function asked(world: World, { from, to, port, protocol, via }: Call): readonly [Caller, Destination] {
  const workload = viewOf(world, to)!;
  const service = via && { namespace: via.service.metadata.namespace!, name: via.service.metadata.name, port: via.port };
  return [callerFor(world, from), { workload, port, protocol, ...(service === undefined ? {} : { service }) }];
}

function callerFor(world: World, { name, pod, ip, identity, plane }: End): Caller {
  if (pod !== undefined) return callerOf(world, viewOf(world, { name })!);
  return { name, pod: false, dataPlane: plane, ...(ip === undefined ? {} : { ip }), ...(identity === undefined ? {} : { principal: identity }) };
}

function viewOf(world: World, { name }: Pick<End, 'name'>): Destination['workload'] | undefined {
  const [namespace, pod] = name.split('/');
  return workloadsNamed(world, namespace, pod)[0];
}

function witness(request: Call['http']): Witness {
  return request === undefined ? { kind: 'bytes', when: [] } : { kind: 'http', ...request, when: [] };
}

describe(`ztunnel, waypoints and the network between them (SEED=${seed})`, () => {
  test('decide as a naive reading of istiod and ztunnel says, concretely and as sets', () => {
    const seen: Record<string, number> = {};
    const decided = fc.property(universe, request, (u, { protocol, http: sent }) => {
      const world = worldOf(u);
      for (const call of calls(u, protocol)) {
        const expected = allowed(u, { ...call, ...(sent === undefined ? {} : { http: sent }) }) ? 'allow' : 'deny';
        const key = `${call.to.plane} ${waypointOnTheWay(u, call) === undefined ? 'direct' : 'waypoint'} ${expected}`;
        seen[key] = (seen[key] ?? 0) + 1;
        const question = asked(world, call);
        expect([nameOf(call), can(world, ...question, sent === undefined ? {} : { http: sent }).answer]).toEqual([nameOf(call), expected]);
        const { allow, maybe } = explore(world, ...question);
        expect(isEmpty(maybe)).toBe(true);
        expect(contains(allow, witness(sent))).toBe(expected === 'allow');
      }
    });
    const ways = ['ambient direct', 'ambient waypoint', 'sidecar direct', 'none direct'].flatMap((way) => ['allow', 'deny'].map((answer) => `${way} ${answer}`));
    const rare = (): readonly string[] => ways.filter((way) => (seen[way] ?? 0) <= RARE);
    fc.assert(decided, draws(150));
    // What chance left out is drawn for again.
    for (let more = 1; more <= 20 && rare().length > 0; more++) fc.assert(decided, { ...draws(150), seed: seed + more });
    // A generator that only makes closed worlds, or never goes through a waypoint, would prove nothing.
    expect(rare()).toEqual([]);
  });

  test('take plaintext where PeerAuthentication, of all scopes and ports together, comes to that', () => {
    fc.assert(fc.property(modes, (u) => {
      const world = worldOf(u);
      const [to, from] = podsOf(u);
      for (const port of PORTS) {
        const call: Call = { from, to, port, protocol: 'TCP' };
        expect([port, can(world, ...asked(world, call), {}).answer]).toEqual([port, allowed(u, call) ? 'allow' : 'deny']);
      }
    }), draws(1000));
  });

  test('never allow more with one DENY more, wherever it is bound', () => {
    let narrowed = 0;
    fc.assert(fc.property(universe, authorizationPolicy(fc.constant('DENY')), (u, policy) => {
      // One that is enforced somewhere: a DENY without rules, or as a dry run, is not.
      const { rules = [] } = policy.spec;
      const extra = { ...policy, metadata: { namespace: policy.metadata.namespace!, name: 'extra' }, spec: { ...policy.spec, rules: rules.length === 0 ? [{}] : rules } };
      const [before, after] = [worldOf(u), worldOf({ ...u, objects: [...u.objects, extra] })];
      for (const call of calls(u, 'TCP')) {
        if (call.port !== PORTS[0] && call.via === undefined) continue; // any port by address, the others by Service
        const was = explore(before, ...asked(before, call));
        const is = explore(after, ...asked(after, call));
        if (!isSubset(was.allow, is.allow)) narrowed++;
        expect([nameOf(call), isSubset(union(is.allow, is.maybe), union(was.allow, was.maybe))]).toEqual([nameOf(call), true]);
      }
    }), draws(60));
    if (LONG) expect(narrowed).toBeGreaterThan(0);
  });
});

function nameOf({ from, to, via, port }: Call): string {
  return `${from.name} -> ${to.name}:${port}${via === undefined ? '' : ` by ${via.service.metadata.namespace}/${via.service.metadata.name}:${via.port}`}`;
}
