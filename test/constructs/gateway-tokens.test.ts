import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import {
  Anyone, Cidr, GatewayListener, HttpPath, IngressGateway, IngressGatewayPods, JwtIssuer, type JwtRequirement, Platform, ServicePort,
} from '../../src';
import { requirementsFile } from '../../src/private/outputs/requirements-file';
import { EC_KEYS, RSA_KEYS } from '../golden/token-keys';
import { problems, Shop } from './mesh';

const IDP = 'https://idp.example';
const idp = JwtIssuer.withKeys(IDP, RSA_KEYS, { forwardOriginalToken: true });
const exceptBecause = { reason: 'login', expires: '2026-11-22', owner: 'team web' };
const LABELS = { istio: 'ingress' };
const GATEWAY = IngressGateway.fromIdentity('ingress', 'gateway', { podLabels: LABELS });

class Ingress extends Shop {
  public readonly ingress = new Chart(this.app, 'ingress', { namespace: 'ingress' });

  pods(requireJwt?: Partial<JwtRequirement>): IngressGatewayPods {
    return new IngressGatewayPods(this.ingress, 'gateway', {
      mesh: this.mesh, gateway: GATEWAY, listeners: [GatewayListener.tcp(8443, Anyone.because('public')), GatewayListener.tcp(8080, Cidr.of('198.51.100.0/24'))],
      ...(requireJwt === undefined ? {} : { requireJwt: { issuers: [idp], ...requireJwt } }),
    });
  }

  add(kind: string, spec: object): void {
    new ApiObject(this.ingress, `other-${kind}`, { apiVersion: 'security.istio.io/v1', kind, metadata: { name: 'other' }, spec: { selector: { matchLabels: LABELS }, ...spec } });
  }
}

const policyOf = (pods: IngressGatewayPods): unknown => (pods.clientsPolicy?.toJson() as { spec: { rules: unknown } }).spec.rules;
const ports = ['8080', '8443'];

test('the policy of its clients is there because of the token, whoever else allows nothing', () => {
  const shop = new Ingress();
  expect(policyOf(shop.pods({}))).toEqual([{ from: [{ source: { requestPrincipals: [`${IDP}/*`] } }], to: [{ operation: { ports } }] }]);
  expect(problems(shop.app)).toEqual([]);
  expect(shop.mesh.report().accessTable).toContain('gateway ingress/gateway:8443');
  expect(shop.mesh.report().accessTable).toContain(`requests with a token of ${IDP}`);
});

test('without a requirement nothing is emitted about tokens', () => {
  const pods = new Ingress().pods();
  expect([pods.clientsPolicy, pods.requestAuthentication]).toEqual([undefined, undefined]);
});

test('past its day an exception is none, here too', () => {
  const shop = new Ingress({ asOf: '2026-11-23' });
  const pods = shop.pods({ except: [HttpPath.exact('/login')], exceptBecause });
  expect(policyOf(pods)).toHaveLength(1);
  expect(problems(shop.app)).toEqual([]);
  expect(shop.mesh.report().accessTable).toContain('what needs no token at gateway ingress/gateway expired on 2026-11-22: login (team web)');
});

test('what needs no token stands among the exceptions, and keys that are fetched among the requirements', () => {
  const shop = new Ingress({ asOf: '2026-11-22' });
  shop.pods({ issuers: [JwtIssuer.withKeysAt(IDP, 'https://idp.example/keys')], except: [HttpPath.exact('/login')], exceptBecause });
  expect(problems(shop.app)).toEqual([]);
  expect(shop.mesh.report().accessTable).toContain('/login of gateway ingress/gateway needs no token: login (until 2026-11-22, team web)');
  expect(shop.mesh.report().toText()).toMatch(/token-keys-are-fetched.*https:\/\/idp\.example at https:\/\/idp\.example\/keys/s);
  expect(requirementsFile(shop.mesh._registry.index().model)).toContain('# https://idp.example/keys\n');
});

