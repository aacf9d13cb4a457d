import * as fc from 'fast-check';
import type { AuthorizationPolicy, KnownObject, NetworkPolicy, Rule } from '../../src/manifest/kinds';
import type { CallerModel, DataPlaneName, EdgeModel, HttpAccessModel, NamespaceModel, PortAccessModel, Route, ServiceModel } from '../../src/model/model';
import { EGRESS, GATEWAY, PROBES, PROMETHEUS, WAYPOINT } from './ambient-fixtures';
import { calledBy, edge, external, nameOf, port, render, service, toPort, type Parts } from './fixtures';

// Target ports and Service ports have no number in common, so that each is known by its number.
const PORTS = [port('http', 8080), port('grpc', 3550), port('http', 8081, 'permissive'), port('tcp', 6379), port('udp', 9000)];
const TARGETS = PORTS.map(({ targetPort }) => String(targetPort));
const IDS = ['shop/a', 'shop/b', 'shop/c', 'web/a', 'web/b'];

interface Mesh {
  readonly services: readonly ServiceModel[];
  readonly edges: readonly EdgeModel[];
}

const namespaces: readonly NamespaceModel[] = [
  { id: 'shop', construct: 'shop/ns', owned: true, dataPlane: 'ambient', waypoint: WAYPOINT },
  { id: 'web', construct: 'web/ns', owned: true, dataPlane: 'ambient' },
];

const plane = fc.constantFrom<{ readonly dataPlane: DataPlaneName; readonly migratingFrom?: DataPlaneName; readonly behind: boolean }>(
  { dataPlane: 'ambient', behind: true }, { dataPlane: 'ambient', behind: true }, { dataPlane: 'ambient', behind: false },
  { dataPlane: 'ambient', migratingFrom: 'sidecar', behind: true }, { dataPlane: 'sidecar', behind: false }, { dataPlane: 'none', behind: false },
);
const services: fc.Arbitrary<readonly ServiceModel[]> = fc.tuple(...IDS.map((id) => plane.map(({ behind, ...planes }) => (
  service(id, PORTS, { ...planes, ...(behind ? { waypoint: WAYPOINT } : {}) })
))));

const http: fc.Arbitrary<HttpAccessModel> = fc.record({
  methods: fc.subarray(['GET', 'POST'], { minLength: 1 }),
  paths: fc.subarray([{ kind: 'exact', value: '/' }, { kind: 'under', value: '/cart' }] as const, { minLength: 1 }),
  headers: fc.constant([{ name: 'x-user', values: [{ kind: 'present' as const }] }]),
}, { requiredKeys: [] });

const caller: fc.Arbitrary<CallerModel> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...IDS).map(calledBy) },
  fc.constantFrom<CallerModel>(
    { kind: 'namespace', namespace: 'web' }, GATEWAY, PROMETHEUS, { ...PROMETHEUS, dataPlane: 'sidecar' },
    { kind: 'addresses', role: 'cidr', cidrs: ['192.168.0.0/16'], except: ['192.168.7.0/24'] },
    { kind: 'anyone', reason: 'public' },
  ),
);

/** Ways that a declaration may be resolved to: requests never by themselves to pods with a ztunnel, addresses never through a waypoint. */
function routesOf(callee: ServiceModel, by: CallerModel, access: PortAccessModel): fc.Arbitrary<readonly Route[]> {
  const alone = fc.constant<readonly Route[]>(['direct']);
  if (callee.waypoint === undefined || access.protocol === 'udp' || by.kind === 'addresses') return alone;
  return access.http ? fc.constant<readonly Route[]>(['waypoint']) : fc.constantFrom<readonly Route[]>(['waypoint'], ['direct'], ['direct', 'waypoint']);
}

function anyEdge(all: readonly ServiceModel[]): fc.Arbitrary<EdgeModel> {
  return fc.tuple(fc.constantFrom(...all), caller, fc.subarray(PORTS, { minLength: 1 })).chain(([callee, by, ports]) => {
    const requests = by.kind !== 'addresses' && (callee.dataPlane === 'sidecar' || callee.waypoint !== undefined);
    const access = ports.map(({ protocol, targetPort }) => (
      (requests && (protocol === 'http' || protocol === 'grpc') ? fc.array(http, { maxLength: 2 }) : fc.constant<readonly HttpAccessModel[]>([]))
        .map((rules) => toPort(protocol, targetPort, ...rules))
        .chain((a) => routesOf(callee, by, a).map((routes): PortAccessModel => ({ ...a, routes })))
    ));
    return fc.tuple(...access).map((granted) => edge(callee.id, by, ...granted));
  });
}

const meshes: fc.Arbitrary<Mesh & { readonly added: EdgeModel }> = services.chain((all) => fc.record({
  services: fc.constant(all),
  edges: fc.uniqueArray(anyEdge(all), { selector: ({ id }) => id, maxLength: 8 }),
  added: anyEdge(all),
}));

const EXTERNALS = [{ ...external('shop/a', 'api.example', [{ number: 443, protocol: 'https' }]), through: EGRESS }];
const parts = ({ services: all, edges }: Mesh): Parts => ({ namespaces, services: all, edges, externals: EXTERNALS, egressWaypoint: EGRESS });
const rendered = (mesh: Mesh): ReadonlyMap<string, string> => new Map(render(parts(mesh)).map((o) => [nameOf(o), JSON.stringify(o)]));

