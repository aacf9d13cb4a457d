import type { AccessModel, AcknowledgedPolicyModel } from '../../src/model/model';
import { prove, type ProofResult } from '../../src/proof';
import { openedTexts } from '../../src/report';
import { changing, manifests, MODEL, proved } from './shop';

const REDIS = 'matchLabels: {app.kubernetes.io/name: redis}';
const object = (kind: string, name: string, spec: string, metadata = ''): string => `
kind: ${kind}
apiVersion: ${kind === 'NetworkPolicy' ? 'networking.k8s.io' : kind === 'DestinationRule' ? 'networking.istio.io' : 'security.istio.io'}/v1
metadata: {name: ${name}, namespace: shop${metadata}}
spec: ${spec}`;

const OPEN = object('NetworkPolicy', 'chart', `{podSelector: {${REDIS}}, ingress: [{ports: [{port: 6379}]}]}`);
const ALLOW = object('AuthorizationPolicy', 'chart', `{selector: {${REDIS}}, rules: [{from: [{source: {namespaces: [tools]}}], to: [{operation: {ports: ["6379"]}}]}]}`);
const PERMISSIVE = object('PeerAuthentication', 'chart', `{selector: {${REDIS}}, mtls: {mode: PERMISSIVE}}`);

const said = (kind: AcknowledgedPolicyModel['kind'], name = 'chart', namespace = 'shop'): AcknowledgedPolicyModel => (
  { kind, namespace, name, reason: 'its chart has it', construct: 'mesh' }
);
const standing = (...acknowledgedPolicies: readonly AcknowledgedPolicyModel[]): AccessModel => ({ ...MODEL, acknowledgedPolicies });
const lines = ({ opened = [] }: ProofResult): readonly string[] => opened.flatMap(({ object: name, access }) => openedTexts(access).map((text) => `${name}: ${text}`));
const texts = ({ refutations }: ProofResult): readonly string[] => refutations.map((r) => `${r.statement}: ${r.text}`);

