import { Mesh } from '../../src';
import type { KnownObject, Manifests } from '../../src/manifest';
import type { AccessModel } from '../../src/model/model';
import { prove, type ProofResult, type Refutation } from '../../src/proof';
import { cases } from '../golden/cases';
import { synthesize } from '../golden/synthesize';
import { readTexts } from '../manifest/read-texts';

const known = new Map<string, { readonly model: AccessModel; readonly text: string }>();

function written(name: string): { readonly model: AccessModel; readonly text: string } {
  const { build } = cases[name];
  const made = known.get(name) ?? { model: Mesh.of(build())._synthesis.index().model, text: Object.values(synthesize(build).manifests).join('\n---\n') };
  known.set(name, made);
  return made;
}

/** What a golden declares, and the objects it writes with one of them as it should not be. */
function provedWith(name: string, change: (object: KnownObject) => KnownObject | undefined, more = ''): ProofResult {
  const { model, text } = written(name);
  const manifests = readTexts(more === '' ? [text] : [more, text], 'golden.yaml');
  const objects = manifests.objects.flatMap((o): Manifests['objects'] => {
    const object = change(o.object);
    return object === undefined ? [] : [{ ...o, object }];
  });
  return prove({ model, manifests: { ...manifests, objects } });
}

/** The object of this kind and name with one piece of its JSON replaced; a piece that is not there is a mistake of the test. */
function changing(kind: string, name: string, piece: string, by: string): (object: KnownObject) => KnownObject {
  return (object) => {
    if (object.kind !== kind || object.metadata.name !== name) return object;
    const text = JSON.stringify(object);
    if (!text.includes(piece)) throw new Error(`${kind} ${name} has no \`${piece}\`: ${text}`);
    return JSON.parse(text.replace(piece, by)) as KnownObject;
  };
}

const dropping = (kind: string, name: string) => (object: KnownObject): KnownObject | undefined => (
  object.kind === kind && object.metadata.name === name ? undefined : object
);
const same = (object: KnownObject): KnownObject => object;

test.each(Object.keys(cases).filter((name) => name.startsWith('ambient')))('%s is proved', (name) => {
  const { verdict, refutations } = provedWith(name, same);
  expect(refutations.map((r) => r.text)).toEqual([]);
  expect(verdict).toBe('proved-under-assumptions');
});

type Case = readonly [
  what: string, golden: string, change: Parameters<typeof provedWith>[1], expected: readonly [Refutation['statement'], Refutation['layer'], string], more?: string,
];