const isPolicy = (o: KnownObject): o is AuthorizationPolicy => o.kind === 'AuthorizationPolicy';
const isNetworkPolicy = (o: KnownObject): o is NetworkPolicy => o.kind === 'NetworkPolicy';
const operations = (rules: readonly Rule[] = []) => rules.flatMap(({ to = [] }) => to.map(({ operation }) => operation));
const hasRequests = (rules: readonly Rule[] = []): boolean => (
  rules.some(({ when }) => when !== undefined) || operations(rules).some((operation) => Object.keys(operation).some((key) => key !== 'ports'))
);

test('what ztunnel reads has no HTTP field, and target ports only', () => {
  fc.assert(fc.property(meshes, (mesh) => {
    const ambient = new Set(mesh.services.filter((s) => s.dataPlane === 'ambient' && s.migratingFrom === undefined).map(({ id }) => `AuthorizationPolicy ${id}-callers`));
    const read = render(parts(mesh)).filter(isPolicy).filter((o) => ambient.has(nameOf(o)));
    expect(read).toHaveLength(ambient.size);
    for (const { spec } of read) {
      expect(spec.targetRefs).toBeUndefined();
      expect(hasRequests(spec.rules)).toBe(false);
      expect(operations(spec.rules).flatMap(({ ports = [] }) => ports).filter((p) => !TARGETS.includes(p))).toEqual([]);
    }
  }));
});

test('what a waypoint reads is bound to one object of its namespace, by Service ports, never by address', () => {
  fc.assert(fc.property(meshes, (mesh) => {
    const objects = render(parts(mesh));
    const names = new Set(objects.map((o) => `${o.kind} ${o.metadata.namespace}/${o.metadata.name}`));
    const read = objects.filter(isPolicy).filter(({ spec }) => spec.targetRefs !== undefined);
    expect(read.length).toBeGreaterThanOrEqual(3);
    for (const { metadata, spec: { targetRefs = [], selector, rules } } of read) {
      expect([selector, targetRefs.length]).toEqual([undefined, 1]);
      expect(names).toContain(`${targetRefs[0].kind} ${metadata.namespace}/${targetRefs[0].name}`);
      expect(operations(rules).flatMap(({ ports = [] }) => ports).filter((p) => TARGETS.includes(p))).toEqual([]);
      for (const { from = [] } of rules ?? []) for (const { source } of from) expect(Object.keys(source)).not.toContain('ipBlocks');
    }
  }));
});

test('a Service with a waypoint has its policy, and no other has one', () => {
  fc.assert(fc.property(meshes, (mesh) => {
    const objects = render(parts(mesh));
    const labelled = objects.filter((o) => o.kind === 'Service' && o.metadata.labels?.['istio.io/use-waypoint'] !== undefined);
    const bound = objects.filter(isPolicy).filter(({ spec }) => spec.targetRefs?.[0]?.kind === 'Service');
    expect(bound.map(({ metadata, spec }) => `${metadata.namespace}/${spec.targetRefs?.[0].name}`))
      .toEqual(labelled.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
    for (const { metadata } of labelled) expect(metadata.labels).toMatchObject({ 'istio.io/ingress-use-waypoint': 'true' });
  }));
});

test('no rule of a NetworkPolicy is without peers but for anyone, and only probes come to all ports', () => {
  fc.assert(fc.property(meshes, (mesh) => {
    const anyone = mesh.edges.some((e) => e.caller.kind === 'anyone');
    for (const policy of render(parts(mesh)).filter(isNetworkPolicy)) {
      for (const { from, ports } of policy.spec.ingress ?? []) {
        if (!anyone) expect(from).toBeDefined();
        expect([from?.length, ports?.length]).not.toContain(0);
        expect(ports).toBeDefined();
        if (ports?.some((p) => p.port === undefined)) expect({ from, ports }).toEqual(PROBES);
      }
      for (const { to = [], ports = [] } of policy.spec.egress ?? []) expect([to.length, ports.length]).not.toContain(0);
    }
  }));
});

test('an edge changes only what it touches, and adds no object', () => {
  fc.assert(fc.property(meshes, ({ services: all, edges, added }) => {
    const without = edges.filter(({ id }) => id !== added.id);
    const before = rendered({ services: all, edges: without });
    const after = rendered({ services: all, edges: [...without, added] });
    expect([...after.keys()]).toEqual([...before.keys()]);
    const { callee, caller: by } = added;
    const callers = by.kind === 'service' ? [by.service] : by.kind === 'namespace' ? IDS.filter((id) => id.startsWith('web/')) : [];
    const touched = new Set([
      `NetworkPolicy ${callee}-ingress`, `AuthorizationPolicy ${callee}-callers`, `AuthorizationPolicy ${callee}-waypoint`,
      'NetworkPolicy shop/waypoint-ingress', 'NetworkPolicy shop/waypoint-egress',
      ...callers.flatMap((id) => [`NetworkPolicy ${id}-egress`, `Sidecar ${id}`]),
    ]);
    const changed = [...after].filter(([object, text]) => before.get(object) !== text).map(([object]) => object);
    expect(changed.filter((object) => !touched.has(object))).toEqual([]);
    expect([...after.values()]).toEqual([...rendered({ services: all, edges: [...without, added] }).values()]);
  }));
});

test('the checks above find what they look for', () => {
  const requests: Rule = { from: [{ source: { principals: ['a'] } }], to: [{ operation: { ports: ['8080'], methods: ['GET'] } }] };
  expect([hasRequests([requests]), hasRequests([{ when: [{ key: 'request.headers[x]', values: ['a'] }] }]), hasRequests([{ to: [{ operation: { ports: ['1'] } }] }])])
    .toEqual([true, true, false]);
});
