import * as fc from 'fast-check';
import { canReach, hasWaypoint, planesOf, seesRequests } from './facts';
import type { DeclaredCaller, DeclaredEdge, DeclaredExternal, DeclaredNamespace, DeclaredService, PlaneName, PortName, Program } from './program';

export const PATHS = ['/', '/items', '/cart'];
export const METHODS = ['GET', 'POST'] as const;

const one = fc.constantFrom;
const maybe = <T>(...values: T[]): fc.Arbitrary<T | undefined> => fc.option(one(...values), { nil: undefined });
const seldom = one(false, false, false, false, true);

/** Alike on purpose: names that a careless concatenation or prefix would mix up with each other, or with what is emitted beside them. */
const NAMES = ['a', 'a-b', 'b', 'cart', 'a-callers', 'a-2', 'shop', 'a-waypoint'];
const PORT_NAMES: readonly PortName[] = ['web', 'page', 'api', 'db', 'open', 'dns'];

const namespace = (name: string, planes: readonly PlaneName[]): fc.Arbitrary<DeclaredNamespace> => (
  fc.record({ plane: one(...planes), waypoint: maybe('managed' as const, 'managed' as const, 'existing' as const), migrating: seldom }).map(({ plane, waypoint, migrating }) => ({
    name, plane, migrating: migrating && plane === 'ambient', ...(plane === 'ambient' && waypoint !== undefined ? { waypoint } : {}),
  })));
const namespaces = fc.tuple(namespace('shop', ['ambient']), namespace('bank', ['ambient', 'ambient', 'sidecar']), namespace('legacy', ['sidecar', 'sidecar', 'none']));

const service: fc.Arbitrary<DeclaredService> = fc.record({
  namespace: one('shop', 'shop', 'bank', 'legacy'),
  name: one(...NAMES),
  plane: maybe(...Array<PlaneName | undefined>(6).fill(undefined), 'none', 'ambient'),
  waypoint: maybe(...Array<DeclaredService['waypoint']>(5).fill(undefined), 'existing', 'none'),
  ports: fc.shuffledSubarray([...PORT_NAMES], { minLength: 1, maxLength: 3 }),
  headless: seldom, too: seldom, peers: seldom,
}, { requiredKeys: ['namespace', 'name', 'ports', 'headless', 'too', 'peers'] });

function caller(services: number): fc.Arbitrary<DeclaredCaller> {
  const byService = fc.record({ kind: fc.constant('service' as const), service: fc.nat(services - 1) });
  return fc.oneof(
    byService, byService, byService,
    fc.record({ kind: fc.constant('namespace' as const), namespace: one('shop', 'bank', 'legacy') }),
    fc.record({ kind: one('gateway' as const, 'gateway' as const, 'appliance' as const, 'prometheus' as const, 'job' as const, 'cidr' as const, 'anyone' as const) }),
  );
}

/** What is written without a thought to what can work. */
const wild: fc.Arbitrary<Program> = fc.tuple(namespaces, fc.uniqueArray(service, { minLength: 2, maxLength: 5, selector: (s) => `${s.namespace}/${s.name}` })).chain(([around, services]) => {
  const index = fc.nat(services.length - 1);
  const edge = fc.record({ callee: index, caller: caller(services.length), port: one(...PORT_NAMES), path: maybe(...PATHS), method: maybe(...METHODS) }, { requiredKeys: ['callee', 'caller', 'port'] })
    .map((e): DeclaredEdge => ({ ...e, port: services[e.callee].ports[PORT_NAMES.indexOf(e.port) % services[e.callee].ports.length] }));
  const external: fc.Arbitrary<DeclaredExternal> = fc.record({ caller: index, host: fc.constant('example.com'), protocol: one('https', 'http', 'tcp') });
  return fc.record({
    namespaces: fc.constant(around),
    services: fc.constant(services),
    edges: fc.uniqueArray(edge, { minLength: 1, maxLength: 8, selector: (e) => JSON.stringify([e.callee, e.caller, e.port]) }),
    externals: fc.uniqueArray(external, { maxLength: 2, selector: (e) => `${e.caller} ${e.protocol}` }),
    egressWaypoint: fc.boolean(),
  });
});

/** The same, with what a check would refuse left out: mostly whole ports where requests cannot be told apart. */
function tidied(program: Program): Program {
  const services = program.services.map((s): DeclaredService => {
    const { plane, waypoint, headless: asked, peers, ...rest } = s;
    const around = program.namespaces.find((n) => n.name === s.namespace)!.plane;
    const own = around === 'none' || plane === undefined ? {} : { plane };
    const planes = planesOf(program, { namespace: s.namespace, ...own });
    // To a headless Service sidecars send mTLS only if all of its pods have one: such a service moves in one step.
    const headless = asked && planes.length === 1;
    const stands = waypoint === 'none' || (planes.includes('ambient') && (!headless || s.too));
    const kept = { ...rest, headless, peers: peers && planes.length === 1, ...own, ...(waypoint !== undefined && stands ? { waypoint } : {}) };
    const ports = hasWaypoint(program, kept) ? kept.ports.filter((p) => p !== 'dns') : kept.ports;
    return { ...kept, ports: ports.length === 0 ? ['web'] : ports };
  });
  const tidy = { ...program, services };
  const edges = program.edges.filter((e) => services[e.callee].ports.includes(e.port) && canReach(tidy, e.callee, e.caller, e.port))
    .map(({ path, method, ...e }): DeclaredEdge => (seesRequests(tidy, e.callee, e.caller, e.port)
      ? { ...e, ...(path === undefined ? {} : { path }), ...(method === undefined ? {} : { method }) }
      : e));
  const externals = program.externals.flatMap((e) => {
    const planes = planesOf(tidy, services[e.caller]);
    return planes.length > 1 || planes[0] === 'none' ? [] : [{ ...e, host: `${e.protocol}.${planes[0]}.example.com` }];
  });
  return { ...tidy, edges, externals, egressWaypoint: program.egressWaypoint || externals.some((e) => e.host.includes('ambient')) };
}

export const carelessPrograms = wild;
export const programs = wild.map(tidied);