const ENTRY = (name: string, namespace: string, labels: string): string => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: ${name}, namespace: ${namespace}, labels: {${labels}}}
spec: {hosts: [feeds.example.com], ports: [{number: 80, name: http-80, protocol: HTTP}], location: MESH_EXTERNAL, resolution: DNS}`;
const THROUGH = 'istio.io/use-waypoint: waypoint';
const WAYPOINT = 'waypoint-authorization';

const EGRESS: readonly Case[] = [
  ['somebody else may leave for a host', 'ambient-egress', changing('AuthorizationPolicy', 'feeds.example.com-callers', '/sa/catalog', '/sa/redis'),
    ['layer-least-privilege', WAYPOINT, 'shop/redis connect to feeds.example.com:80']],
  ['everybody may leave for a host', 'ambient-egress', changing('AuthorizationPolicy', 'feeds.example.com-callers', 'cluster.local/ns/shop/sa/catalog', '*'),
    ['layer-least-privilege', WAYPOINT, 'connect to feeds.example.com:80']],
  ['a caller may leave for another\'s port', 'ambient-egress', changing('AuthorizationPolicy', 'api.payments.example-callers', '["8443"]', '["8443","443"]'),
    ['layer-least-privilege', WAYPOINT, 'shop/catalog connect to api.payments.example:443']],
  ['a host without a policy, and nothing bound to the Gateway', 'ambient-egress', dropping('AuthorizationPolicy', 'waypoint-allow-nothing'),
    ['layer-least-privilege', WAYPOINT, 'the undeclared Service egress/~undeclared~-waypoint:80']],
  ['a host without its policy', 'ambient-egress', dropping('AuthorizationPolicy', 'feeds.example.com-callers'), ['declared-works', WAYPOINT, 'shop/catalog from what is declared: to connect to feeds.example.com:80']],
  ['a host that does not use the waypoint', 'ambient-egress', changing('ServiceEntry', 'feeds.example.com', '"istio.io/use-waypoint":"waypoint"', '"team":"shop"'),
    ['declared-works', WAYPOINT, 'shop/catalog, who does not go through it,']],
  ['a host to which no address leads', 'ambient-egress', changing('ServiceEntry', 'feeds.example.com', '"istio.io/use-waypoint":"waypoint"', '"istio.io/use-waypoint":"waypoint","networking.istio.io/enable-autoallocate-ip":"false"'),
    ['declared-works', WAYPOINT, 'shop/catalog, who may go past it, connect to feeds.example.com:80, as declared, cannot be decided']],
  ['a waypoint that does not listen', 'ambient-egress', changing('Gateway', 'waypoint', '15008', '15009'), ['declared-works', WAYPOINT, 'shop/catalog, who does not go through it,']],
  ['no ServiceEntry', 'ambient-egress', dropping('ServiceEntry', 'feeds.example.com'), ['declared-works', WAYPOINT, 'who does not go through it,']],
  ['another ServiceEntry for the host, past the waypoint', 'ambient-egress', same, ['layer-least-privilege', WAYPOINT, 'whatever else feeds.example.com leads to'], ENTRY('feeds', 'shop', 'team: shop')],
  ['a ServiceEntry that leads the host elsewhere', 'ambient-egress', changing('ServiceEntry', 'feeds.example.com', '"resolution":"DNS"', '"resolution":"STATIC","endpoints":[{"address":"203.0.113.9"}]'),
    ['layer-least-privilege', WAYPOINT, 'whatever else feeds.example.com leads to']],
  ['an entry of everybody\'s, without a policy of its own', 'ambient-egress', dropping('AuthorizationPolicy', 'waypoint-allow-nothing'),
    ['layer-least-privilege', WAYPOINT, 'connect to feeds.example.com:80'], ENTRY('other', 'egress', THROUGH)],
  ['the caller may leave by itself', 'ambient-egress', changing('NetworkPolicy', 'catalog-egress', '"egress":[', '"egress":[{"to":[{"ipBlock":{"cidr":"203.0.113.0/24"}}],"ports":[{"protocol":"TCP","port":80}]},'),
    ['layer-least-privilege', 'egress-policy', 'shop/catalog connect to 203.0.113.10:80']],
  ['the waypoint may leave for more than the hosts', 'ambient-egress', changing('NetworkPolicy', 'waypoint-egress', '"port":6380', '"port":6381'),
    ['layer-least-privilege', 'egress-policy', 'waypoint egress/waypoint connect to 192.0.2.44:6381']],
  ['the waypoint may not leave for a host', 'ambient-egress', changing('NetworkPolicy', 'waypoint-egress', '192.0.2.44/32', '192.0.2.45/32'),
    ['declared-works', 'egress-policy', 'mirror.example at 192.0.2.44']],
  ['a caller that does not reach the waypoint', 'ambient-egress', changing('NetworkPolicy', 'payment-egress', '15008', '15009'), ['declared-works', 'egress-policy', 'waypoint egress/waypoint:15008']],
  ['somebody else reaches the waypoint', 'ambient-egress', changing('NetworkPolicy', 'waypoint-ingress', '"app.kubernetes.io/name":"redis"', '"team":"any"'),
    ['layer-least-privilege', 'ingress-policy', 'waypoint egress/waypoint:15008']],
];

const MIGRATION: readonly Case[] = [
  ['the tunnel is closed for those that are ambient already', 'ambient-migration', changing('NetworkPolicy', 'redis-ingress', '15008', '15009'),
    ['declared-works', 'ingress-policy', 'keeps shop/frontend from what is declared: to connect to shop/redis (already ambient):6379']],
  ['the port is closed for those that have a sidecar still', 'ambient-migration', changing('NetworkPolicy', 'redis-ingress', '6379', '6380'),
    ['declared-works', 'ingress-policy', 'keeps shop/frontend (still sidecar) from what is declared: to connect to shop/redis (still sidecar):6379']],
  ['istiod is out of reach of sidecars', 'ambient-migration', changing('NetworkPolicy', 'redis-egress', '15012', '15010'), ['declared-works', 'egress-policy', 'istiod:15012']],
  ['the scope of sidecars is gone', 'ambient-migration', dropping('Sidecar', 'redis'), ['layer-least-privilege', 'egress-scope', 'shop/redis']],
  ['plaintext into those of either kind', 'ambient-migration', dropping('PeerAuthentication', 'default'), ['layer-least-privilege', 'mtls', 'in plaintext']],
  ['a caller at pods with a sidecar still', 'ambient-migration', changing('AuthorizationPolicy', 'redis-callers', '/sa/frontend', '/sa/rogue'),
    ['declared-works', 'authorization-allow', 'shop/frontend (still sidecar) from what is declared: to connect to shop/redis (still sidecar):6379']],
];

const OTHERS: readonly Case[] = [
  ['an ambient caller of a sidecar outside the tunnel', 'ambient-and-sidecars', changing('NetworkPolicy', 'billing-ingress', '15008', '8080'),
    ['declared-works', 'ingress-policy', 'a pod in shop from what is declared: to call GET /status on legacy/billing:8080']],
  ['a sidecar sent to the waypoint', 'ambient-and-sidecars', changing('AuthorizationPolicy', 'orders-callers', 'cluster.local/ns/legacy/sa/billing', 'cluster.local/ns/shop/sa/waypoint'),
    ['declared-works', 'authorization-allow', 'legacy/billing from what is declared']],
  ['a gateway that dials pods, at the port of requests', 'ambient-gateway', changing('AuthorizationPolicy', 'frontend-callers', '["7000"]', '["7000","8080"]'),
    ['layer-least-privilege', 'authorization-allow', 'appliance']],
  ['an existing waypoint under another name', 'ambient-existing-waypoint', changing('Service', 'catalog', '"istio.io/use-waypoint":"shared"', '"istio.io/use-waypoint":"other"'),
    ['declared-works', WAYPOINT, 'Gateway infra/other is not in the manifests']],
  ['another waypoint\'s identity', 'ambient-existing-waypoint', changing('AuthorizationPolicy', 'catalog-callers', 'sa/shared-proxy', 'sa/shared'), ['declared-works', 'authorization-allow', 'infra/shared']],
  ['an existing waypoint that does not take this namespace in', 'ambient-existing-waypoint', same, ['declared-works', WAYPOINT, 'accepts nothing of namespace `shop`'], `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: shared, namespace: infra, labels: {istio.io/waypoint-for: service}, annotations: {gateway.istio.io/service-account: shared-proxy}}
spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}`],
  ['an existing waypoint that nobody lets in', 'ambient-existing-waypoint', same, ['declared-works', 'ingress-policy', 'waypoint infra/shared:15008'], `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: default-deny, namespace: infra}
spec: {podSelector: {}}`],
];

describe.each([['the way out', EGRESS], ['a migration', MIGRATION], ['two data planes and other people\'s waypoints', OTHERS]] as const)('refuted: %s', (_topic, list) => {
  const cases = list.map(([what, golden, change, found, more = '']) => ({ what, golden, change, found, more }));
  test.each(cases)('$what', ({ golden, change, found: [statement, layer, text], more }) => {
    const { verdict, refutations } = provedWith(golden, change, more);
    expect(verdict).toBe('refuted');
    const alike = refutations.filter((r) => r.statement === statement && r.layer === layer);
    expect(alike.map((r) => r.text)).toContainEqual(expect.stringContaining(text));
    for (const r of refutations) expect(r.repair).not.toBe('');
  });
});

test('each golden rests on what bears on it', () => {
  const ids = (name: string): readonly string[] => provedWith(name, same).assumptions.map((a) => a.id);
  expect(ids('ambient-l4')).toEqual(expect.arrayContaining(['ambient-pods-are-captured', 'probes-come-from-nodes']));
  expect(ids('ambient-l4')).not.toContain('waypoints-are-faithful');
  expect(ids('ambient-gateway')).toEqual(expect.arrayContaining(['gateways-use-waypoints', 'waypoints-are-faithful']));
  expect(ids('ambient-egress')).toContain('egress-names-are-captured');
  expect(ids('ambient-existing-waypoint')).toContain('existing-waypoints');
  expect(ids('ambient-migration')).toEqual(expect.arrayContaining(['migrating-pods-have-either-plane', 'sidecars-take-hbone']));
  expect(ids('ambient-and-sidecars')).toContain('sidecars-take-hbone');
  expect(ids('http-exact').filter((id) => /ambient|waypoint|probe|hbone|migrat|egress/.test(id))).toEqual([]);
});
