import * as fc from 'fast-check';
import type { KnownObject } from '../../src/manifest/kinds';
import type { CallerModel, EdgeModel, HttpAccessModel, PortAccessModel, PortModel } from '../../src/model/model';
import { calledBy, edge, external, nameOf, port, render, service, toPort, type Parts } from './fixtures';

const PORTS = [port('http', 8080), port('grpc', 3550), port('http', 8081, 'permissive'), port('tcp', 6379), port('udp', 9000), port('sctp', 9001)];
const IDS = ['shop/a', 'shop/b', 'shop/c', 'web/a', 'web/b'];
const SERVICES = IDS.map((id) => service(id, PORTS));

const http: fc.Arbitrary<HttpAccessModel> = fc.record({
  methods: fc.subarray(['GET', 'POST', 'DELETE'], { minLength: 1 }),
  paths: fc.subarray([
    { kind: 'exact', value: '/' }, { kind: 'under', value: '/cart' }, { kind: 'prefix', value: '/api/' }, { kind: 'suffix', value: '.css' },
    { kind: 'template', value: '/item/{*}' },
  ] as const, { minLength: 1 }),
  hosts: fc.subarray(['a.example', 'b.example'], { minLength: 1 }),
  headers: fc.constantFrom([{ name: 'x-tenant', values: [{ kind: 'exact', value: 'a' } as const] }], [{ name: 'x-user', values: [{ kind: 'present' } as const] }]),
}, { requiredKeys: [] });

const accessTo = ({ protocol, targetPort }: PortModel): fc.Arbitrary<PortAccessModel> => (
  protocol === 'http' || protocol === 'grpc'
    ? fc.array(http, { maxLength: 3 }).map((rules) => toPort(protocol, targetPort, ...rules))
    : fc.constant(toPort(protocol, targetPort))
);
const access: fc.Arbitrary<readonly PortAccessModel[]> = fc.subarray(PORTS, { minLength: 1 }).chain((ports) => fc.tuple(...ports.map(accessTo)));

const caller: fc.Arbitrary<CallerModel> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...IDS).map(calledBy) },
  fc.constantFrom<CallerModel>(
    { kind: 'namespace', namespace: 'web' },
    { kind: 'identity', role: 'ingress-gateway', principal: 'cluster.local/ns/ingress/sa/edge', pods: { namespace: 'ingress', labels: { istio: 'edge' }, wholeNamespace: false } },
    { kind: 'addresses', role: 'cidr', cidrs: ['192.168.0.0/16'], except: ['192.168.7.0/24'] },
    { kind: 'anyone', reason: 'public' },
  ),
);

const anyEdge = fc.record({ callee: fc.constantFrom(...IDS), caller, access }).map((e): EdgeModel => edge(e.callee, e.caller, ...e.access));
const edges = fc.uniqueArray(anyEdge, { selector: ({ id }) => id, maxLength: 8 });
const platform = fc.constantFrom('istio', 'kubernetes');

const EXTERNALS = [
  external('shop/a', 'api.example', [{ number: 443, protocol: 'https' }]),
  external('web/a', 'db.example', [{ number: 5432, protocol: 'tcp' }], ['203.0.113.7/32']),
];
const BASELINE = { construct: 'baseline', strictMtls: true, denyByDefault: true, gateways: [{ id: 'ingress/edge', namespace: 'ingress', labels: { istio: 'edge' }, ports: [8443] }] };

function rendered(parts: Parts): ReadonlyMap<string, string> {
  return new Map(render({ services: SERVICES, externals: EXTERNALS, ...parts }).map((o) => [nameOf(o), JSON.stringify(o)]));
}

test('an edge changes only what it touches, and adds no object', () => {
  fc.assert(fc.property(edges, anyEdge, platform, (others, added, name) => {
    const mesh = { platform: name };
    const without = others.filter(({ id }) => id !== added.id);
    const before = rendered({ mesh, edges: without });
    const after = rendered({ mesh, edges: [...without, added] });
    expect([...after.keys()]).toEqual([...before.keys()]);
    const { callee, caller: by } = added;
    const callers = by.kind === 'service' ? [by.service] : by.kind === 'namespace' ? IDS.filter((id) => id.startsWith('web/')) : [];
    const touched = new Set([
      `NetworkPolicy ${callee}-ingress`, `AuthorizationPolicy ${callee}-callers`, ...callers.flatMap((id) => [`NetworkPolicy ${id}-egress`, `Sidecar ${id}`]),
    ]);
    const changed = [...after].filter(([object, text]) => before.get(object) !== text).map(([object]) => object);
    expect(changed.filter((object) => !touched.has(object))).toEqual([]);
    expect(changed).toContain(`NetworkPolicy ${added.callee}-ingress`);
  }));
});