describe('a policy that somebody stands by', () => {
  test.each<[string, string, AcknowledgedPolicyModel['kind'], string]>([
    ['NetworkPolicy', OPEN, 'NetworkPolicy', 'NetworkPolicy shop/chart: ingress-policy: shop/redis:6379 from a pod in an undeclared namespace'],
    ['AuthorizationPolicy', ALLOW, 'AuthorizationPolicy', 'AuthorizationPolicy shop/chart: authorization-allow: shop/redis:6379 from cluster.local/ns/tools/sa/~undeclared~: everything'],
    ['PeerAuthentication', PERMISSIVE, 'PeerAuthentication', 'PeerAuthentication shop/chart: mtls: shop/redis:6379'],
  ])('%s: what it opens is listed, and nothing is refuted', (_name, chart, kind, line) => {
    expect(proved({ chart }).verdict).toBe('refuted');
    const result = proved({ chart }, standing(said(kind)));
    expect([result.verdict, texts(result)]).toEqual(['proved-under-assumptions', []]);
    expect(lines(result)).toContainEqual(expect.stringContaining(line));
  });

  test('is listed alike by both steps of the proof', () => {
    const input = { model: standing(said('NetworkPolicy'), said('AuthorizationPolicy')), manifests: manifests({ chart: OPEN, other: ALLOW }) };
    expect(prove(input).opened).toEqual(prove(input, { knockAtAll: true }).opened);
  });

  test('that opens more is listed with more', () => {
    const more = (chart: string): readonly string[] => lines(proved({ chart }, standing(said('NetworkPolicy'))));
    const before = more(OPEN);
    expect(more(OPEN.replace('port: 6379', 'port: 6379}, {port: 9121'))).toEqual([...before, expect.stringContaining('shop/redis:9121 from')]);
    expect(more(OPEN.replace(REDIS, ''))).not.toEqual(before);
    expect(more(OPEN.replace('ingress: [{', 'ingress: [{from: [{podSelector: {}}], '))).not.toEqual(before);
  });

  test('opens what it opens if it is the oldest, whatever the order in which it is read', () => {
    const read = manifests({ chart: PERMISSIVE.replace(`selector: {${REDIS}}, `, '') });
    const both = [read.objects, [...read.objects].reverse()].map((objects) => prove({ model: standing(said('PeerAuthentication')), manifests: { ...read, objects } }));
    for (const result of both) expect([result.verdict, lines(result)]).toEqual(['proved-under-assumptions', expect.arrayContaining([expect.stringContaining('mtls: ')])]);
    expect(lines(both[1])).toEqual(lines(both[0]));
  });

  test('covers nothing that is open without it', () => {
    const open = changing('redisCallers', 'principals: [cluster.local/ns/shop/sa/frontend]', 'namespaces: [shop]');
    const result = proved({ chart: OPEN, ...open }, standing(said('NetworkPolicy')));
    expect(texts(result)).toContainEqual(expect.stringContaining('AuthorizationPolicy shop/redis-callers'));
    expect(result.opened).toBeUndefined();
  });

  test('covers no other one', () => {
    const chart = `${OPEN}\n---${OPEN.replace('name: chart', 'name: chart-2')}`;
    expect(texts(proved({ first: OPEN, second: chart.split('---')[1] }, standing(said('NetworkPolicy'))))).toEqual([expect.stringContaining('NetworkPolicy shop/chart-2')]);
    expect(texts(proved({ chart: ALLOW }, standing(said('NetworkPolicy'))))).toContainEqual(expect.stringContaining('AuthorizationPolicy shop/chart'));
  });

  test('may not be what a declared call rests on', () => {
    const result = proved({ chart: OPEN, redisIngress: undefined }, standing(said('NetworkPolicy')));
    expect(texts(result)).toContainEqual(expect.stringContaining('declared-works: ingress-policy keeps shop/frontend'));
  });

  test.each<[string, string, AcknowledgedPolicyModel['kind']]>([
    ['a DENY', object('AuthorizationPolicy', 'chart', `{selector: {${REDIS}}, action: DENY, rules: [{}]}`), 'AuthorizationPolicy'],
    ['plaintext', object('DestinationRule', 'chart', '{host: catalog, trafficPolicy: {tls: {mode: DISABLE}}}'), 'DestinationRule'],
  ])('may deny no declared call: %s', (_name, chart, kind) => {
    expect(texts(proved({ chart }, standing(said(kind))))).toContainEqual(expect.stringMatching(/^declared-works: .* shop\/chart/));
  });

  test('opens nothing at a service in quarantine', () => {
    const services = MODEL.services.map((s) => (s.id === 'shop/rogue' ? { ...s, quarantine: { reason: 'x', construct: 'x' } } : s));
    const chart = OPEN.replace('redis', 'rogue');
    expect(proved({ chart }, standing(said('NetworkPolicy'))).verdict).toBe('proved-under-assumptions');
    expect(texts(proved({ chart }, { ...standing(said('NetworkPolicy')), services }))).toContainEqual(
      expect.stringMatching(/^layer-least-privilege: ingress-policy lets .* shop\/rogue:6379.*NetworkPolicy shop\/chart/));
  });

  test('that opens nothing is refuted, be it one of several', () => {
    const narrow = OPEN.replace('ingress: [{', 'ingress: [{from: [{podSelector: {matchLabels: {app.kubernetes.io/name: frontend}}}], ').replace('name: chart', 'name: narrow');
    const needless = 'as-assumed: NetworkPolicy shop/narrow (shop.yaml:2) is acknowledged, and opens nothing that is not declared';
    expect(texts(proved({ chart: narrow }, standing(said('NetworkPolicy', 'narrow'))))).toEqual([needless]);
    expect(texts(proved({ chart: narrow, other: OPEN }, standing(said('NetworkPolicy', 'narrow'), said('NetworkPolicy'))))).toEqual([needless]);
  });

  test('hidden by another one is not needless', () => {
    const twice = OPEN.replace('name: chart', 'name: chart-2');
    const result = proved({ chart: OPEN, twice }, standing(said('NetworkPolicy'), said('NetworkPolicy', 'chart-2')));
    expect([result.verdict, result.opened?.map((o) => [o.object, o.access.length > 0])]).toEqual(
      ['proved-under-assumptions', [['NetworkPolicy shop/chart', true], ['NetworkPolicy shop/chart-2', true]]]);
  });

  test('is there', () => {
    expect(texts(proved({ chart: OPEN }, standing(said('NetworkPolicy'), said('NetworkPolicy', 'chrat'))))).toEqual(
      ['as-assumed: `NetworkPolicy shop/chrat` is acknowledged, and is not among the manifests']);
  });

  test('is nothing that this library writes', () => {
    const chart = OPEN.replace('namespace: shop', 'namespace: shop, labels: {app.kubernetes.io/managed-by: cdk8s-mesh-access}');
    expect(texts(proved({ chart }, standing(said('NetworkPolicy'))))).toEqual(expect.arrayContaining([
      'as-assumed: `NetworkPolicy shop/chart` is acknowledged, and this library writes it', expect.stringContaining('layer-least-privilege: ingress-policy lets'),
    ]));
  });

  test('says of which pods that nobody declared it opens', () => {
    const places = (chart: string): unknown => proved({ chart }, standing(said('NetworkPolicy'))).opened?.[0].undeclaredPods;
    expect(places(OPEN)).toBeUndefined();
    expect(places(OPEN.replace(REDIS, ''))).toEqual([{ namespace: 'shop', layer: 'ingress-policy' }]);
    expect(places(OPEN.replace(REDIS, 'matchLabels: {tier: backend}'))).toEqual([{ namespace: 'shop', layer: 'ingress-policy' }]);
  });
});