test('pods that are no proxy of the mesh check nothing', () => {
  const message = '[unsupported-gateway] the pods of `ingress/gateway` are no proxy of the mesh, and check no tokens of `requireJwt`; have the services behind it require them';
  expect(() => new Ingress({ platform: Platform.KUBERNETES }).pods({})).toThrow(new Error(message));
});

const open = { rules: [{ to: [{ operation: { ports: ['8443'] } }] }] };
const keysOf = (pods: IngressGatewayPods, jwks: string): void => pods.requestAuthentication!.addJsonPatch(JsonPatch.replace('/spec/jwtRules/0/jwks', jwks));

test.each<[string, (shop: Ingress, pods: IngressGatewayPods) => void, string]>([
  ['an ALLOW that asks for none', (shop) => shop.add('AuthorizationPolicy', open), 'lets 198.51.100.0, in plaintext call GET / on gateway ingress/gateway:8443'],
  ['one for whoever has a certificate', (shop) => shop.add('AuthorizationPolicy', { rules: [{ from: [{ source: { principals: ['*'] } }], to: [{ operation: { ports } }] }] }), 'call GET / on gateway ingress/gateway:8080'],
  ['one for addresses that a header may name', (shop) => shop.add('AuthorizationPolicy', { rules: [{ from: [{ source: { remoteIpBlocks: ['198.51.100.0/24'] } }] }] }), 'cannot be decided: AuthorizationPolicy ingress/other'],
  ['one at a port that nobody declared', (shop) => shop.add('AuthorizationPolicy', { rules: [{ to: [{ operation: { ports: ['9999'] } }] }] }), 'on gateway ingress/gateway:9999'],
  ['another issuer\'s keys', (_, pods) => keysOf(pods, EC_KEYS), 'authorization-allow lets 198.51.100.0, in plaintext call'],
  ['nobody says whose tokens count', (_, pods) => pods.requestAuthentication!.addJsonPatch(JsonPatch.replace('/spec/selector/matchLabels/istio', 'elsewhere')), 'authorization-allow keeps 198.51.100.0, in plaintext from what is declared: to call GET / with a token'],
  ['a DENY of requests that nobody granted', (shop) => shop.add('AuthorizationPolicy', { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/admin'] } }] }] }), 'authorization-deny keeps 198.51.100.0, in plaintext from what is declared: to call GET /admin with a token'],
  ['somebody else is asked', (shop) => shop.add('AuthorizationPolicy', { action: 'CUSTOM', provider: { name: 'opa' }, rules: [{}] }), 'that custom lets 198.51.100.0, in plaintext call'],
])('refuted: %s', (_what, change, text) => {
  const shop = new Ingress();
  change(shop, shop.pods({}));
  expect(problems(shop.app)).toContainEqual(expect.stringContaining(text));
});

test('a token that the gateway takes out arrives nowhere, whoever says so', () => {
  const shop = new Ingress();
  shop.pods();
  shop.add('RequestAuthentication', { jwtRules: [{ issuer: IDP, jwks: RSA_KEYS }] });
  shop.service('account', { ports: [ServicePort.http(80)], requireJwt: { issuers: [idp] } }).allowFrom(GATEWAY);
  const [text, ...more] = problems(shop.app);
  expect(more).toEqual([]);
  expect(text).toContain('shop/account: [refuted] request-authentication keeps gateway ingress/gateway from what is declared: to call GET / with a token');
  expect(text).toContain('on shop/account:80: RequestAuthentication ingress/other (construct ingress/other-RequestAuthentication); have it forward the token');
});

test('one that it leaves in another header does', () => {
  const shop = new Ingress();
  shop.pods();
  shop.add('RequestAuthentication', { jwtRules: [{ issuer: IDP, jwks: RSA_KEYS, fromHeaders: [{ name: 'x-token' }] }] });
  shop.service('account', { ports: [ServicePort.http(80)], requireJwt: { issuers: [idp] } }).allowFrom(GATEWAY);
  expect(problems(shop.app)).toEqual([]);
});