test('every object has a name of its own that Kubernetes takes', () => {
  const objects = render({ services: SERVICES, externals: EXTERNALS, baseline: BASELINE });
  const names = objects.map((o) => `${o.apiVersion} ${nameOf(o)}`);
  expect(new Set(names).size).toBe(names.length);
  for (const { metadata: { name } } of objects) expect(name).toMatch(/^(?=.{1,253}$)[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/);
});

/** Calls `visit` for every value inside `value`, with the key it stands under. */
function walk(value: unknown, visit: (key: string, value: unknown) => void, key = ''): void {
  visit(key, value);
  if (Array.isArray(value)) for (const element of value) walk(element, visit, key);
  else if (typeof value === 'object' && value !== null) for (const [k, v] of Object.entries(value)) walk(v, visit, k);
}

/** Shapes that mean everybody, or nothing that was declared. */
function forbidden(object: KnownObject, anyone: boolean): readonly string[] {
  const found: string[] = [];
  walk(object, (key, value) => {
    if (value === undefined || value === null) found.push(`${key}: no value`);
    if (Array.isArray(value) && value.length === 0) found.push(`${key}: []`);
    const isRule = ['rules', 'ingress', 'egress'].includes(key) && typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isRule && Object.keys(value).length === 0) found.push(`${key}: [{}]`);
  });
  if (object.kind === 'AuthorizationPolicy') {
    const { spec } = object as Extract<KnownObject, { kind: 'AuthorizationPolicy' }>;
    for (const rule of spec.rules ?? []) {
      if (!rule.from && !anyone) found.push('rule without from');
      for (const { source } of rule.from ?? []) if (Object.values(source).flat().some((v) => v.startsWith('spiffe://'))) found.push('principal with scheme');
      if (!rule.to) found.push('rule without to');
      for (const { operation } of rule.to ?? []) {
        const ports = operation.ports ?? [];
        if (ports.length === 0 || ports.some((p) => typeof p !== 'string')) found.push('operation without ports as strings');
        if (ports.some((p) => ['9000', '9001'].includes(p))) found.push('UDP or SCTP port');
        const conditional = rule.when !== undefined || Object.keys(operation).length > 1;
        if (conditional && ports.includes('6379')) found.push('HTTP condition on a TCP port');
      }
      const hasWhole = rule.to?.some(({ operation }) => operation.ports?.includes('6379'));
      if (hasWhole && rule.to?.some(({ operation }) => Object.keys(operation).length > 1)) found.push('TCP port beside an HTTP condition');
    }
  }
  if (object.kind === 'NetworkPolicy') {
    const { spec } = object as Extract<KnownObject, { kind: 'NetworkPolicy' }>;
    if ((spec.policyTypes ?? []).length === 0) found.push('no policyTypes');
    for (const rule of spec.ingress ?? []) {
      if (!rule.from && !anyone) found.push('ingress without from');
      if (!rule.ports) found.push('ingress without ports');
    }
    for (const rule of spec.egress ?? []) if (!rule.to || !rule.ports) found.push('egress without to or ports');
    for (const peer of [...spec.ingress ?? [], ...spec.egress ?? []].flatMap((rule) => ('from' in rule ? rule.from ?? [] : 'to' in rule ? rule.to ?? [] : []))) {
      if (!peer.ipBlock && !peer.namespaceSelector) found.push('peer without namespace');
      if (peer.podSelector && Object.keys(peer.podSelector.matchLabels ?? {}).length === 0) found.push('peer of every pod');
    }
  }
  return found;
}

test('no shape that means everybody is ever written', () => {
  fc.assert(fc.property(edges, platform, (some, name) => {
    const callees = new Set(some.filter((e) => e.caller.kind === 'anyone').map((e) => e.callee));
    for (const object of render({ mesh: { platform: name }, services: SERVICES, externals: EXTERNALS, edges: some })) {
      const anyone = [...callees].some((id) => nameOf(object).includes(` ${id}-`));
      expect({ object: nameOf(object), forbidden: forbidden(object, anyone) }).toEqual({ object: nameOf(object), forbidden: [] });
    }
  }));
});

test('the check above finds such shapes', () => {
  const [policy] = render({ services: SERVICES, edges: [edge('shop/a', calledBy('web/a'), toPort('http', 8080))] }).filter((o) => nameOf(o) === 'AuthorizationPolicy shop/a-callers');
  expect(forbidden({ ...policy, spec: { rules: [{}] } } as KnownObject, false)).toEqual(['rules: [{}]', 'rule without from', 'rule without to']);
  expect(forbidden(policy, false)).toEqual([]);
});
