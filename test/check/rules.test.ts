import { checkModel } from '../../src/check';
import type { ApiServerCallFact, AppFacts, WorkloadFact } from '../../src/resolve/app-facts';
import type { CallerModel, EdgeModel, GatewayModel, ImportedServiceModel, NamespaceModel, PortModel, WaypointModel } from '../../src/model/model';
import { formatProblem } from '../../src/model/problem';
import type { TokenIssuerModel, TokensModel } from '../../src/model/tokens';
import { calledBy, edge, external, indexOf, MESH, model, port, service, SHOP, toPort, WEB, type Parts } from '../platforms/fixtures';

function workload(name: string, overrides: Partial<WorkloadFact> = {}): WorkloadFact {
  const [namespace, own] = name.split('/');
  return {
    kind: 'Deployment', name: own, namespace, labels: { 'app.kubernetes.io/name': own }, annotations: {}, serviceAccountName: own, hostNetwork: false,
    construct: `${name}-deployment`, ...overrides,
  };
}

interface Declared extends Parts {
  /** Left out: one Deployment for each service, as it should be. */
  readonly workloads?: readonly WorkloadFact[];
  /** Left out: those that the services emit. */
  readonly kubernetesServices?: AppFacts['kubernetesServices'];
  /** Left out: none. */
  readonly apiServerCalls?: AppFacts['apiServerCalls'];
}

function problems({ workloads, kubernetesServices = [], apiServerCalls, ...parts }: Declared): readonly string[] {
  const index = indexOf(model(parts));
  const expected = index.model.services.filter(({ deployedElsewhere }) => !deployedElsewhere)
    .map(({ id, podLabels, serviceAccount }) => workload(id, { labels: podLabels, serviceAccountName: serviceAccount }));
  return checkModel(index, { workloads: workloads ?? expected, kubernetesServices, apiServerCalls }).map(formatProblem);
}

const FRONTEND = service('web/frontend', [port('http', 8080)]);
const CATALOG = service('shop/catalog', [port('http', 8080), port('tcp', 6379), port('http', 8081, 'permissive'), port('tcp', 9000, 'disable'), port('udp', 5353)]);
const BOTH = [FRONTEND, CATALOG];
const NONE = service('shop/legacy', [port('http', 8080), port('tcp', 9000)], { dataPlane: 'none' });
const OUTSIDE = { namespaces: [SHOP, { ...WEB, dataPlane: 'none' as const }] };

const identity = (principal: string, overrides: Partial<Extract<CallerModel, { kind: 'identity' }>> = {}): CallerModel => (
  { kind: 'identity', role: 'ingress-gateway', principal, pods: { namespace: 'ingress', labels: { istio: 'edge' }, wholeNamespace: false }, ...overrides }
);
const CIDR: CallerModel = { kind: 'addresses', role: 'cidr', cidrs: ['192.168.0.0/16'], except: [] };
const ANYONE: CallerModel = { kind: 'anyone', reason: 'public' };
const toCatalog = (caller: CallerModel, ...access: Parameters<typeof toPort>): Declared => ({ services: BOTH, edges: [edge('shop/catalog', caller, toPort(...access))] });
const PODS = { cidrs: ['10.0.7.0/24'], except: [] };
const toCatalogFrom = (caller: CallerModel, ...access: Parameters<typeof toPort>): Declared => (
  { services: BOTH, edges: [{ ...edge('shop/catalog', caller, toPort(...access)), sourceCidrs: PODS }] }
);
const call = (caller: string, callee: string) => ({ id: `${caller}->${callee}`, caller, callee, construct: caller });
const imported = (id: string, overrides: Partial<ImportedServiceModel> = {}): ImportedServiceModel => ({ ...service(id, [port('http', 8080)]), contract: 'other.json', ...overrides });
const TAKE_IT = 'take the issuer in `requireJwt` of the `IngressGatewayPods`, with the same keys and headers and `forwardOriginalToken: true`, have its tokens in a header of their own, or grant the gateway what others have issued (`Condition.jwtIssuer`)';

/** The catalog takes tokens, or none, and a gateway before it does. */
function behindGateway(
  service: Partial<TokenIssuerModel> | undefined, gateway: Partial<TokenIssuerModel>,
  { corsPreflight: [own, its] = [false, false], headers = [] }: Asked = {},
): Declared {
  const issuer = (given: Partial<TokenIssuerModel>): TokenIssuerModel => (
    { issuer: 'idp', audiences: [], jwksUri: 'https://idp/keys', fromHeaders: [], forwarded: false, ...given });
  const tokens = service && { issuers: [issuer(service)], except: [], corsPreflight: own };
  const caller = identity('cluster.local/ns/ingress/sa/edge') as GatewayModel['caller'];
  const http = {
    headers: headers.map((name) => ({ name, values: [{ kind: 'present' as const }] })),
    ...(tokens === undefined ? {} : { token: { issuers: tokens.issuers, claims: [], optional: false } }),
  };
  return {
    services: [FRONTEND, { ...CATALOG, ...(tokens === undefined ? {} : { tokens }) }],
    edges: [edge('shop/catalog', caller, toPort('http', 8080, http))],
    gateways: [{
      id: 'ingress/edge', construct: 'edge', namespace: 'ingress', name: 'edge', caller, isProxy: true, destinations: [],
      listeners: [{ port: 8443, protocol: 'tcp', purpose: 'clients', clients: [ANYONE] }], tokens: { issuers: [issuer(gateway)], except: [], corsPreflight: its },
    }],
  };
}

interface Asked {
  /** At the service, at the gateway. */
  readonly corsPreflight?: readonly [boolean, boolean];
  readonly headers?: readonly string[];
}

const edgeGateway = { id: 'ingress/edge', namespace: 'ingress', labels: { istio: 'edge' }, ports: [8443] };
const baseline = (...gateways: readonly (typeof edgeGateway)[]) => ({ construct: 'baseline', strictMtls: true, denyByDefault: true, gateways });
const WITHOUT_CIDRS = { cluster: { ...MESH.cluster, podCidrs: [], nodeCidrs: [] } };
const withCidrs = (podCidrs: string[], serviceCidrs: string[]) => ({ cluster: { ...MESH.cluster, podCidrs, serviceCidrs, nodeCidrs: ['10.3.0.0/16'] } });
const CA = (...addresses: string[]) => ({ addresses, port: 8443, reason: 'certificates' });
const METADATA = (caller: string) => external(caller, 'metadata.example', [{ number: 80, protocol: 'tcp' }], ['169.254.169.254/32']);
const API = external('web/frontend', 'api.example', [{ number: 443, protocol: 'https' }]);
const injects = (value: string, where: 'labels' | 'annotations' = 'labels'): WorkloadFact => {
  const fact = workload('shop/catalog');
  return { ...fact, [where]: { ...fact[where], 'sidecar.istio.io/inject': value } };
};
const optedOut = (of: typeof CATALOG): typeof CATALOG => ({ ...of, deployedElsewhere: true, podLabels: { ...of.podLabels, 'sidecar.istio.io/inject': 'false' } });
const foreign = (overrides: Partial<typeof CATALOG> = {}): typeof CATALOG => (
  service('shop/made', [port('http', 8080)], { deployedElsewhere: true, foreign: { madeBy: 'an operator', reason: 'search', finish: false }, ...overrides })
);
const scrape = (callee: string, targetPort: number, overrides: Parameters<typeof identity>[1] = {}): EdgeModel => ({
  ...edge(callee, identity('cluster.local/ns/monitoring/sa/prometheus', { role: 'prometheus', ...overrides }), toPort('tcp', targetPort)), pastProxy: true,
});
/** By a port to which no Service leads. */
const pastSidecar = (targetPort: number): Declared => ({
  services: [{ ...service('shop/catalog', [port('tcp', targetPort)]), kubernetesServices: [], excludedInboundPorts: [targetPort] }],
  edges: [scrape('shop/catalog', targetPort)],
});
const LEAVING = { serviceAccount: 'app', expires: '2027-01-31', reason: 'an account of its own' };
/** Under `app`, if nothing else is said, with others of the namespace or without a word about them. */
const sharing = (id: string, others?: readonly string[], overrides: Partial<typeof CATALOG> = {}): typeof CATALOG => service(id, [], {
  serviceAccount: 'app', ...(others === undefined ? {} : { sharedIdentity: { services: others.map((name) => `shop/${name}`), reason: 'one chart' } }), ...overrides,
});
const job = (annotations: Record<string, string>, kind = 'Job'): Declared => (
  { ...toCatalog(calledBy('web/frontend'), 'http', 8080), workloads: [workload('web/frontend'), workload('shop/catalog', { kind, annotations })] }
);
const annotated = (annotations: Record<string, string>): Declared => ({
  ...toCatalog(calledBy('web/frontend'), 'http', 8080), workloads: [workload('web/frontend'), workload('shop/catalog', { annotations })],
});

const WAYPOINT: WaypointModel = { namespace: 'shop', name: 'waypoint', serviceAccount: 'waypoint', managed: true };
const AMBIENT_SHOP: NamespaceModel = { ...SHOP, dataPlane: 'ambient', waypoint: WAYPOINT };
const AMBIENT_WEB: NamespaceModel = { ...WEB, dataPlane: 'ambient' };
const STOREFRONT = service('web/frontend', [port('http', 8080)], { dataPlane: 'ambient' });
const CART = service('shop/cart', [port('http', 8080), port('tcp', 6379), port('http', 8081, 'permissive'), port('udp', 5353)], { dataPlane: 'ambient', waypoint: WAYPOINT });
const AMBIENT = { namespaces: [AMBIENT_SHOP, AMBIENT_WEB], services: [STOREFRONT, CART] };
const GET = { methods: ['GET'] };
const TOKENS: TokensModel = { issuers: [{ issuer: 'https://issuer.example', audiences: [], jwks: '{"keys":[]}', fromHeaders: [], forwarded: false }], except: [], corsPreflight: false };

const API_SERVER: CallerModel = { kind: 'addresses', role: 'api-server', cidrs: ['10.3.0.1/32'], except: [] };
const HOOK = service('shop/hook', [port('https', 8443, 'permissive'), port('http', 8080, 'permissive'), port('https', 9443)]);
/** Service ports are 1000 above those of pods. */
const asked = (at: number, overrides: Partial<ApiServerCallFact> = {}): AppFacts['apiServerCalls'] => [{
  object: 'ValidatingWebhookConfiguration orders', webhook: 'orders.shop.example', service: { namespace: 'shop', name: 'hook', port: at }, purpose: 'admission', construct: 'cluster/orders',
  ...overrides,
}];
const IGNORED = { purpose: 'admission-ignored' } as const;
const CONVERSION = { object: 'CustomResourceDefinition orders.shop.example', webhook: undefined, purpose: 'conversion' } as const;
const AGGREGATION = { object: 'APIService v1.shop.example', webhook: undefined, purpose: 'aggregation' } as const;
const hooked = (caller: CallerModel, protocol: PortModel['protocol'] = 'https', to = 8443): Declared => ({ services: [HOOK], edges: [edge('shop/hook', caller, toPort(protocol, to))] });
const unreachable = (at: number, why: string, repair: string, from?: string): string => (
  `cluster/orders: [webhook-unreachable] ${from === undefined ? '' : `from stage \`${from}\` on `}the API server cannot reach \`orders.shop.example\` of \`ValidatingWebhookConfiguration orders\` at \`shop/hook:${at}\`: ${why}; with \`failurePolicy: Fail\` it refuses all that the webhook is for; ${repair}`
);
const NOT_LET_IN = ['nothing lets it in at port `8443` of the pods', 'let `shop/hook` allow `ApiServer.onControlPlane()`'] as const;

const toGateway = (...clients: CallerModel[]): GatewayModel['listeners'] => [{ port: 8443, protocol: 'tcp', purpose: 'clients', clients }];
const GATEWAY: GatewayModel = {
  id: 'ingress/edge', construct: 'ingress/edge', namespace: 'ingress', name: 'edge', isProxy: true, listeners: toGateway(ANYONE), destinations: [],
  caller: {
    kind: 'identity', role: 'ingress-gateway', principal: 'cluster.local/ns/ingress/sa/edge', pods: { namespace: 'ingress', labels: { istio: 'edge' }, wholeNamespace: false },
  },
};
const granted = (overrides: Parameters<typeof identity>[1], principal = GATEWAY.caller.principal): Declared => (
  { ...toCatalog(identity(principal, overrides), 'http', 8080), gateways: [GATEWAY] }
);
const otherwise = (what: string): string =>
  `shop/catalog: [conflicting-gateway] \`shop/catalog\` names \`gateway ingress/edge\` otherwise than its \`IngressGatewayPods\` does: ${what}; pass the same \`IngressGateway\` to both`;
const INGRESS = { namespaces: [SHOP, WEB, { id: 'ingress', construct: 'ingress/ns', owned: true, dataPlane: 'ambient' as const, waypoint: { ...WAYPOINT, namespace: 'ingress' } }] };
const toCart = (caller: CallerModel, ...access: Parameters<typeof toPort>): Declared => ({ ...AMBIENT, edges: [edge('shop/cart', caller, toPort(...access))] });
const fromSidecar = { namespaces: [AMBIENT_SHOP, WEB], services: [FRONTEND, CART] };
const EGRESS: WaypointModel = { ...WAYPOINT, namespace: 'egress' };
const EGRESS_NAMESPACE: NamespaceModel = { id: 'egress', construct: 'egress/egress', owned: true, dataPlane: 'ambient', waypoint: EGRESS };
const leaving = { namespaces: [AMBIENT_SHOP, AMBIENT_WEB, EGRESS_NAMESPACE], egressWaypoint: EGRESS };
const headless = { name: 'cart-pods', headless: true, ports: [{ name: 'http', port: 8080, targetPort: 8080, protocol: 'http' as const }] };
const PROMETHEUS = identity('cluster.local/ns/ingress/sa/prometheus', { role: 'prometheus' });
const scraped = (reasons: readonly string[]): Declared => ({
  ...AMBIENT, edges: [edge('shop/cart', calledBy('web/frontend'), toPort('http', 8080)), { ...edge('shop/cart', PROMETHEUS, toPort('http', 8080)), reasons }],
});
const labelled = (name: string, labels: Record<string, string>): WorkloadFact => {
  const fact = workload(name);
  return { ...fact, labels: { ...fact.labels, ...labels } };
};

interface Row {
  readonly code: string;
  readonly when: string;
  readonly wrong: Declared;
  readonly text: string | readonly string[];
  /** The nearest declaration that stands. */
  readonly right: Declared;
}

const ADOPTED = { adopts: ['shop/cart-deployment'] };
const CART_ALONE = { services: [service('shop/cart', [], ADOPTED)] };
const PROBED = { 'sidecar.istio.io/rewriteAppHTTPProbers': 'false' };
const probed = (kind: 'exec' | 'grpc' | 'http' | 'tcp', number: number, ...edges: Parts['edges'] & object): Declared => ({
  services: BOTH, edges,
  workloads: [workload('web/frontend'), workload('shop/catalog', { annotations: PROBED, probes: [{ kind, port: number }] })],
});
const kubernetesService = (labels: Record<string, string>, annotations = {}): AppFacts['kubernetesServices'][number] => ({
  namespace: 'shop', name: 'cart', construct: 'shop/cart-service', labels, annotations, headless: false, selector: { app: 'cart' }, ports: [],
});
const behind = (labels: Record<string, string>, annotations = {}): Declared => {
  const cart = { ...CART, ...ADOPTED, kubernetesServices: CART.kubernetesServices.map((s) => ({ ...s, adopted: true as const })) };
  return { ...AMBIENT, services: [STOREFRONT, cart], kubernetesServices: [kubernetesService(labels, annotations)] };
};
const USES_WAYPOINT = { 'istio.io/use-waypoint': 'waypoint', 'istio.io/ingress-use-waypoint': 'true' };

const former = (serviceAccount: string) => ({ formerAccounts: [{ serviceAccount, expires: '2027-01-31', reason: 'renamed' }] });
const UNTIL_MOVED = (other: string) => (
  { sharedIdentity: { services: [`shop/${other}`], reason: 'accounts of their own', expires: '2027-01-31', untilMoved: true } } as const);
const MOVING_MESH = { formerTrustDomain: { trustDomain: 'old.example', expires: '2027-01-31', reason: 'merger' }, trustDomainAliases: ['old.example'] };

const broken = (expires: string, constructs = ['shop/catalog']): Declared['edges'] => [{
  ...edge('shop/catalog', calledBy('web/frontend'), toPort('http', 8080)), constructs,
  breakGlass: { id: '1a2b3c4d', reason: 'prices are wrong', owner: 'team shop', expires },
}];
const cutOff = (quarantine: { readonly reason: string }): Declared => ({
  services: [{ ...FRONTEND, quarantine }, CATALOG], withheld: { edges: broken('2026-12-01') ?? [], calls: [], externals: [] },
});

const rows: readonly Row[] = [
  {
    code: 'break-glass-too-long',
    when: 'somebody is let in for longer than an emergency lasts',
    wrong: { services: BOTH, edges: broken('2026-12-08'), mesh: { asOf: '2026-11-30' } },
    text: 'shop/catalog: [break-glass-too-long] `shop/catalog` lets `web/frontend` in for an emergency until `2026-12-08`, and the 7 of `breakGlassMaxDays` end on `2026-12-07`; end it by then, or let `allowFrom` grant what is to last',
    right: { services: BOTH, edges: broken('2026-12-07'), mesh: { asOf: '2026-11-30' } },
  },
  {
    code: 'break-glass-too-long',
    when: 'somebody is let in for longer than the mesh has it',
    wrong: { services: BOTH, edges: broken('2026-12-02'), mesh: { asOf: '2026-11-30', breakGlassMaxDays: 1 } },
    text: 'shop/catalog: [break-glass-too-long] `shop/catalog` lets `web/frontend` in for an emergency until `2026-12-02`, and the 1 of `breakGlassMaxDays` end on `2026-12-01`; end it by then, or let `allowFrom` grant what is to last',
    right: { services: BOTH, edges: broken('2026-12-31'), mesh: { asOf: '2026-11-30', breakGlassMaxDays: 31 } },
  },
  {
    code: 'break-glass-in-quarantine',
    when: 'somebody who is cut off is let in for an emergency',
    wrong: cutOff({ reason: 'beacons' }),
    text: 'shop/catalog: [break-glass-in-quarantine] `shop/catalog` lets `web/frontend` in for an emergency (prices are wrong), and `web/frontend` is in quarantine (beacons); take one of the two back: a quarantine has no exceptions',
    right: { services: [{ ...FRONTEND, quarantine: { reason: 'beacons' } }, CATALOG] },
  },
  {
    code: 'former-account-taken',
    when: 'a service runs under an account that one of another App comes from',
    wrong: { services: [service('shop/cart')], neighbours: [imported('shop/orders', former('cart'))] },
    text: 'shop/cart: [former-account-taken] `shop/orders` of `other.json` comes from the service account `cart`, under which `shop/cart` runs: it would be taken for `shop/orders`; let `shop/cart` run under another account',
    right: { services: [service('shop/cart')], neighbours: [imported('shop/orders', former('cart'))], mesh: { asOf: '2027-02-01' } },
  },
  {
    code: 'declared-elsewhere',
    when: 'a contract that was read has the service',
    wrong: { services: [CATALOG], neighbours: [imported('shop/catalog', { serviceAccount: 'other', podLabels: { app: 'other' }, kubernetesServices: [] })] },
    text: [
      'shop/catalog: [declared-elsewhere] `shop/catalog` is declared here, and `other.json` says that its App declares it; give the service another name; if it moved, take the contract in which it is not any more',
    ],
    right: { services: [CATALOG], neighbours: [imported('shop/index')] },
  },
  {
    code: 'duplicate-kubernetes-service',
    when: 'a service of another App has one of that name',
    wrong: { services: [CATALOG], neighbours: [imported('shop/index', { kubernetesServices: [{ name: 'catalog', headless: true, ports: [] }] })] },
    text: 'shop/catalog: [duplicate-kubernetes-service] `shop/catalog` has the Kubernetes Service `catalog`, which `shop/index` of `other.json` has as well; give one of them another name',
    right: { services: [CATALOG], neighbours: [imported('web/index', { kubernetesServices: [{ name: 'catalog', headless: true, ports: [] }] })] },
  },
  {
    code: 'workload-of-others',
    when: 'pods have the labels or the account of a service of another App',
    wrong: {
      imported: [imported('web/page'), imported('web/old', { serviceAccount: 'legacy' })],
      workloads: [workload('web/page'), workload('web/job', { serviceAccountName: 'legacy' }), labelled('web/copy', { 'app.kubernetes.io/name': 'old' })],
    },
    text: [
      'web/copy-deployment: [workload-of-others] `Deployment web/copy` has the pod labels of `web/old` of `other.json`, and would be taken for it; give its pods labels and an account of their own; a workload of that service belongs into the App that declares it',
      'web/job-deployment: [workload-of-others] `Deployment web/job` runs under the service account `legacy` of `web/old` of `other.json`, and would be taken for it; give its pods labels and an account of their own; a workload of that service belongs into the App that declares it',
      'web/page-deployment: [workload-of-others] `Deployment web/page` has the pod labels of `web/page` of `other.json`, and would be taken for it; give its pods labels and an account of their own; a workload of that service belongs into the App that declares it',
    ],
    right: {
      imported: [imported('web/page'), imported('web/solver', { serviceAccount: 'default' })],
      workloads: [workload('shop/page'), workload('web/copy'), workload('web/bare', { serviceAccountName: 'default' })],
    },
  },
  {
    code: 'former-account-taken',
    when: 'somebody else runs under an account that a service comes from',
    wrong: { services: [service('shop/cart', [], former('orders')), service('shop/orders')] },
    text: 'shop/cart: [former-account-taken] `shop/cart` comes from the service account `orders`, under which `shop/orders` runs: it would be taken for `shop/cart`; let `shop/orders` run under another account, or replace the pods of `shop/cart` at once and leave the migration out',
    right: { services: [service('shop/cart', [], former('default')), service('shop/orders', [], former('other'))] },
  },
  {
    code: 'former-account-taken',
    when: 'that, but where there is no mesh to know anybody by an account',
    wrong: { services: [service('shop/cart', [], former('orders')), service('shop/orders')] },
    text: 'shop/cart: [former-account-taken] `shop/cart` comes from the service account `orders`, under which `shop/orders` runs: it would be taken for `shop/cart`; let `shop/orders` run under another account, or replace the pods of `shop/cart` at once and leave the migration out',
    right: { mesh: { platform: 'kubernetes' }, services: [service('shop/cart', [], former('orders')), service('shop/orders')] },
  },
  {
    code: 'former-account-taken',
    when: 'that, but whoever stays is no part of the mesh',
    wrong: { services: [service('shop/cart', [], former('orders')), service('shop/orders')] },
    text: 'shop/cart: [former-account-taken] `shop/cart` comes from the service account `orders`, under which `shop/orders` runs: it would be taken for `shop/cart`; let `shop/orders` run under another account, or replace the pods of `shop/cart` at once and leave the migration out',
    right: { services: [service('shop/cart', [], former('orders')), service('shop/orders', [], { dataPlane: 'none', deployedElsewhere: true })] },
  },
  {
    code: 'former-account-shared',
    when: 'two services come from one account, and one of them does not say so',
    wrong: { services: [service('shop/cart', [], { ...former('default'), ...UNTIL_MOVED('orders') }), service('shop/orders', [], former('default'))] },
    text: 'shop/orders: [former-account-shared] `shop/orders` and `shop/cart` come from the service account `shop/default`: until the day, whoever runs under it is taken for both; say of each that they are one caller until then (`sharedUntilThen: true` in `migrateIdentity`), or let the one leave it after the other',
    right: { services: [service('shop/cart', [], { ...former('default'), ...UNTIL_MOVED('orders') }), service('shop/orders', [], { ...former('default'), ...UNTIL_MOVED('cart') })] },
  },
  {
    code: 'former-account-shared',
    when: 'a service of another App comes from the account, too',
    wrong: { services: [service('shop/cart', [], { ...former('default'), ...UNTIL_MOVED('orders') })], neighbours: [imported('shop/orders', former('default'))] },
    text: 'shop/cart: [former-account-shared] `shop/cart` and `shop/orders` of `other.json` come from the service account `shop/default`: until the day, whoever runs under it is taken for both; let the one leave it after the other; what another App declares cannot share an identity',
    right: { services: [service('shop/cart', [], former('default'))], neighbours: [imported('shop/orders', former('old'))] },
  },
  {
    code: 'shared-service-account',
    when: 'two of whom each says that it shares what it comes from run under one account',
    wrong: { services: ['cart', 'orders'].map((name, i, all) => service(`shop/${name}`, [], { serviceAccount: 'app', ...former('default'), ...UNTIL_MOVED(all[1 - i]) })) },
    text: 'shop/orders: [shared-service-account] `shop/orders` and `shop/cart` share the service account `shop/app` and cannot be told apart; give each service an account of its own (`migrateIdentity`), declare them as one service, by `podLabels` that both carry and `additionalServices`, or say of both why they share it (`sharedIdentity`)',
    right: { services: ['cart', 'orders'].map((name, i, all) => service(`shop/${name}`, [], { ...former('default'), ...UNTIL_MOVED(all[1 - i]) })) },
  },
  {
    code: 'former-account-taken',
    when: 'a service of another App runs under an account that a service comes from',
    wrong: { services: [service('shop/cart', [], former('orders'))], imported: [imported('shop/orders')] },
    text: 'shop/cart: [former-account-taken] `shop/cart` comes from the service account `orders`, under which `shop/orders` of `other.json` runs: it would be taken for `shop/cart`; let `shop/orders` run under another account, or replace the pods of `shop/cart` at once and leave the migration out',
    right: { services: [service('shop/cart', [], former('orders'))], imported: [imported('web/orders')] },
  },
  {
    code: 'trust-domain-migration-in-ambient',
    when: 'the trust domain changes and something is ambient',
    wrong: { ...AMBIENT, mesh: MOVING_MESH },
    text: 'mesh: [trust-domain-migration-in-ambient] the mesh comes from the trust domain `old.example`, and `shop/cart` may be ambient: ztunnel takes no alias of a trust domain; change the trust domain while all have sidecars, or restart everything at once and leave the migration out',
    right: { services: BOTH, mesh: MOVING_MESH },
  },
  {
    code: 'stage-while-migrating',
    when: 'a namespace changes its data plane in the middle of its rollout',
    wrong: { namespaces: [{ ...SHOP, stage: 'observe', dataPlane: 'ambient', migratingFrom: 'sidecar' }] },
    text: [
      'shop/ns: [stage-while-migrating] `shop` is at stage `observe` and comes from data plane `sidecar`; finish the rollout and then change the data plane, or the other way round',
    ],
    right: { namespaces: [{ ...SHOP, stage: 'observe' }] },
  },
  {
    code: 'stage-behind-waypoint',
    when: 'a waypoint takes calls to services, or to external hosts, of what is not done',
    wrong: {
      namespaces: [{ ...AMBIENT_SHOP, stage: 'observe' }, { ...AMBIENT_WEB, stage: 'authorization' }],
      services: [{ ...CART, stage: 'observe', deployedElsewhere: true }],
      egressWaypoint: { namespace: 'egress', name: 'out', serviceAccount: 'out', managed: true },
    },
    text: [
      'shop/cart: [stage-behind-waypoint] `shop/cart` is at stage `observe`, and waypoint `shop/waypoint` takes calls to it already; leave the waypoint out until `RolloutStage.EGRESS_SCOPE`, with grants of whole ports and no external hosts, and then add it and narrow the grants',
      'shop/ns: [stage-behind-waypoint] `shop` is at stage `observe`, and waypoint `shop/waypoint` takes calls to it already; leave the waypoint out until `RolloutStage.EGRESS_SCOPE`, with grants of whole ports and no external hosts, and then add it and narrow the grants',
      'web/ns: [stage-behind-waypoint] `web` is at stage `authorization`, and waypoint `egress/out` takes its calls to external hosts already; leave the waypoint out until `RolloutStage.EGRESS_SCOPE`, with grants of whole ports and no external hosts, and then add it and narrow the grants',
    ],
    right: { namespaces: [{ ...SHOP, dataPlane: 'ambient', stage: 'observe' }, AMBIENT_WEB], services: [] },
  },
  {
    code: 'stage-below-baseline',
    when: 'the whole mesh is further than a namespace, or than a service',
    wrong: {
      namespaces: [{ ...SHOP, stage: 'observe' }, WEB], services: [service('web/frontend', [], { stage: 'mutual-tls' }), service('shop/cart', [], { stage: 'authorization' })],
      baseline: baseline(edgeGateway),
    },
    text: [
      'shop/ns: [stage-below-baseline] `shop` is at stage `observe`, and the MeshBaseline `baseline` allows nothing (`denyByDefault`) in the whole mesh; begin at `RolloutStage.AUTHORIZATION`, or leave that to the time when every namespace is as far',
      'web/frontend: [stage-below-baseline] `web/frontend` is at stage `mutual-tls`, and the MeshBaseline `baseline` allows nothing (`denyByDefault`) in the whole mesh; begin at `RolloutStage.AUTHORIZATION`, or leave that to the time when every namespace is as far',
    ],
    right: { namespaces: [{ ...SHOP, stage: 'mutual-tls' }, WEB], services: [], baseline: { ...baseline(edgeGateway), denyByDefault: false } },
  },
  {
    code: 'stage-below-baseline',
    when: 'the whole mesh requires mutual TLS',
    wrong: { namespaces: [{ ...SHOP, stage: 'observe' }], baseline: { ...baseline(edgeGateway), denyByDefault: false } },
    text: 'shop/ns: [stage-below-baseline] `shop` is at stage `observe`, and the MeshBaseline `baseline` requires mutual TLS (`strictMtls`) in the whole mesh; begin at `RolloutStage.MUTUAL_TLS`, or leave that to the time when every namespace is as far',
    right: { namespaces: [{ ...SHOP, stage: 'mutual-tls' }], baseline: { ...baseline(edgeGateway), denyByDefault: false } },
  },
  {
    code: 'token-not-observable',
    when: 'tokens are asked for before anybody is refused',
    wrong: { services: [service('shop/cart', [port('http', 8080)], { stage: 'mutual-tls', tokens: TOKENS })] },
    text: 'shop/cart: [token-not-observable] `shop/cart` requires tokens and is at stage `mutual-tls`, at which nobody\'s token is looked at: whoever sends a bad one would be refused; add `requireJwt` at `RolloutStage.AUTHORIZATION` or later',
    right: { services: [service('shop/cart', [port('http', 8080)], { stage: 'authorization', tokens: TOKENS })] },
  },
  {
    code: 'unlisted-workload',
    when: 'the labels of adopted pods are on others, too',
    wrong: { ...CART_ALONE, workloads: [workload('shop/cart'), labelled('shop/batch', { 'app.kubernetes.io/name': 'cart' })] },
    text: 'shop/cart: [unlisted-workload] the labels by which policies pick the pods of `shop/cart` also pick those of `Deployment shop/batch`, which it does not adopt; adopt it as well, or give `podLabels` that only its own pods carry',
    right: { ...CART_ALONE, workloads: [workload('shop/cart'), workload('shop/batch')] },
  },
  {
    code: 'unlabelled-kubernetes-service',
    when: 'an adopted Kubernetes Service does not ask for its waypoint',
    wrong: behind({ 'istio.io/use-waypoint': 'other' }),
    text: 'shop/cart-service: [unlabelled-kubernetes-service] the Kubernetes Service `cart` of `shop/cart` is to be behind the waypoint `shop/waypoint` and is not labelled so; add to it `istio.io/ingress-use-waypoint: "true"`, `istio.io/use-waypoint: "waypoint"`',
    right: behind(USES_WAYPOINT),
  },
  {
    code: 'late-kubernetes-service',
    when: 'an adopted Kubernetes Service asks for its waypoint after Argo CD has applied the policies',
    wrong: { ...behind(USES_WAYPOINT), mesh: { delivery: { tool: 'argo-cd', firstWave: -6, confirm: false } } },
    text: 'shop/cart-service: [late-kubernetes-service] the Kubernetes Service `cart` leads callers of `shop/cart` through the waypoint and is applied in wave `0`, when its pods let in nobody else or while the waypoint is not there: calls fail in between; add to its annotations `argocd.argoproj.io/sync-wave: "-4"`',
    right: { ...behind(USES_WAYPOINT, { 'argocd.argoproj.io/sync-wave': '-4' }), mesh: { delivery: { tool: 'argo-cd', firstWave: -6, confirm: false } } },
  },
  {
    code: 'late-kubernetes-service',
    when: 'an adopted Kubernetes Service asks for its waypoint after Flux has applied the policies',
    wrong: { ...behind(USES_WAYPOINT), mesh: { delivery: { tool: 'flux' } } },
    text: 'shop/cart-service: [late-kubernetes-service] the Kubernetes Service `cart` leads callers of `shop/cart` through the waypoint and is applied after all policies, when its pods let in nobody else or while the waypoint is not there: calls fail in between; add to its labels `cdk8s-mesh-access/wave: "3"`',
    right: { ...behind({ ...USES_WAYPOINT, 'cdk8s-mesh-access/wave': '3' }), mesh: { delivery: { tool: 'flux' } } },
  },
  {
    code: 'probe-past-proxy',
    when: 'the kubelet probes a strict port over HTTP by itself',
    wrong: probed('http', 8080),
    text: 'shop/catalog-deployment: [probe-past-proxy] `Deployment shop/catalog` of `shop/catalog` is probed over HTTP at port `8080`, and its annotation `sidecar.istio.io/rewriteAppHTTPProbers` keeps the sidecar\'s agent out of it: mutual TLS refuses the kubelet; leave out the annotation, probe by `exec`, or declare the port `PortMtls.permissive` and allow `Kubelet.onNodes()`',
    right: probed('http', 8081, edge('shop/catalog', CIDR, toPort('http', 8081))),
  },
  {
    code: 'probe-past-proxy',
    when: 'a port takes plaintext and nobody admits the kubelet',
    wrong: probed('grpc', 8081),
    text: 'shop/catalog-deployment: [probe-past-proxy] `Deployment shop/catalog` of `shop/catalog` is probed over gRPC at port `8081`, and its annotation `sidecar.istio.io/rewriteAppHTTPProbers` keeps the sidecar\'s agent out of it: mutual TLS refuses the kubelet; leave out the annotation, probe by `exec`, or declare the port `PortMtls.permissive` and allow `Kubelet.onNodes()`',
    right: probed('tcp', 8080),
  },
  {
    code: 'default-service-account',
    when: 'foreign pods in the mesh call somebody under `default`',
    wrong: { services: [foreign({ serviceAccount: 'default' }), CATALOG], edges: [edge('shop/catalog', calledBy('shop/made'), toPort('http', 8080))] },
    text: 'shop/made: [default-service-account] `shop/made` uses the service account `default`, which is also that of every pod without one; let whoever makes these pods give them an account of their own, and say so by `serviceAccountName`',
    right: { services: [foreign({ serviceAccount: 'default' }), CATALOG] },
  },
  {
    code: 'shared-service-account',
    when: 'foreign pods run under the account of a service',
    wrong: { services: [CATALOG, foreign({ serviceAccount: 'catalog', dataPlane: 'none' })] },
    text: 'shop/made: [shared-service-account] `shop/made` and `shop/catalog` share the service account `shop/catalog` and cannot be told apart; give each service an account of its own (`migrateIdentity`), declare them as one service, by `podLabels` that both carry and `additionalServices`, or say of both why they share it (`sharedIdentity`)',
    right: { services: [CATALOG, foreign({ serviceAccount: 'default' }), { ...foreign({ serviceAccount: 'default' }), id: 'shop/more', name: 'more', podLabels: { a: 'b' }, kubernetesServices: [] }] },
  },
  {
    code: 'callee-without-proxy',
    when: 'requests of foreign pods outside the mesh are granted',
    wrong: { services: [FRONTEND, foreign({ dataPlane: 'none' })], edges: [edge('shop/made', calledBy('web/frontend'), toPort('http', 8080, { methods: ['GET'] }))] },
    text: 'shop/made: [callee-without-proxy] `shop/made` has no proxy that could check the requests of `web/frontend`; bring it into the mesh (`DataPlane.SIDECAR`), or grant whole ports',
    right: { services: [FRONTEND, foreign({ dataPlane: 'none' })], edges: [edge('shop/made', calledBy('web/frontend'), toPort('http', 8080))] },
  },
  {
    code: 'foreign-pods-by-address',
    when: 'a caller with a sidecar is granted a port of foreign pods to which no Service leads',
    wrong: { services: [FRONTEND, { ...foreign(), kubernetesServices: [] }], edges: [edge('shop/made', calledBy('web/frontend'), toPort('http', 8080))] },
    text: 'shop/made: [foreign-pods-by-address] `web/frontend` is granted port `8080` of the foreign pods `shop/made`, to which no Kubernetes Service leads that its sidecar could know; name the Service: `services: [KubernetesService.of(…)]` of `ForeignPods.of`',
    right: { services: [FRONTEND, foreign()], edges: [edge('shop/made', calledBy('web/frontend'), toPort('http', 8080))] },
  },
  {
    code: 'deployed-here',
    when: 'an object of the App makes foreign pods',
    wrong: { services: [foreign()], workloads: [workload('shop/made')] },
    text: 'shop/made: [deployed-here] `shop/made` is declared as foreign pods, but `Deployment shop/made` is in this App; adopt it with `MeshService.fromWorkloads`; foreign pods are those that no object of the App makes',
    right: { services: [foreign()] },
  },
  {
    code: 'overlapping-selector',
    when: 'a service has the labels of foreign pods',
    wrong: { services: [foreign(), service('shop/catalog', [], { deployedElsewhere: true, podLabels: { 'app.kubernetes.io/name': 'made', tier: 'web' } })] },
    text: 'shop/made: [overlapping-selector] the pod labels of `shop/made` also select the pods of `shop/catalog`; add a label that tells their pods apart',
    right: { services: [foreign(), CATALOG] },
  },
  {
    code: 'job-never-ends',
    when: 'foreign pods of a Job have sidecars',
    wrong: { services: [foreign({ foreign: { madeBy: 'a Helm hook', reason: 'schema', finish: true } })] },
    text: 'shop/made: [job-never-ends] a Job with the foreign pods `shop/made` never ends: its sidecar outlives its containers, unless it is a native one; set `nativeSidecars` on the Mesh if every kubelet is 1.33 or later, or let its pods opt out of the mesh and say so: `dataPlane: DataPlane.NONE`',
    right: { services: [foreign({ dataPlane: 'none', foreign: { madeBy: 'a Helm hook', reason: 'schema', finish: true } })] },
  },
  {
    code: 'scrape-without-sidecar',
    when: 'pods without sidecars are scraped at a port of sidecars',
    wrong: { ...AMBIENT, edges: [scrape('shop/cart', 15020)] },
    text: 'shop/cart: [scrape-without-sidecar] `cluster.local/ns/monitoring/sa/prometheus` scrapes port `15020` of `shop/cart` past its sidecar, which its pods do not have or may not have; metrics are merged by sidecars alone: scrape the port of the application with `Scrape.ofPort`',
    right: pastSidecar(15020),
  },
  {
    code: 'scrape-without-sidecar',
    when: 'pods without sidecars are scraped past what they do not have',
    wrong: { services: [{ ...NONE, deployedElsewhere: true }], edges: [scrape('shop/legacy', 9000)] },
    text: 'shop/legacy: [scrape-without-sidecar] `cluster.local/ns/monitoring/sa/prometheus` scrapes port `9000` of `shop/legacy` past its sidecar, which its pods do not have or may not have; outside the mesh grant the port of the application to the addresses of Prometheus, `allowFrom(Cidr.of(…))`',
    right: pastSidecar(9103),
  },
  {
    code: 'scrape-of-captured-port',
    when: 'a port is scraped past the sidecar that captures it',
    wrong: { services: [service('shop/catalog', [port('tcp', 9103)])], edges: [scrape('shop/catalog', 9103)] },
    text: 'shop/catalog: [scrape-of-captured-port] `cluster.local/ns/monitoring/sa/prometheus` scrapes port `9103` of `shop/catalog` past its sidecar, which captures it; exclude the port (`excludedInboundPorts`, for adopted workloads their annotation), or scrape it with a certificate: `Scrape.ofPath`',
    right: pastSidecar(15090),
  },
  {
    code: 'scrape-through-tunnel',
    when: 'an ambient Prometheus scrapes past a sidecar',
    wrong: { ...pastSidecar(15020), edges: [scrape('shop/catalog', 15020, { dataPlane: 'ambient' })] },
    text: 'shop/catalog: [scrape-through-tunnel] `cluster.local/ns/monitoring/sa/prometheus` scrapes port `15020` of `shop/catalog` past its sidecar and is ambient: its ztunnel would dial the sidecar; scrape with a certificate (`Scrape.ofPort`), or keep the pods of Prometheus out of ambient and say so: `dataPlane: DataPlane.NONE`',
    right: { ...pastSidecar(15020), edges: [scrape('shop/catalog', 15020, { dataPlane: 'none' })] },
  },
  {
    code: 'reserved-port',
    when: 'a Service leads to the port that is scraped',
    wrong: { services: [service('shop/catalog', [port('tcp', 15020)], { excludedInboundPorts: [15020] })], edges: [scrape('shop/catalog', 15020)] },
    text: 'shop/catalog: [reserved-port] target port `15020` of `shop/catalog` belongs to the proxy in the same pod; let the application listen elsewhere',
    right: pastSidecar(15020),
  },
  {
    code: 'unknown-api-server',
    when: 'nothing says where the API server is',
    wrong: { services: [service('shop/catalog', [], { apiServer: { reasons: [] } })], mesh: { cluster: { ...MESH.cluster, apiServerCidrs: [] } } },
    text: 'shop/catalog: [unknown-api-server] `shop/catalog` calls the API server, whose addresses are not known; set `apiServerCidrs` in `cluster` of the Mesh; there is no safe default',
    right: { services: [service('shop/catalog', [], { apiServer: { reasons: [] } })], mesh: { cluster: { ...MESH.cluster, apiServerCidrs: ['10.128.0.2/32'] } } },
  },
  {
    code: 'job-never-ends',
    when: 'a Job has a sidecar that is no native one as far as is known',
    wrong: job({}),
    text: 'shop/catalog-deployment: [job-never-ends] `Job shop/catalog` of `shop/catalog` never ends: its sidecar outlives its containers, unless it is a native one; set `nativeSidecars` on the Mesh if every kubelet is 1.33 or later, annotate the pods with `sidecar.istio.io/nativeSidecar: "true"`, or let the job end its proxy and say so by `endsItsProxy`',
    right: { ...job({}), mesh: { nativeSidecars: true } },
  },
  {
    code: 'job-never-ends',
    when: 'a Pod is a hook of Helm',
    wrong: job({ 'helm.sh/hook': 'test' }, 'Pod'),
    text: 'shop/catalog-deployment: [job-never-ends] `Pod shop/catalog` of `shop/catalog` never ends: its sidecar outlives its containers, unless it is a native one; set `nativeSidecars` on the Mesh if every kubelet is 1.33 or later, annotate the pods with `sidecar.istio.io/nativeSidecar: "true"`, or let the job end its proxy and say so by `endsItsProxy`',
    right: job({}, 'Pod'),
  },
  {
    code: 'job-never-ends',
    when: 'a pod asks for a sidecar that is no native one',
    wrong: { ...job({ 'sidecar.istio.io/nativeSidecar': 'false' }, 'CronJob'), mesh: { nativeSidecars: true } },
    text: 'shop/catalog-deployment: [job-never-ends] `CronJob shop/catalog` of `shop/catalog` never ends: its sidecar outlives its containers, unless it is a native one; set `nativeSidecars` on the Mesh if every kubelet is 1.33 or later, annotate the pods with `sidecar.istio.io/nativeSidecar: "true"`, or let the job end its proxy and say so by `endsItsProxy`',
    right: job({ 'sidecar.istio.io/nativeSidecar': 'true' }, 'CronJob'),
  },
  {
    code: 'job-never-ends',
    when: 'a service that is not said to end its proxy has a Job',
    wrong: { ...job({}), services: [FRONTEND, service('shop/catalog', [port('http', 8080)])] },
    text: 'shop/catalog-deployment: [job-never-ends] `Job shop/catalog` of `shop/catalog` never ends: its sidecar outlives its containers, unless it is a native one; set `nativeSidecars` on the Mesh if every kubelet is 1.33 or later, annotate the pods with `sidecar.istio.io/nativeSidecar: "true"`, or let the job end its proxy and say so by `endsItsProxy`',
    right: { ...job({}), services: [FRONTEND, service('shop/catalog', [port('http', 8080)], { endsItsProxy: true })] },
  },
  {
    code: 'shared-service-account',
    when: 'two services have one account',
    wrong: { services: [service('shop/a', [], { serviceAccount: 'app' }), service('shop/b', [], { serviceAccount: 'app' })] },
    text: 'shop/b: [shared-service-account] `shop/b` and `shop/a` share the service account `shop/app` and cannot be told apart; give each service an account of its own (`migrateIdentity`), declare them as one service, by `podLabels` that both carry and `additionalServices`, or say of both why they share it (`sharedIdentity`)',
    right: { services: [service('shop/a', [], { serviceAccount: 'app' }), service('web/b', [], { serviceAccount: 'app' })] },
  },
  {
    code: 'shared-service-account',
    when: 'a third service has the account that two say they share',
    wrong: { services: [sharing('shop/a', ['b']), sharing('shop/b', ['a']), sharing('shop/c')] },
    text: 'shop/c: [shared-service-account] `shop/c` and `shop/a` share the service account `shop/app` and cannot be told apart; give each service an account of its own (`migrateIdentity`), declare them as one service, by `podLabels` that both carry and `additionalServices`, or say of both why they share it (`sharedIdentity`)',
    right: { services: [sharing('shop/a', ['b']), sharing('shop/b', ['a']), sharing('shop/c', undefined, { serviceAccount: 'c' })] },
  },
  {
    code: 'inexact-shared-identity',
    when: 'one of two says that they share their account',
    wrong: { services: [sharing('shop/a', ['b']), sharing('shop/b')] },
    text: 'shop/a: [inexact-shared-identity] `shop/a` says that it shares its identity with `shop/b`, which does not say so; give it `sharedIdentity` too, with `sharedWith: [\'a\']` and all the others, or an account of its own',
    right: { services: [sharing('shop/a', ['b']), sharing('shop/b', ['a'])] },
  },
  {
    code: 'inexact-shared-identity',
    when: 'one of three is left out by one of them',
    wrong: { services: [sharing('shop/a', ['b', 'c']), sharing('shop/b', ['a']), sharing('shop/c', ['a', 'b'])] },
    text: 'shop/b: [inexact-shared-identity] `shop/b` says with whom it shares its identity and leaves out `shop/c`; add `\'c\'` to `sharedWith`, or give `shop/c` an account of its own',
    right: { services: [sharing('shop/a', ['b', 'c']), sharing('shop/b', ['a', 'c']), sharing('shop/c', ['a', 'b'])] },
  },
  {
    code: 'inexact-shared-identity',
    when: 'it names somebody who is not there',
    wrong: { services: [sharing('shop/a', ['b', 'x']), sharing('shop/b', ['a'])] },
    text: 'shop/a: [inexact-shared-identity] `shop/a` says that it shares its identity with `shop/x`, which is no service of this App; name services of the same namespace and App; what another App declares cannot share it',
    right: { services: [sharing('shop/a', ['b']), sharing('shop/b', ['a'])] },
  },
  {
    code: 'inexact-shared-identity',
    when: 'it names itself',
    wrong: { services: [sharing('shop/a', ['a', 'b']), sharing('shop/b', ['a'])] },
    text: 'shop/a: [inexact-shared-identity] `shop/a` says that it shares its identity with `shop/a`, which is itself; name the others alone',
    right: { services: [sharing('shop/a', ['b']), sharing('shop/b', ['a'])] },
  },
  {
    code: 'inexact-shared-identity',
    when: 'it names somebody who has another account',
    wrong: { services: [sharing('shop/a'), sharing('shop/d', ['a'], { serviceAccount: 'd' })] },
    text: 'shop/d: [inexact-shared-identity] `shop/d` says that it shares its identity with `shop/a`, which runs under `app`; leave it out: they are told apart',
    right: { services: [sharing('shop/a', ['d']), sharing('shop/d', ['a'], { serviceAccount: 'd', formerAccounts: [LEAVING] })], mesh: { asOf: '2026-11-30' } },
  },
  {
    code: 'former-account-taken',
    when: 'a service leaves an account that others keep, and only they say that they share it',
    wrong: { services: [sharing('shop/a', ['b']), sharing('shop/b', ['a']), sharing('shop/d', undefined, { serviceAccount: 'd', formerAccounts: [LEAVING] })], mesh: { asOf: '2026-11-30' } },
    text: 'shop/d: [former-account-taken] `shop/d` comes from the service account `app`, under which `shop/b` runs: it would be taken for `shop/d`; let `shop/b` run under another account, or replace the pods of `shop/d` at once and leave the migration out',
    right: { services: [sharing('shop/a', ['b', 'd']), sharing('shop/b', ['a', 'd']), sharing('shop/d', ['a', 'b'], { serviceAccount: 'd', formerAccounts: [LEAVING] })], mesh: { asOf: '2026-11-30' } },
  },
  {
    code: 'shared-identity-apart',
    when: 'one of two is ambient and the other has sidecars',
    wrong: { services: [sharing('shop/a', ['b'], { dataPlane: 'ambient', deployedElsewhere: true }), sharing('shop/b', ['a'])] },
    text: 'shop/a: [shared-identity-apart] `shop/a` and `shop/b` share an identity, and their pods are `ambient` and `sidecar`: admitted alike, they come by different ways; give them one `dataPlane`, and move them together, or give each an account of its own',
    right: { services: [sharing('shop/a', ['b'], { dataPlane: 'ambient', deployedElsewhere: true }), sharing('shop/b', ['a'], { dataPlane: 'ambient', deployedElsewhere: true })] },
  },
  {
    code: 'quarantine-of-shared-identity',
    when: 'one of two is cut off',
    wrong: { services: [sharing('shop/a', ['b'], { quarantine: { reason: 'incident' } }), sharing('shop/b', ['a'])] },
    text: 'shop/a: [quarantine-of-shared-identity] `shop/a` is in quarantine, and `shop/b` has the same identity, which stays admitted; put `shop/b` in quarantine, too',
    right: { services: [sharing('shop/a', ['b'], { quarantine: { reason: 'incident' } }), sharing('shop/b', ['a'], { quarantine: { reason: 'incident' } })] },
  },
  {
    code: 'default-service-account',
    when: 'a service runs under `default`',
    wrong: { services: [service('shop/a', [], { serviceAccount: 'default' })] },
    text: 'shop/a: [default-service-account] `shop/a` uses the service account `default`, which is also that of every pod without one; give the service an account of its own; `migrateIdentity` admits `default` until all of its pods have it',
    right: { services: [service('shop/default-backend')] },
  },
  {
    code: 'duplicate-service',
    when: 'a service is declared twice',
    wrong: { services: [service('shop/a', [port('http', 8080)]), service('shop/a', [port('http', 8080)], { construct: 'again' })] },
    text: 'again: [duplicate-service] the service `shop/a` is declared a second time, first by `shop/a`; give one of them another name or namespace',
    right: { services: [service('shop/a'), service('web/a')] },
  },
  {
    code: 'duplicate-namespace',
    when: 'a namespace is declared twice',
    wrong: { namespaces: [SHOP, { ...SHOP, construct: 'again' }] },
    text: 'again: [duplicate-namespace] the namespace `shop` is declared a second time, first by `shop/ns`; pass the one `MeshNamespace` to everything that lives in it',
    right: { namespaces: [SHOP, WEB] },
  },
  {
    code: 'duplicate-kubernetes-service',
    when: 'two services have a Kubernetes Service of one name',
    wrong: { services: [service('shop/a', [port('http', 8080)]), service('shop/b', [port('http', 8080)], { kubernetesServices: [{ name: 'a', headless: false, ports: [] }] })] },
    text: 'shop/b: [duplicate-kubernetes-service] `shop/b` has the Kubernetes Service `a`, which `shop/a` has as well; give one of them another name',
    right: { services: [service('shop/a', [port('http', 8080)]), service('web/b', [port('http', 8080)], { kubernetesServices: [{ name: 'a', headless: false, ports: [] }] })] },
  },
  {
    code: 'duplicate-port',
    when: 'a Service has one port twice, by number or by name',
    wrong: {
      services: [service('shop/a', [port('http', 8080), port('http', 8081)], {
        kubernetesServices: [
          { name: 'a', headless: false, ports: [{ name: 'x', port: 80, targetPort: 8080, protocol: 'http' }, { name: 'y', port: 80, targetPort: 8081, protocol: 'http' }] },
          { name: 'b', headless: false, ports: [{ name: 'x', port: 80, targetPort: 8080, protocol: 'http' }, { name: 'x', port: 81, targetPort: 8081, protocol: 'http' }] },
        ],
      })],
    },
    text: [
      'shop/a: [duplicate-port] the Kubernetes Service `shop/a` has port `80` over TCP twice; leave one out, or give it another number and name',
      'shop/a: [duplicate-port] the Kubernetes Service `shop/b` has a port named `x` twice; leave one out, or give it another number and name',
    ],
    right: {
      services: [service('shop/a', [port('tcp', 53), port('udp', 53)], {
        kubernetesServices: [{ name: 'a', headless: false, ports: [{ name: 'x', port: 53, targetPort: 53, protocol: 'tcp' }, { name: 'y', port: 53, targetPort: 53, protocol: 'udp' }] }],
      })],
    },
  },
  {
    code: 'conflicting-protocols',
    when: 'two Services give one target port different protocols',
    wrong: {
      services: [service('shop/a', [port('http', 8080), port('tcp', 8080)], {
        kubernetesServices: [
          { name: 'a', headless: false, ports: [{ name: 'x', port: 80, targetPort: 8080, protocol: 'http' }] },
          { name: 'b', headless: false, ports: [{ name: 'x', port: 80, targetPort: 8080, protocol: 'tcp' }] },
        ],
      })],
    },
    text: 'shop/a: [conflicting-protocols] target port `8080` of `shop/a` is declared as both `http` and `tcp`; declare every port that leads to it with the same protocol',
    right: { services: [service('shop/a', [port('http', 8080), port('udp', 8080)])] },
  },
  {
    code: 'conflicting-mtls',
    when: 'a target port has two modes',
    wrong: { services: [service('shop/a', [port('http', 8080), port('http', 8080, 'permissive')], { kubernetesServices: [] })] },
    text: 'shop/a: [conflicting-mtls] target port `8080` of `shop/a` is declared with mTLS both `strict` and `permissive`; declare every port that leads to it with the same `mtls`',
    right: { services: [service('shop/a', [port('http', 8080), port('http', 8081, 'permissive')])] },
  },
  {
    code: 'reserved-port',
    when: 'the application listens where its proxy does',
    wrong: { services: [service('shop/a', [port('http', 15090)])] },
    text: 'shop/a: [reserved-port] target port `15090` of `shop/a` belongs to the proxy in the same pod; let the application listen elsewhere',
    right: { services: [service('shop/a', [port('http', 15089)]), service('shop/b', [port('http', 15090)], { dataPlane: 'none' })], workloads: [workload('shop/a'), workload('shop/b', { labels: { 'app.kubernetes.io/name': 'b', 'sidecar.istio.io/inject': 'false' } })] },
  },
  {
    code: 'protocol-cannot-carry',
    when: 'requests are granted on a port of bytes',
    wrong: toCatalog(calledBy('web/frontend'), 'tcp', 6379, { methods: ['GET'] }),
    text: 'shop/catalog: [protocol-cannot-carry] `web/frontend` is granted HTTP requests on port `6379` of `shop/catalog`, which is `tcp`; grant the whole port, or declare it as `ServicePort.http`, `http2` or `grpc` if it is',
    right: toCatalog(calledBy('web/frontend'), 'http', 8080, { methods: ['GET'] }),
  },
  {
    code: 'protocol-cannot-carry',
    when: 'requests are granted on UDP',
    wrong: toCatalog(calledBy('web/frontend'), 'udp', 5353, { methods: ['GET'] }),
    text: 'shop/catalog: [protocol-cannot-carry] `web/frontend` is granted HTTP requests on port `5353` of `shop/catalog`, which is `udp`; grant the whole port, or declare it as `ServicePort.http`, `http2` or `grpc` if it is',
    right: toCatalog(calledBy('web/frontend'), 'udp', 5353),
  },
  {
    code: 'undeclared-namespace',
    when: 'nobody declares the namespace of a service',
    wrong: { services: [service('shop/a')], namespaces: [WEB] },
    text: 'shop/a: [undeclared-namespace] `shop/a` is in the namespace `shop`, which no `MeshNamespace` declares, so nothing denies by default there; declare a `MeshNamespace` for it, or `MeshNamespace.fromName` if others own it',
    right: { services: [service('shop/a')], namespaces: [{ ...SHOP, owned: false }] },
  },
  {
    code: 'system-namespace',
    when: 'a namespace of the system is taken over',
    wrong: { services: [service('istio-system/a')], namespaces: [{ ...SHOP, id: 'istio-system' }, { ...WEB, id: 'kube-system' }] },
    text: [
      'istio-system/a: [system-namespace] the service `istio-system/a` is in the root namespace of the mesh, which policies of ours would cut off; use a namespace of its own; as a caller, take `MeshNamespace.fromName`',
      'shop/ns: [system-namespace] the namespace `istio-system` is the root namespace of the mesh, which policies of ours would cut off; use a namespace of its own; as a caller, take `MeshNamespace.fromName`',
      'web/ns: [system-namespace] the namespace `kube-system` is the namespace of the cluster\'s own pods, which policies of ours would cut off; use a namespace of its own; as a caller, take `MeshNamespace.fromName`',
    ],
    right: { namespaces: [{ ...SHOP, id: 'istio-system', owned: false }, { ...WEB, id: 'kube-system', owned: false }] },
  },
  {
    code: 'data-plane-mismatch',
    when: 'a service has a proxy and its namespace has none',
    wrong: { ...OUTSIDE, services: [FRONTEND] },
    text: 'web/frontend: [data-plane-mismatch] `web/frontend` is declared with a proxy, but its namespace `web` is outside the mesh; declare the namespace with `DataPlane.SIDECAR` and the other services in it with `DataPlane.NONE`',
    right: { ...OUTSIDE, services: [{ ...FRONTEND, dataPlane: 'none' }] },
  },
  {
    code: 'callee-without-proxy',
    when: 'a grant names an identity or requests and nothing checks them',
    wrong: {
      services: [FRONTEND, { ...NONE, deployedElsewhere: true }],
      edges: [edge('shop/legacy', calledBy('web/frontend'), toPort('tcp', 9000)), edge('shop/legacy', CIDR, toPort('http', 8080, { methods: ['GET'] }))],
    },
    text: [
      'shop/legacy: [callee-without-proxy] `shop/legacy` has no proxy that could check the identity of `web/frontend`; bring it into the mesh (`DataPlane.SIDECAR`), or grant whole ports to `Cidr` or `Anyone`',
      'shop/legacy: [callee-without-proxy] `shop/legacy` has no proxy that could check the requests of `192.168.0.0/16`; bring it into the mesh (`DataPlane.SIDECAR`), or grant whole ports to `Cidr` or `Anyone`',
    ],
    right: { services: [{ ...NONE, deployedElsewhere: true }], edges: [edge('shop/legacy', CIDR, toPort('tcp', 9000)), edge('shop/legacy', ANYONE, toPort('http', 8080))] },
  },
  {
    code: 'empty-selector',
    when: 'a service has no pod labels',
    wrong: { services: [service('shop/a', [], { podLabels: {}, deployedElsewhere: true })] },
    text: 'shop/a: [empty-selector] `shop/a` has no pod labels and would select every pod of its namespace; give the labels that only its pods carry',
    right: { services: [service('shop/a', [], { podLabels: { app: 'a' }, deployedElsewhere: true })] },
  },
  {
    code: 'overlapping-selector',
    when: 'the labels of one service are a part of those of another',
    wrong: { services: [service('shop/a', [], { podLabels: { app: 'a' }, deployedElsewhere: true }), service('shop/b', [], { podLabels: { app: 'a', tier: 'b' }, deployedElsewhere: true })] },
    text: 'shop/a: [overlapping-selector] the pod labels of `shop/a` also select the pods of `shop/b`; add a label that tells their pods apart',
    right: { services: [service('shop/a', [], { podLabels: { app: 'a', tier: 'a' } }), service('shop/b', [], { podLabels: { app: 'a', tier: 'b' } }), service('web/a', [], { podLabels: { app: 'a' } })] },
  },
  {
    code: 'workload-service-account',
    when: 'pods behind a service run under another account',
    wrong: { services: [CATALOG], workloads: [workload('shop/catalog', { serviceAccountName: 'default' })] },
    text: 'shop/catalog-deployment: [workload-service-account] `Deployment shop/catalog` is selected by `shop/catalog` but runs under the service account `default`; run it under `catalog` (`service.serviceAccountName`), or give it other labels',
    right: { services: [CATALOG], workloads: [workload('shop/catalog'), workload('shop/stranger', { serviceAccountName: 'default' })] },
  },
  {
    code: 'workload-of-two-services',
    when: 'pods carry the labels of two services',
    wrong: {
      services: [service('shop/a', [], { podLabels: { app: 'a' }, serviceAccount: 'x' }), service('shop/b', [], { podLabels: { tier: 'b' } })],
      workloads: [workload('shop/a', { labels: { app: 'a', tier: 'b' }, serviceAccountName: 'x' })],
    },
    text: [
      'shop/a-deployment: [workload-of-two-services] `Deployment shop/a` is selected by `shop/a` and `shop/b`; give its pods the labels of one service only',
      'shop/a-deployment: [workload-service-account] `Deployment shop/a` is selected by `shop/b` but runs under the service account `x`; run it under `b` (`service.serviceAccountName`), or give it other labels',
    ],
    right: {
      services: [service('shop/a', [], { podLabels: { app: 'a' } }), service('shop/b', [], { podLabels: { tier: 'b' } })],
      workloads: [workload('shop/a', { labels: { app: 'a' } }), workload('shop/b', { labels: { tier: 'b' } })],
    },
  },
  {
    code: 'no-workload',
    when: 'no pods carry the labels of a service',
    wrong: { services: [CATALOG], workloads: [workload('web/catalog')] },
    text: 'shop/catalog: [no-workload] no workload of the App carries the pod labels of `shop/catalog` (`app.kubernetes.io/name: catalog`); put `service.podLabels` on its pods, or set `deployedElsewhere`',
    right: { services: [{ ...CATALOG, deployedElsewhere: true }], workloads: [workload('web/catalog')] },
  },
  {
    code: 'deployed-here',
    when: 'pods of a service that is deployed elsewhere are in the App',
    wrong: { services: [{ ...CATALOG, deployedElsewhere: true }], workloads: [workload('shop/catalog')] },
    text: 'shop/catalog: [deployed-here] `shop/catalog` is declared as deployed elsewhere, but `Deployment shop/catalog` is in this App; leave out `deployedElsewhere`',
    right: { services: [CATALOG], workloads: [workload('shop/catalog')] },
  },
  {
    code: 'workload-without-proxy',
    when: 'pods opt out of injection by label',
    wrong: { services: [CATALOG], workloads: [injects('false')] },
    text: 'shop/catalog-deployment: [workload-without-proxy] `Deployment shop/catalog` of `shop/catalog` opts out of injection, so no proxy enforces its access; let it be injected, or declare the service with `DataPlane.NONE`',
    right: { services: [CATALOG], workloads: [injects('true')] },
  },
  {
    code: 'workload-without-proxy',
    when: 'pods opt out of injection by annotation',
    wrong: { services: [CATALOG], workloads: [injects('false', 'annotations')] },
    text: 'shop/catalog-deployment: [workload-without-proxy] `Deployment shop/catalog` of `shop/catalog` opts out of injection, so no proxy enforces its access; let it be injected, or declare the service with `DataPlane.NONE`',
    right: { services: [CATALOG], workloads: [{ ...injects('false', 'annotations'), labels: injects('true').labels }] },
  },
  {
    code: 'workload-without-proxy',
    when: 'pods use the host network',
    wrong: { services: [CATALOG], workloads: [workload('shop/catalog', { hostNetwork: true })] },
    text: 'shop/catalog-deployment: [workload-without-proxy] `Deployment shop/catalog` of `shop/catalog` uses the host network, so no proxy enforces its access; let it be injected, or declare the service with `DataPlane.NONE`',
    right: { services: [CATALOG] },
  },
  {
    code: 'workload-without-proxy',
    when: 'pods deployed elsewhere opt out by the labels they are declared with',
    wrong: { services: [optedOut(CATALOG)] },
    text: 'shop/catalog: [workload-without-proxy] the pod labels of `shop/catalog` opt out of injection, so no proxy enforces its access; let its pods be injected, or declare the service with `DataPlane.NONE`',
    right: { services: [optedOut(NONE)] },
  },
  {
    code: 'workload-with-proxy',
    when: 'pods of a service outside the mesh would be injected',
    wrong: { services: [NONE], workloads: [workload('shop/legacy')] },
    text: 'shop/legacy-deployment: [workload-with-proxy] `Deployment shop/legacy` of `shop/legacy` would be injected although the service is declared outside the mesh; label its pods `sidecar.istio.io/inject: "false"`, or leave out `dataPlane`',
    right: { services: [NONE], workloads: [workload('shop/legacy', { annotations: { 'sidecar.istio.io/inject': 'false' } })] },
  },
  {
    code: 'workload-on-host-network',
    when: 'only NetworkPolicy could bind pods on the host network',
    wrong: { mesh: { platform: 'kubernetes' }, services: [CATALOG], workloads: [workload('shop/catalog', { hostNetwork: true })] },
    text: 'shop/catalog-deployment: [workload-on-host-network] `Deployment shop/catalog` of `shop/catalog` uses the host network, where NetworkPolicy is undefined; take it off the host network, or do not declare it as a service',
    right: { mesh: { platform: 'kubernetes' }, services: [CATALOG] },
  },
  {
    code: 'excluded-port',
    when: 'the service says that the proxy does not capture the port',
    wrong: { ...toCatalog(calledBy('web/frontend'), 'http', 8080), services: [FRONTEND, { ...CATALOG, excludedInboundPorts: [8080] }] },
    text: 'shop/catalog: [excluded-port] `web/frontend` is granted port `8080` of `shop/catalog`, where no proxy enforces it: `excludedInboundPorts` names it; let the proxy capture the port, or grant another one',
    right: { ...toCatalog(calledBy('web/frontend'), 'http', 8080), services: [FRONTEND, { ...CATALOG, excludedInboundPorts: [6379] }] },
  },
  {
    code: 'excluded-port',
    when: 'the workload excludes the port by annotation',
    wrong: annotated({ 'traffic.sidecar.istio.io/excludeInboundPorts': '9090, 8080' }),
    text: 'shop/catalog: [excluded-port] `web/frontend` is granted port `8080` of `shop/catalog`, where no proxy enforces it: `Deployment shop/catalog` excludes it by annotation; let the proxy capture the port, or grant another one',
    right: annotated({ 'traffic.sidecar.istio.io/excludeInboundPorts': '80,18080' }),
  },
  {
    code: 'included-ports-alone',
    when: 'the workload has some ports captured and no others',
    wrong: annotated({ 'traffic.sidecar.istio.io/includeInboundPorts': '8080' }),
    text: 'shop/catalog-deployment: [included-ports-alone] `Deployment shop/catalog` of `shop/catalog` has its sidecar capture `8080` alone (`traffic.sidecar.istio.io/includeInboundPorts`): at every other port no proxy asks who calls; leave out the annotation; single ports that must go past the proxy are `excludeInboundPorts`',
    right: annotated({ 'traffic.sidecar.istio.io/includeInboundPorts': '*' }),
  },
  {
    code: 'included-ports-alone',
    when: 'the workload has no port captured',
    wrong: annotated({ 'traffic.sidecar.istio.io/includeInboundPorts': '' }),
    text: 'shop/catalog-deployment: [included-ports-alone] `Deployment shop/catalog` of `shop/catalog` has its sidecar capture no port (`traffic.sidecar.istio.io/includeInboundPorts`): at every other port no proxy asks who calls; leave out the annotation; single ports that must go past the proxy are `excludeInboundPorts`',
    right: annotated({}),
  },
  {
    code: 'excluded-port',
    when: 'the port is never captured',
    wrong: { services: [FRONTEND, service('shop/a', [port('http', 15020)])], edges: [edge('shop/a', calledBy('web/frontend'), toPort('http', 15020))] },
    text: [
      'shop/a: [excluded-port] `web/frontend` is granted port `15020` of `shop/a`, where no proxy enforces it: Istio never captures it; let the proxy capture the port, or grant another one',
      'shop/a: [reserved-port] target port `15020` of `shop/a` belongs to the proxy in the same pod; let the application listen elsewhere',
    ],
    right: { mesh: { platform: 'kubernetes' }, services: [FRONTEND, service('shop/a', [port('http', 15020)])], edges: [edge('shop/a', calledBy('web/frontend'), toPort('http', 15020))] },
  },
  {
    code: 'caller-without-pods',
    when: 'an identity comes from pods nobody named',
    wrong: toCatalog(identity('cluster.local/ns/ingress/sa/edge', { pods: undefined }), 'http', 8080),
    text: 'shop/catalog: [caller-without-pods] `cluster.local/ns/ingress/sa/edge` calls `shop/catalog` from pods that NetworkPolicy cannot know; give its `podLabels`, or set `wholeNamespace` if every pod there is meant',
    right: toCatalog(identity('cluster.local/ns/ingress/sa/edge', { pods: { namespace: 'ingress', labels: {}, wholeNamespace: true } }), 'http', 8080),
  },
  {
    code: 'foreign-trust-domain',
    when: 'an identity is of another trust domain, though it be the default one',
    wrong: { ...toCatalog(identity('cluster.local/ns/ingress/sa/edge'), 'http', 8080), mesh: { trustDomain: 'corp.example' } },
    text: 'shop/catalog: [foreign-trust-domain] `cluster.local/ns/ingress/sa/edge` is of the trust domain `cluster.local`, and the mesh is `corp.example`; name an identity of the mesh; federation of trust domains is not supported',
    right: { ...toCatalog(identity('corp.example/ns/ingress/sa/edge'), 'http', 8080), mesh: { trustDomain: 'corp.example' } },
  },
  {
    code: 'aliased-trust-domain',
    when: 'an identity is of an alias',
    wrong: { ...toCatalog(identity('old.example/ns/ingress/sa/edge'), 'http', 8080), mesh: { trustDomainAliases: ['old.example'] } },
    text: 'shop/catalog: [aliased-trust-domain] `old.example/ns/ingress/sa/edge` is of an alias of the trust domain, for which Istio admits the same account of `cluster.local` and of every alias; name it as `cluster.local/ns/ingress/sa/edge`, which says so',
    right: { ...toCatalog(identity('cluster.local/ns/ingress/sa/edge'), 'http', 8080), mesh: { trustDomainAliases: ['old.example'] } },
  },
  {
    code: 'trust-domain-alias',
    when: 'an alias says nothing or too much',
    wrong: { mesh: { trustDomainAliases: ['cluster.local', '*.example'] } },
    text: [
      'mesh: [trust-domain-alias] the trust domain alias `*.example` has a wildcard; list each other trust domain once, by name',
      'mesh: [trust-domain-alias] the trust domain alias `cluster.local` names a trust domain twice; list each other trust domain once, by name',
    ],
    right: { mesh: { trustDomainAliases: ['old.example', 'older.example'] } },
  },
  {
    code: 'declared-identity',
    when: 'a declared service is named by its identity',
    wrong: toCatalog(identity('cluster.local/ns/web/sa/frontend'), 'http', 8080),
    text: 'shop/catalog: [declared-identity] `cluster.local/ns/web/sa/frontend` is the declared service `web/frontend`; pass the `MeshService` itself to `allowFrom`',
    right: toCatalog(calledBy('web/frontend'), 'http', 8080),
  },
  {
    code: 'caller-without-identity',
    when: 'a caller known by address meets STRICT',
    wrong: toCatalog(CIDR, 'http', 8080),
    text: 'shop/catalog: [caller-without-identity] `192.168.0.0/16` has no mesh identity for port `8080` of `shop/catalog`: it is known by address alone; declare the port with `PortMtls.permissive({ reason })`; probes need no grant, since injection rewrites them',
    right: toCatalog(CIDR, 'http', 8081),
  },
  {
    code: 'caller-without-identity',
    when: 'the kubelet meets STRICT',
    wrong: toCatalog({ kind: 'addresses', role: 'kubelet', cidrs: ['10.2.0.0/16'], except: [] }, 'tcp', 6379),
    text: 'shop/catalog: [caller-without-identity] `kubelet` has no mesh identity for port `6379` of `shop/catalog`: it is known by address alone; declare the port with `PortMtls.permissive({ reason })`; probes need no grant, since injection rewrites them',
    right: toCatalog({ kind: 'addresses', role: 'kubelet', cidrs: ['10.2.0.0/16'], except: [] }, 'udp', 5353),
  },
  {
    code: 'caller-without-identity',
    when: 'a service or namespace outside the mesh calls into it',
    wrong: {
      ...OUTSIDE,
      services: [{ ...FRONTEND, dataPlane: 'none' }, CATALOG],
      edges: [edge('shop/catalog', calledBy('web/frontend'), toPort('http', 8081)), edge('shop/catalog', { kind: 'namespace', namespace: 'web' }, toPort('http', 8080))],
    },
    text: [
      'shop/catalog: [caller-without-identity] `every identity of web` has no mesh identity for port `8080` of `shop/catalog`: its pods have no proxy; bring the caller into the mesh (`DataPlane.SIDECAR`)',
      'shop/catalog: [caller-without-identity] `web/frontend` has no mesh identity for port `8081` of `shop/catalog`: its pods have no proxy; bring the caller into the mesh (`DataPlane.SIDECAR`)',
    ],
    right: { services: BOTH, edges: [edge('shop/catalog', calledBy('web/frontend'), toPort('http', 8081)), edge('shop/catalog', { kind: 'namespace', namespace: 'web' }, toPort('http', 8080))] },
  },
  {
    code: 'identity-on-plaintext-port',
    when: 'mTLS is disabled where an identity is granted',
    wrong: toCatalog(calledBy('web/frontend'), 'tcp', 9000),
    text: 'shop/catalog: [identity-on-plaintext-port] `web/frontend` is granted port `9000` of `shop/catalog` by identity, but mTLS is disabled there; declare the port with `PortMtls.permissive({ reason })`, or grant it to `Cidr` or `Anyone`',
    right: toCatalog(ANYONE, 'tcp', 9000),
  },
  {
    code: 'source-address-not-seen',
    when: 'addresses are asked of a caller by address',
    wrong: toCatalogFrom(CIDR, 'http', 8081),
    text: 'shop/catalog: [source-address-not-seen] the address that `192.168.0.0/16` calls `shop/catalog` from cannot be a condition: the caller is known by address alone, which is declared already; allow `Cidr.of` with the addresses that are meant, without `Condition.sourceCidr`',
    right: toCatalog(CIDR, 'http', 8081),
  },
  {
    code: 'source-address-not-seen',
    when: 'addresses are asked of the clients of a gateway',
    wrong: toCatalogFrom(identity('cluster.local/ns/ingress/sa/edge'), 'http', 8080),
    text: 'shop/catalog: [source-address-not-seen] the address that `cluster.local/ns/ingress/sa/edge` calls `shop/catalog` from cannot be a condition: the address is the gateway\'s, whoever its client is, and what a header says of the client anybody can write; restrict clients where their addresses are seen: `loadBalancerSourceRanges` of the gateway\'s Service, or a policy of the gateway',
    right: toCatalogFrom(identity('cluster.local/ns/ingress/sa/edge', { role: 'spiffe' }), 'http', 8080),
  },
  {
    code: 'source-address-not-seen',
    when: 'no proxy compares them',
    wrong: { services: [FRONTEND, { ...NONE, deployedElsewhere: true }], edges: [{ ...edge('shop/legacy', ANYONE, toPort('http', 8080)), sourceCidrs: PODS }], namespaces: [SHOP, WEB] },
    text: 'shop/legacy: [source-address-not-seen] the address that `anyone` calls `shop/legacy` from cannot be a condition: its pods have no proxy that could compare it; bring the callee into the mesh, or allow `Cidr.of`',
    right: toCatalogFrom(ANYONE, 'http', 8080),
  },
  {
    code: 'source-address-not-seen',
    when: 'an ambient pod calls a sidecar',
    wrong: { namespaces: [SHOP, AMBIENT_WEB], services: [STOREFRONT, CATALOG], edges: toCatalogFrom(calledBy('web/frontend'), 'tcp', 6379).edges },
    text: 'shop/catalog: [source-address-not-seen] the address that `web/frontend` calls `shop/catalog` from cannot be a condition: a sidecar does not see the address of a caller that comes by HBONE, as ambient pods do; move the callee to ambient first, or leave out `Condition.sourceCidr`',
    right: toCatalogFrom(calledBy('web/frontend'), 'tcp', 6379),
  },
  {
    code: 'source-address-not-seen',
    when: 'the port passes no proxy',
    wrong: toCatalogFrom(calledBy('web/frontend'), 'udp', 5353),
    text: 'shop/catalog: [source-address-not-seen] the address that `web/frontend` calls port `5353` of `shop/catalog` from cannot be a condition: UDP passes no proxy, and NetworkPolicy cannot ask for pods and addresses at once; grant its port apart, without `Condition.sourceCidr`',
    right: toCatalogFrom(calledBy('web/frontend'), 'tcp', 6379),
  },
  {
    code: 'source-address-not-seen',
    when: 'the caller comes through a waypoint',
    wrong: { ...AMBIENT, edges: [{ ...edge('shop/cart', calledBy('web/frontend'), { ...toPort('tcp', 6379), routes: ['waypoint'] }), sourceCidrs: PODS }] },
    text: 'shop/cart: [source-address-not-seen] the address that `web/frontend` calls port `6379` of `shop/cart` from cannot be a condition: it comes through a waypoint, which sees the address of no client; leave out `Condition.sourceCidr`, or give the callee `waypoint: Waypoint.none()` and grant whole ports',
    right: { ...AMBIENT, edges: [{ ...edge('shop/cart', calledBy('web/frontend'), { ...toPort('tcp', 6379), routes: ['direct'] }), sourceCidrs: PODS }] },
  },
  {
    code: 'source-outside-pods',
    when: 'no pod has such an address',
    wrong: {
      services: BOTH, mesh: withCidrs(['10.1.0.0/16'], ['10.2.0.0/16']),
      edges: [{ ...edge('shop/catalog', calledBy('web/frontend'), toPort('tcp', 6379)), sourceCidrs: { cidrs: ['192.168.0.0/16'], except: ['192.168.7.0/24'] } }],
    },
    text: 'shop/catalog: [source-outside-pods] `web/frontend` is to call `shop/catalog` from `192.168.0.0/16 except 192.168.7.0/24`, where no pod is: they are in `10.1.0.0/16`; name the pods\' addresses; the address of a client that the caller acts for is not seen here',
    right: {
      services: BOTH, mesh: withCidrs(['10.1.0.0/16'], ['10.2.0.0/16']),
      edges: [{ ...edge('shop/catalog', calledBy('web/frontend'), toPort('tcp', 6379)), sourceCidrs: { cidrs: ['10.0.0.0/8'], except: [] } }],
    },
  },
  {
    code: 'half-edge',
    when: 'the callee does not name a caller that states the call',
    wrong: { ...toCatalog(ANYONE, 'http', 8080), calls: [call('web/frontend', 'shop/catalog')] },
    text: 'web/frontend: [half-edge] `web/frontend` states that it calls `shop/catalog`, which does not name it as a caller; add `allowFrom` for `web/frontend` to `shop/catalog`, or remove the call',
    right: { ...toCatalog({ kind: 'namespace', namespace: 'web' }, 'http', 8080), calls: [call('web/frontend', 'shop/catalog')] },
  },
  {
    code: 'half-edge',
    when: 'both must consent and the caller does not state the call',
    wrong: { ...toCatalog(calledBy('web/frontend'), 'http', 8080), mesh: { consent: 'both' } },
    text: 'shop/catalog: [half-edge] `shop/catalog` allows `web/frontend`, which does not state that it calls it; add `calls` for `shop/catalog` to `web/frontend`, or remove the grant',
    right: { ...toCatalog(calledBy('web/frontend'), 'http', 8080), mesh: { consent: 'both' }, calls: [call('web/frontend', 'shop/catalog')] },
  },
  {
    code: 'imported-own-service',
    when: 'a service is declared here and imported',
    wrong: { services: BOTH, imported: [imported('shop/catalog')] },
    text: 'shop/catalog: [imported-own-service] `shop/catalog` is declared here and imported from `other.json`; declare it in one of the two Apps, and here use the `MeshService`',
    right: { services: BOTH, imported: [imported('shop/index')] },
  },
  {
    code: 'imported-twice',
    when: 'two contracts have one service',
    wrong: { services: BOTH, imported: [imported('shop/index'), imported('shop/index', { contract: 'third.json' })] },
    text: 'mesh: [imported-twice] `shop/index` is imported from `other.json` and from `third.json`; import it from the contract of the App that declares it',
    right: { services: BOTH, imported: [imported('shop/index'), imported('web/index', { contract: 'third.json' })] },
  },
  {
    code: 'overlapping-selector',
    when: 'a selector picks the pods of another App, or that of another App those of this one',
    wrong: {
      services: [CATALOG],
      imported: [imported('shop/index', { podLabels: { ...CATALOG.podLabels, tier: 'a' } }), imported('shop/old', { podLabels: { 'app.kubernetes.io/name': 'index', tier: 'a' } })],
    },
    text: 'shop/catalog: [overlapping-selector] the pod labels of `shop/catalog` also select the pods of `shop/index` of `other.json`; add a label that tells their pods apart',
    right: { services: [CATALOG], imported: [imported('shop/index'), imported('shop/old', { podLabels: { 'app.kubernetes.io/name': 'index', tier: 'a' } })] },
  },
  {
    code: 'shared-service-account',
    when: 'a service of another App has the account',
    wrong: { services: [CATALOG], imported: [imported('shop/index', { serviceAccount: 'catalog' })] },
    text: 'shop/catalog: [shared-service-account] `shop/catalog` and `shop/index` of `other.json` share the service account `shop/catalog` and cannot be told apart; give the service an account of its own',
    right: { services: [CATALOG], imported: [imported('web/index', { serviceAccount: 'catalog' })] },
  },
  {
    code: 'missing-addresses',
    when: 'the addresses of the API server or of nodes are not known',
    wrong: {
      services: BOTH,
      edges: [
        edge('shop/catalog', { kind: 'addresses', role: 'api-server', cidrs: [], except: [] }, toPort('http', 8081)),
        edge('shop/catalog', { kind: 'addresses', role: 'kubelet', cidrs: [], except: [] }, toPort('http', 8081)),
      ],
    },
    text: [
      'shop/catalog: [missing-addresses] `api-server` calls `shop/catalog` from addresses that are not known; set `apiServerCidrs` in `cluster` of the Mesh; there is no safe default',
      'shop/catalog: [missing-addresses] `kubelet` calls `shop/catalog` from addresses that are not known; set `nodeCidrs` in `cluster` of the Mesh; there is no safe default',
    ],
    right: toCatalog({ kind: 'addresses', role: 'api-server', cidrs: ['10.3.0.1/32'], except: [] }, 'http', 8081),
  },
  {
    code: 'missing-addresses',
    when: 'those of load balancers or nodes are not known, and the cluster\'s profile says where they are found',
    wrong: {
      services: BOTH,
      mesh: { cluster: { ...MESH.cluster, profile: { name: 'EKS', provides: [], addresses: { loadBalancerCidrs: 'their subnets' } } } },
      edges: [
        edge('shop/catalog', { kind: 'addresses', role: 'load-balancer', cidrs: [], except: [] }, toPort('http', 8081)),
        edge('shop/catalog', { kind: 'addresses', role: 'nodes', cidrs: [], except: [] }, toPort('http', 8081)),
      ],
    },
    text: [
      'shop/catalog: [missing-addresses] `load-balancer` calls `shop/catalog` from addresses that are not known; set `loadBalancerCidrs` in `cluster` of the Mesh; on EKS it is their subnets',
      'shop/catalog: [missing-addresses] `nodes` calls `shop/catalog` from addresses that are not known; set `nodeCidrs` in `cluster` of the Mesh; there is no safe default',
    ],
    right: toCatalog({ kind: 'addresses', role: 'load-balancer', cidrs: ['10.3.0.1/32'], except: [] }, 'http', 8081),
  },
  {
    code: 'webhook-unreachable',
    when: 'nothing lets the API server in',
    wrong: { services: [HOOK], apiServerCalls: asked(9443) },
    text: unreachable(9443, ...NOT_LET_IN),
    right: { ...hooked(API_SERVER), apiServerCalls: asked(9443) },
  },
  {
    code: 'webhook-unreachable',
    when: 'another port is open to it',
    wrong: { ...hooked(API_SERVER, 'http', 8080), apiServerCalls: asked(9443) },
    text: unreachable(9443, ...NOT_LET_IN),
    right: { ...hooked(ANYONE), apiServerCalls: asked(9443) },
  },
  {
    code: 'webhook-unreachable',
    when: 'some of its addresses are let in and not all',
    wrong: { ...hooked({ kind: 'addresses', role: 'cidr', cidrs: ['10.0.0.0/8'], except: ['10.3.0.0/24'] }), apiServerCalls: asked(9443) },
    text: unreachable(9443, ...NOT_LET_IN),
    right: { ...hooked({ kind: 'addresses', role: 'cidr', cidrs: ['10.0.0.0/8'], except: ['10.4.0.0/24'] }), apiServerCalls: asked(9443) },
  },
  {
    code: 'webhook-unreachable',
    when: 'mutual TLS alone is taken',
    wrong: { ...hooked(ANYONE, 'https', 9443), apiServerCalls: asked(10443) },
    text: unreachable(10443, 'port `9443` of its pods takes mutual TLS alone, and the API server has no certificate of the mesh',
      'declare the port with `PortMtls.permissive({ reason })`, and allow `ApiServer.onControlPlane()`'),
    right: { ...hooked(ANYONE, 'https', 9443), apiServerCalls: asked(10443), mesh: { platform: 'kubernetes' } },
  },
  {
    code: 'webhook-unreachable',
    when: 'mutual TLS alone will be taken, and plaintext is so far',
    wrong: { services: [{ ...HOOK, stage: 'observe' }], edges: [edge('shop/hook', ANYONE, toPort('https', 9443))], apiServerCalls: asked(10443) },
    text: unreachable(10443, 'port `9443` of its pods takes mutual TLS alone, and the API server has no certificate of the mesh',
      'declare the port with `PortMtls.permissive({ reason })`, and allow `ApiServer.onControlPlane()`', 'mutual-tls'),
    right: { services: [{ ...HOOK, stage: 'observe' }], edges: [edge('shop/hook', API_SERVER, toPort('https', 8443))], apiServerCalls: asked(9443) },
  },
  {
    code: 'webhook-unreachable',
    when: 'nothing will let the API server in, and nobody is kept out so far',
    wrong: { services: [{ ...HOOK, stage: 'mutual-tls' }], apiServerCalls: asked(9443) },
    text: unreachable(9443, ...NOT_LET_IN, 'authorization'),
    right: { services: [{ ...HOOK, stage: 'mutual-tls' }], edges: [edge('shop/hook', API_SERVER, toPort('https', 8443))], apiServerCalls: asked(9443) },
  },
  {
    code: 'webhook-unreachable',
    when: 'the proxy reads the port as plaintext HTTP',
    wrong: { ...hooked(API_SERVER, 'http', 8080), apiServerCalls: asked(9080) },
    text: unreachable(9080, 'port `8080` of its pods is declared `http`, and the API server speaks TLS', 'declare it `ServicePort.https`'),
    right: { ...hooked(API_SERVER), apiServerCalls: asked(9443) },
  },
  {
    code: 'webhook-unreachable',
    when: 'the Kubernetes Service has no such port',
    wrong: { ...hooked(API_SERVER), apiServerCalls: asked(443) },
    text: unreachable(443, 'that Kubernetes Service has no such port', 'name a port of it in `clientConfig.service.port`, or declare it'),
    right: { services: [{ ...HOOK, quarantine: { reason: 'leaks' } }], apiServerCalls: asked(443) },
  },
  {
    code: 'webhook-bypassed',
    when: 'it cannot be reached, and nobody would notice',
    wrong: { services: [HOOK], apiServerCalls: asked(9443, IGNORED) },
    text: 'cluster/orders: [webhook-bypassed] the API server cannot reach `orders.shop.example` of `ValidatingWebhookConfiguration orders` at `shop/hook:9443`: nothing lets it in at port `8443` of the pods; with `failurePolicy: Ignore` all that the webhook is for passes unseen; let `shop/hook` allow `ApiServer.onControlPlane()`',
    right: { services: [CATALOG], apiServerCalls: asked(9443, IGNORED) },
  },
  {
    code: 'conversion-unreachable',
    when: 'nothing lets the API server in',
    wrong: { services: [HOOK], apiServerCalls: asked(9443, CONVERSION) },
    text: 'cluster/orders: [conversion-unreachable] the API server cannot reach the conversion webhook of `CustomResourceDefinition orders.shop.example` at `shop/hook:9443`: nothing lets it in at port `8443` of the pods; it can neither read nor write `orders.shop.example` in any version but the one that each is stored in, and lists of them fail; let `shop/hook` allow `ApiServer.onControlPlane()`',
    right: { ...hooked(API_SERVER), apiServerCalls: asked(9443, CONVERSION) },
  },
  {
    code: 'conversion-unreachable',
    when: 'the Kubernetes Service has no such port',
    wrong: { ...hooked(API_SERVER), apiServerCalls: asked(443, CONVERSION) },
    text: 'cluster/orders: [conversion-unreachable] the API server cannot reach the conversion webhook of `CustomResourceDefinition orders.shop.example` at `shop/hook:443`: that Kubernetes Service has no such port; it can neither read nor write `orders.shop.example` in any version but the one that each is stored in, and lists of them fail; name a port of it in `spec.conversion.webhook.clientConfig.service.port`, or declare it',
    right: { services: [{ ...HOOK, quarantine: { reason: 'leaks' } }], apiServerCalls: asked(443, CONVERSION) },
  },
  {
    code: 'api-service-unreachable',
    when: 'nothing lets the API server in',
    wrong: { services: [HOOK], apiServerCalls: asked(9443, AGGREGATION) },
    text: 'cluster/orders: [api-service-unreachable] the API server cannot reach `APIService v1.shop.example` at `shop/hook:9443`: nothing lets it in at port `8443` of the pods; it answers 503 for that API, and as long as it does no namespace can be deleted; let `shop/hook` allow `ApiServer.onControlPlane()`',
    right: { ...hooked(API_SERVER), apiServerCalls: asked(9443, AGGREGATION) },
  },
  {
    code: 'api-service-unreachable',
    when: 'the Kubernetes Service has no such port',
    wrong: { ...hooked(API_SERVER), apiServerCalls: asked(443, AGGREGATION) },
    text: 'cluster/orders: [api-service-unreachable] the API server cannot reach `APIService v1.shop.example` at `shop/hook:443`: that Kubernetes Service has no such port; it answers 503 for that API, and as long as it does no namespace can be deleted; name a port of it in `spec.service.port`, or declare it',
    right: { services: [CATALOG], apiServerCalls: asked(443, AGGREGATION) },
  },
  {
    code: 'metadata-through-waypoint',
    when: 'an ambient service asks its node',
    wrong: { ...leaving, services: [CART], externals: [{ ...external('shop/cart', 'metadata.google.internal', [{ number: 80, protocol: 'http' }], ['169.254.169.254/32']), through: EGRESS }] },
    text: 'shop/cart: [metadata-through-waypoint] `shop/cart` calls `metadata.google.internal` at `169.254.169.254/32`, which every node answers for itself, and it is ambient: through the egress waypoint it would be answered as the waypoint; give the service sidecars, or credentials that it need not ask its node for',
    right: { services: BOTH, externals: [external('web/frontend', 'metadata.google.internal', [{ number: 80, protocol: 'http' }], ['169.254.169.254/32'])] },
  },
  {
    code: 'missing-cluster-cidrs',
    when: 'neither the host\'s addresses are known nor the cluster\'s',
    wrong: { services: BOTH, externals: [API], mesh: WITHOUT_CIDRS },
    text: 'web/frontend: [missing-cluster-cidrs] `web/frontend` calls `api.example`, whose addresses are not known, and neither is `podCidrs`, `nodeCidrs` of the cluster to leave out; set them in `cluster` of the Mesh, in every IP family it has, or give the host\'s `addresses`',
    right: { services: BOTH, externals: [{ ...API, addresses: ['203.0.113.7/32'] }], mesh: WITHOUT_CIDRS },
  },
  {
    code: 'missing-cluster-cidrs',
    when: 'the pods have IPv6 addresses and the rest of the cluster is not said to',
    wrong: { services: BOTH, externals: [API], mesh: withCidrs(['10.0.0.0/8', 'fd00:1::/48'], ['10.96.0.0/12']) },
    text: 'web/frontend: [missing-cluster-cidrs] `web/frontend` calls `api.example`, whose addresses are not known, and neither is `serviceCidrs` in IPv6, `nodeCidrs` in IPv6 of the cluster to leave out; set them in `cluster` of the Mesh, in every IP family it has, or give the host\'s `addresses`',
    right: { services: BOTH, externals: [API], mesh: withCidrs(['10.0.0.0/8'], ['10.96.0.0/12']) },
  },
  {
    code: 'internal-host',
    when: 'an external host is a Service by name',
    wrong: { services: BOTH, externals: [external('web/frontend', 'catalog.shop.svc.cluster.local', [{ number: 443, protocol: 'https' }]), external('web/frontend', 'catalog.shop', [{ number: 443, protocol: 'https' }])] },
    text: [
      'web/frontend: [internal-host] `web/frontend` calls `catalog.shop.svc.cluster.local` as an external host, and it is a name of this cluster; let the service allow the caller: `callee.allowFrom(caller)`',
      'web/frontend: [internal-host] `web/frontend` calls `catalog.shop` as an external host, and it is a name of this cluster; let the service allow the caller: `callee.allowFrom(caller)`',
    ],
    right: { services: BOTH, externals: [external('web/frontend', 'catalog.shop.example', [{ number: 443, protocol: 'https' }])] },
  },
  {
    code: 'internal-host',
    when: 'an external host lives where pods do',
    wrong: { services: BOTH, externals: [{ ...API, addresses: ['0.0.0.0/0', '203.0.113.7/32'] }] },
    text: 'web/frontend: [internal-host] `web/frontend` calls `api.example` at `0.0.0.0/0`, where pods or Services of this cluster live; give the addresses of the host alone, or let the service allow the caller',
    right: { services: BOTH, externals: [{ ...API, addresses: ['203.0.113.7/32'] }] },
  },
  {
    code: 'internal-host',
    when: 'what answers on the node is seen where pods live',
    wrong: { services: BOTH, externals: [{ ...API, addresses: ['169.254.169.254/32'], onNode: { seen: [{ address: '10.0.2.3/32', port: 443 }] } }] },
    text: 'web/frontend: [internal-host] `web/frontend` calls `api.example` at `10.0.2.3/32`, where pods or Services of this cluster live; give the addresses of the host alone, or let the service allow the caller',
    right: { services: BOTH, externals: [{ ...API, addresses: ['169.254.169.254/32'], onNode: { seen: [{ address: '169.254.169.252/32', port: 988 }] } }] },
  },
  {
    code: 'proxy-host-without-pods',
    when: 'a host of the proxies has no pods',
    wrong: { mesh: { proxyHosts: [{ namespace: 'telemetry', service: 'collector', port: 4317, podLabels: {}, reason: 'traces' }] } },
    text: 'mesh: [proxy-host-without-pods] the proxy host `telemetry/collector` has no pod labels, so every pod of `telemetry` would be opened; give its `podLabels`',
    right: { mesh: { proxyHosts: [{ namespace: 'telemetry', service: 'collector', port: 4317, podLabels: { app: 'otel' }, reason: 'traces' }] } },
  },
  {
    code: 'missing-cluster-cidrs',
    when: 'nobody knows whether an external CA is in the cluster',
    wrong: { mesh: { ...WITHOUT_CIDRS, externalCa: CA('203.0.113.40/32') } },
    text: 'mesh: [missing-cluster-cidrs] every proxy asks the external CA at `203.0.113.40/32`, and whether that is in the cluster is not known without `podCidrs`, `nodeCidrs`; set them in `cluster` of the Mesh, in every IP family it has',
    right: { mesh: { externalCa: CA('203.0.113.40/32') } },
  },
  {
    code: 'ca-within-cluster',
    when: 'an external CA is where pods, Services, nodes and API servers of the cluster are, and the node itself',
    wrong: { mesh: { cluster: { ...MESH.cluster, podCidrs: ['10.0.0.0/16'], serviceCidrs: ['10.1.0.0/16'], nodeCidrs: ['10.2.0.0/16'], apiServerCidrs: ['198.51.100.7/32'] }, externalCa: CA('10.0.0.0/8', '198.51.100.0/24', '169.254.169.254/32') } },
    text: [
      'mesh: [ca-within-cluster] the external CA at `10.0.0.0/8` is among the addresses of pods, Services, nodes, which every proxy could then reach; give its own addresses alone; one that runs in pods is declared with `proxyHosts`',
      'mesh: [ca-within-cluster] the external CA at `169.254.169.254/32` is among the addresses of what each node answers for itself, which every proxy could then reach; give its own addresses alone; one that runs in pods is declared with `proxyHosts`',
      'mesh: [ca-within-cluster] the external CA at `198.51.100.0/24` is among the addresses of API servers, which every proxy could then reach; give its own addresses alone; one that runs in pods is declared with `proxyHosts`',
    ],
    right: { mesh: { externalCa: CA('203.0.113.40/32') } },
  },
  {
    code: 'conflicting-external-host',
    when: 'services of one namespace disagree about a port of a host',
    wrong: { services: [FRONTEND, service('web/admin')], externals: [external('web/admin', 'api.example', [{ number: 443, protocol: 'http' }]), API] },
    text: 'web/frontend: [conflicting-external-host] port `443` of `api.example` is declared as both `http` and `tls` in one namespace; declare it with one protocol',
    right: { services: [FRONTEND, service('web/admin')], externals: [external('web/admin', 'api.example', [{ number: 443, protocol: 'tls' }]), API] },
  },
  {
    code: 'conflicting-external-host',
    when: 'services of one namespace disagree about the addresses of a TCP host',
    wrong: { services: [FRONTEND, service('web/admin')], externals: [external('web/admin', 'api.example', [{ number: 5432, protocol: 'tcp' }], ['203.0.113.7/32']), API] },
    text: 'web/frontend: [conflicting-external-host] `api.example` has a TCP port and is declared with different `addresses` in one namespace; give the same `addresses` each time',
    right: { services: [FRONTEND, service('shop/admin')], externals: [external('shop/admin', 'api.example', [{ number: 5432, protocol: 'tcp' }], ['203.0.113.7/32']), API] },
  },
  {
    code: 'name-too-long',
    when: 'a name is over the limit of its kind',
    wrong: { services: [service(`shop/${'a'.repeat(64)}`, [port('http', 8080)], { podLabels: { app: 'a' } })] },
    text: `shop/${'a'.repeat(64)}: [name-too-long] the Kubernetes Service name \`${'a'.repeat(64)}\` has 64 characters, 63 are possible; shorten it`,
    right: { services: [service(`shop/${'a'.repeat(63)}`, [port('http', 8080)]), service(`shop/${'b'.repeat(64)}`)] },
  },
  {
    code: 'missing-gateways',
    when: 'a mesh denies by default and has no gateway',
    wrong: { baseline: baseline() },
    text: 'baseline: [missing-gateways] `denyByDefault` would close every gateway of the mesh, and none is declared; declare each with `IngressGatewayPods` or list it in `gateways`, or leave out `denyByDefault`',
    right: { baseline: { ...baseline(), denyByDefault: false } },
  },
  {
    code: 'missing-gateways',
    when: 'not even one whose pods are declared',
    wrong: { baseline: baseline() },
    text: 'baseline: [missing-gateways] `denyByDefault` would close every gateway of the mesh, and none is declared; declare each with `IngressGatewayPods` or list it in `gateways`, or leave out `denyByDefault`',
    right: { baseline: baseline(), gateways: [GATEWAY] },
  },
  {
    code: 'undeclared-gateway',
    when: 'a gateway that calls is not among the baseline\'s',
    wrong: { ...toCatalog(identity('cluster.local/ns/ingress/sa/edge'), 'http', 8080), baseline: baseline({ ...edgeGateway, id: 'other/edge', namespace: 'other' }) },
    text: 'shop/catalog: [undeclared-gateway] `cluster.local/ns/ingress/sa/edge` is a gateway that nothing declares, so `denyByDefault` would close it to clients; declare it with `IngressGatewayPods`, or add it to `gateways` of the `MeshBaseline`',
    right: { ...toCatalog(identity('cluster.local/ns/ingress/sa/edge'), 'http', 8080), baseline: baseline(edgeGateway) },
  },
  {
    code: 'undeclared-gateway',
    when: 'it is other pods of the same namespace that the baseline has',
    wrong: { ...toCatalog(identity('cluster.local/ns/ingress/sa/edge'), 'http', 8080), baseline: baseline({ ...edgeGateway, labels: { istio: 'internal' } }) },
    text: 'shop/catalog: [undeclared-gateway] `cluster.local/ns/ingress/sa/edge` is a gateway that nothing declares, so `denyByDefault` would close it to clients; declare it with `IngressGatewayPods`, or add it to `gateways` of the `MeshBaseline`',
    right: {
      ...toCatalog(identity('cluster.local/ns/ingress/sa/edge', { pods: { namespace: 'ingress', labels: { istio: 'edge', app: 'gateway' }, wholeNamespace: false } }), 'http', 8080),
      baseline: baseline(edgeGateway),
    },
  },
  {
    code: 'data-plane-mismatch',
    when: 'a service is ambient and its namespace is outside the mesh, or has a sidecar and its namespace does not inject',
    wrong: { namespaces: [AMBIENT_SHOP, { ...WEB, dataPlane: 'none' }], services: [STOREFRONT, CATALOG] },
    text: [
      'shop/catalog: [data-plane-mismatch] `shop/catalog` is declared with a proxy, but its namespace `shop` is ambient and does not inject; declare the namespace with `DataPlane.SIDECAR` and the other services in it with `DataPlane.AMBIENT`',
      'web/frontend: [data-plane-mismatch] `web/frontend` is declared ambient, but its namespace `web` is outside the mesh; declare the namespace with `DataPlane.AMBIENT` and the other services in it with `DataPlane.NONE`',
    ],
    right: { namespaces: [SHOP, AMBIENT_WEB], services: [STOREFRONT, { ...CATALOG, dataPlane: 'ambient' }], workloads: [workload('web/frontend'), labelled('shop/catalog', { 'istio.io/dataplane-mode': 'ambient', 'sidecar.istio.io/inject': 'false' })] },
  },
  {
    code: 'duplicate-namespace',
    when: 'beside an egress waypoint, whose namespace has a rule of its own',
    wrong: { ...leaving, namespaces: [...leaving.namespaces, { ...AMBIENT_WEB, construct: 'again' }] },
    text: 'again: [duplicate-namespace] the namespace `web` is declared a second time, first by `web/ns`; pass the one `MeshNamespace` to everything that lives in it',
    right: leaving,
  },
  {
    code: 'reserved-port',
    when: 'an ambient application listens where ztunnel does in its pod',
    wrong: { ...AMBIENT, services: [service('shop/a', [port('http', 15053), port('http', 15090)], { dataPlane: 'ambient' })] },
    text: 'shop/a: [reserved-port] target port `15053` of `shop/a` belongs to the proxy in the same pod; let the application listen elsewhere',
    right: { ...AMBIENT, services: [service('shop/a', [port('http', 15090)], { dataPlane: 'ambient' })] },
  },
  {
    code: 'reserved-port',
    when: 'pods may still have a sidecar that listens there',
    wrong: { ...AMBIENT, services: [service('shop/a', [port('http', 15090)], { dataPlane: 'ambient', migratingFrom: 'sidecar' })] },
    text: 'shop/a: [reserved-port] target port `15090` of `shop/a` belongs to the proxy in the same pod; let the application listen elsewhere',
    right: { ...AMBIENT, services: [service('shop/a', [port('http', 15089)], { dataPlane: 'ambient', migratingFrom: 'sidecar' })] },
  },
  {
    code: 'caller-without-identity',
    when: 'who has no identity calls an ambient service at a strict port',
    wrong: {
      namespaces: [AMBIENT_SHOP, { ...WEB, dataPlane: 'none' }], services: [{ ...STOREFRONT, dataPlane: 'none' }, CART],
      edges: [edge('shop/cart', calledBy('web/frontend'), toPort('tcp', 6379)), edge('shop/cart', CIDR, toPort('tcp', 6379)), edge('shop/cart', identity('cluster.local/ns/ingress/sa/edge', { dataPlane: 'none' }), toPort('tcp', 6379))],
    },
    text: [
      'shop/cart: [caller-without-identity] `192.168.0.0/16` has no mesh identity for port `6379` of `shop/cart`: it is known by address alone; declare the port with `PortMtls.permissive({ reason })`; probes need no grant, since those of ambient pods come from their own node under an address of theirs',
      'shop/cart: [caller-without-identity] `cluster.local/ns/ingress/sa/edge` has no mesh identity for port `6379` of `shop/cart`: its pods have no proxy; bring the caller into the mesh (`DataPlane.AMBIENT`)',
      'shop/cart: [caller-without-identity] `web/frontend` has no mesh identity for port `6379` of `shop/cart`: its pods have no proxy; bring the caller into the mesh (`DataPlane.AMBIENT`)',
    ],
    right: toCart(CIDR, 'http', 8081),
  },
  {
    code: 'workload-with-proxy',
    when: 'ztunnel would capture pods of a service outside the mesh',
    wrong: { namespaces: [AMBIENT_SHOP], services: [NONE], workloads: [workload('shop/legacy')] },
    text: 'shop/legacy-deployment: [workload-with-proxy] `Deployment shop/legacy` of `shop/legacy` would be captured by ztunnel although the service is declared outside the mesh; label its pods `istio.io/dataplane-mode: none`, or leave out `dataPlane`',
    right: { namespaces: [AMBIENT_SHOP], services: [NONE], workloads: [labelled('shop/legacy', { 'istio.io/dataplane-mode': 'none' })] },
  },
  {
    code: 'workload-with-proxy',
    when: 'pods outside the mesh ask for ztunnel themselves',
    wrong: { namespaces: [{ ...SHOP, dataPlane: 'none' }], services: [NONE], workloads: [labelled('shop/legacy', { 'istio.io/dataplane-mode': 'ambient' })] },
    text: 'shop/legacy-deployment: [workload-with-proxy] `Deployment shop/legacy` of `shop/legacy` would be captured by ztunnel although the service is declared outside the mesh; label its pods `istio.io/dataplane-mode: none`, or leave out `dataPlane`',
    right: { namespaces: [{ ...SHOP, dataPlane: 'none' }], services: [NONE], workloads: [workload('shop/legacy')] },
  },
  {
    code: 'workload-without-ambient',
    when: 'pods of an ambient service would get a sidecar',
    wrong: { namespaces: [SHOP], services: [{ ...CART, waypoint: undefined }], workloads: [workload('shop/cart')] },
    text: 'shop/cart-deployment: [workload-without-ambient] `Deployment shop/cart` of `shop/cart` would be injected with a sidecar, so that ztunnel does not enforce its access; label its pods `sidecar.istio.io/inject: "false"` (`service.podLabels`)',
    right: { namespaces: [SHOP], services: [{ ...CART, waypoint: undefined, migratingFrom: 'sidecar' }], workloads: [workload('shop/cart')] },
  },
  {
    code: 'workload-without-ambient',
    when: 'nothing gives pods of an ambient service to ztunnel',
    wrong: { namespaces: [SHOP], services: [{ ...CART, waypoint: undefined }], workloads: [labelled('shop/cart', { 'sidecar.istio.io/inject': 'false' })] },
    text: 'shop/cart-deployment: [workload-without-ambient] `Deployment shop/cart` of `shop/cart` is not captured by ztunnel, so that ztunnel does not enforce its access; label its pods `istio.io/dataplane-mode: ambient` (`service.podLabels`)',
    right: { namespaces: [SHOP], services: [{ ...CART, waypoint: undefined }], workloads: [labelled('shop/cart', { 'sidecar.istio.io/inject': 'false', 'istio.io/dataplane-mode': 'ambient' })] },
  },
  {
    code: 'workload-without-ambient',
    when: 'pods opt out, or are on the host network',
    wrong: { ...AMBIENT, workloads: [labelled('shop/cart', { 'istio.io/dataplane-mode': 'none' }), workload('web/frontend', { hostNetwork: true })] },
    text: [
      'shop/cart-deployment: [workload-without-ambient] `Deployment shop/cart` of `shop/cart` opts out of ambient, so that ztunnel does not enforce its access; let ztunnel have it, or declare the service with `DataPlane.NONE`',
      'web/frontend-deployment: [workload-without-ambient] `Deployment web/frontend` of `web/frontend` uses the host network, so that ztunnel does not enforce its access; let ztunnel have it, or declare the service with `DataPlane.NONE`',
    ],
    right: AMBIENT,
  },
  {
    code: 'workload-without-ambient',
    when: 'pods deployed elsewhere opt out by the labels they are declared with',
    wrong: { ...AMBIENT, services: [STOREFRONT, { ...CART, deployedElsewhere: true, podLabels: { ...CART.podLabels, 'istio.io/dataplane-mode': 'none' } }] },
    text: 'shop/cart: [workload-without-ambient] the pod labels of `shop/cart` opt out of ambient, so that ztunnel does not enforce its access; let ztunnel have its pods, or declare the service with `DataPlane.NONE`',
    right: AMBIENT,
  },
  {
    code: 'waypoint-of-tenant',
    when: 'a service of another App is behind a waypoint that is managed here',
    wrong: {
      namespaces: [{ ...SHOP, dataPlane: 'ambient', waypoint: WAYPOINT }, WEB],
      services: [FRONTEND],
      edges: [edge('shop/index', calledBy('web/frontend'), toPort('http', 8080))],
      imported: [imported('shop/index', { waypoint: { ...WAYPOINT, managed: false } })],
    },
    text: 'shop/index: [waypoint-of-tenant] `shop/index` of `other.json` is behind waypoint `shop/waypoint`, which this App manages and which lets through to its own services alone; declare the service in this App, or give its owners a waypoint of theirs (`Waypoint.existing`)',
    right: {
      namespaces: [{ ...SHOP, dataPlane: 'ambient', waypoint: WAYPOINT }, WEB],
      services: [FRONTEND],
      edges: [edge('shop/index', calledBy('web/frontend'), toPort('http', 8080))],
      imported: [imported('shop/index', { waypoint: { ...WAYPOINT, name: 'own', managed: false } })],
    },
  },
  {
    code: 'http-needs-waypoint',
    when: 'an ambient service without a waypoint is granted requests',
    wrong: {
      ...toCart(calledBy('web/frontend'), 'http', 8080, GET),
      namespaces: [{ ...AMBIENT_SHOP, waypoint: undefined }, AMBIENT_WEB],
      services: [STOREFRONT, { ...CART, waypoint: undefined }],
    },
    text: 'shop/cart: [http-needs-waypoint] `web/frontend` is granted requests on port `8080` of `shop/cart`, which is ambient and has no waypoint to decide about them; give its `MeshNamespace` a `waypoint` (`Waypoint.managed()`), or grant the whole port',
    right: toCart(calledBy('web/frontend'), 'http', 8080, GET),
  },
  {
    code: 'http-needs-waypoint',
    when: 'its namespace has one and the service wants none',
    wrong: { ...toCart(calledBy('web/frontend'), 'http', 8080, GET), services: [STOREFRONT, { ...CART, waypoint: undefined }] },
    text: 'shop/cart: [http-needs-waypoint] `web/frontend` is granted requests on port `8080` of `shop/cart`, which is ambient and has no waypoint to decide about them; let it use the waypoint of its namespace, without `Waypoint.none()`, or grant the whole port',
    right: toCart(calledBy('web/frontend'), 'http', 8080, GET),
  },
  {
    code: 'http-needs-waypoint',
    when: 'its namespace has one and all of its Services are headless',
    wrong: {
      ...toCart(calledBy('web/frontend'), 'http', 8080, GET),
      services: [STOREFRONT, { ...CART, waypoint: undefined, kubernetesServices: CART.kubernetesServices.map((s) => ({ ...s, headless: true })) }],
    },
    text: 'shop/cart: [http-needs-waypoint] `web/frontend` is granted requests on port `8080` of `shop/cart`, which is ambient and has no waypoint to decide about them; give it a Kubernetes Service that is not headless, behind a waypoint, or grant the whole port',
    right: toCart(calledBy('web/frontend'), 'http', 8080, GET),
  },
  {
    code: 'http-on-headless',
    when: 'a headless Service leads past the waypoint',
    wrong: { ...toCart(calledBy('web/frontend'), 'http', 8080, GET), services: [STOREFRONT, { ...CART, kubernetesServices: [...CART.kubernetesServices, headless] }] },
    text: 'shop/cart: [http-on-headless] `web/frontend` is granted requests on port `8080` of `shop/cart`, to which the headless Service `cart-pods` leads past the waypoint; take the port off the headless Service, or grant the whole port',
    right: { ...toCart(calledBy('web/frontend'), 'http', 8080), services: [STOREFRONT, { ...CART, kubernetesServices: [...CART.kubernetesServices, headless] }] },
  },
  {
    code: 'headless-from-sidecar',
    when: 'a caller with sidecars has only a headless Service to dial ambient pods by',
    wrong: { ...fromSidecar, services: [fromSidecar.services[0], { ...CART, kubernetesServices: [{ ...CART.kubernetesServices[0], headless: true }] }], edges: [edge('shop/cart', calledBy('web/frontend'), toPort('http', 8080))] },
    text: [
      'shop/cart: [headless-from-sidecar] `web/frontend` is granted port `8080` of `shop/cart`, to whose ambient pods only the headless Service `cart` leads; sidecars send plaintext there, without an identity; give `shop/cart` a Kubernetes Service that is not headless for this port, or make the caller ambient first (`DataPlane.AMBIENT`)',
      'shop/cart: [waypoint-without-service] `shop/cart` has the waypoint `shop/waypoint` and no Kubernetes Service that it could stand before; give it a Kubernetes Service that is not headless, or leave out `waypoint`',
    ],
    right: { ...fromSidecar, services: [fromSidecar.services[0], { ...CART, kubernetesServices: [...CART.kubernetesServices, headless] }], edges: [edge('shop/cart', calledBy('web/frontend'), toPort('http', 8080))] },
  },
  {
    code: 'http-from-sidecar',
    when: 'a caller with sidecars is granted requests of an ambient service',
    wrong: { ...fromSidecar, edges: [edge('shop/cart', calledBy('web/frontend'), toPort('http', 8080, GET)), edge('shop/cart', identity('cluster.local/ns/ingress/sa/batch', { role: 'spiffe', dataPlane: 'sidecar' }), toPort('http', 8080, GET))] },
    text: [
      'shop/cart: [http-from-sidecar] `cluster.local/ns/ingress/sa/batch` is granted requests on port `8080` of `shop/cart`, and its pods have sidecars, which go past the waypoint; make the caller ambient first (`DataPlane.AMBIENT`), or grant the whole port',
      'shop/cart: [http-from-sidecar] `web/frontend` is granted requests on port `8080` of `shop/cart`, and its pods have sidecars, which go past the waypoint; make the caller ambient first (`DataPlane.AMBIENT`), or grant the whole port',
    ],
    right: { ...fromSidecar, edges: [edge('shop/cart', calledBy('web/frontend'), toPort('http', 8080))] },
  },
  {
    code: 'http-from-sidecar',
    when: 'pods of a caller that moves may still have sidecars, or some service of a namespace has',
    wrong: {
      namespaces: [AMBIENT_SHOP, { ...AMBIENT_WEB, migratingFrom: 'sidecar' }],
      services: [{ ...STOREFRONT, migratingFrom: 'sidecar' }, CART],
      edges: [edge('shop/cart', calledBy('web/frontend'), toPort('http', 8080, GET)), edge('shop/cart', { kind: 'namespace', namespace: 'web' }, toPort('http', 8080, GET))],
    },
    text: [
      'shop/cart: [http-from-sidecar] `every identity of web` is granted requests on port `8080` of `shop/cart`, and its pods may have sidecars, which go past the waypoint; until no pod of the caller has a sidecar, grant the whole port; callers move before callees',
      'shop/cart: [http-from-sidecar] `web/frontend` is granted requests on port `8080` of `shop/cart`, and its pods may have sidecars, which go past the waypoint; until no pod of the caller has a sidecar, grant the whole port; callers move before callees',
    ],
    right: {
      namespaces: [AMBIENT_SHOP, AMBIENT_WEB], services: [STOREFRONT, { ...CART, migratingFrom: 'sidecar' }],
      edges: [edge('shop/cart', calledBy('web/frontend'), toPort('http', 8080, GET)), edge('shop/cart', { kind: 'namespace', namespace: 'web' }, toPort('http', 8080, GET))],
    },
  },
  {
    code: 'http-past-waypoint',
    when: 'callers that dial pods are granted requests',
    wrong: { ...AMBIENT, edges: [edge('shop/cart', CIDR, toPort('http', 8081, GET)), edge('shop/cart', PROMETHEUS, toPort('http', 8080, GET)), edge('shop/cart', ANYONE, toPort('http', 8081, GET))] },
    text: [
      'shop/cart: [http-past-waypoint] `192.168.0.0/16` is granted requests on port `8081` of `shop/cart` past its waypoint: callers known by address dial pods; grant the whole port, best one that serves nothing else',
      'shop/cart: [http-past-waypoint] `anyone` is granted requests on port `8081` of `shop/cart` past its waypoint: whoever comes in plaintext dials pods; grant the whole port, best one that serves nothing else',
      'shop/cart: [http-past-waypoint] `cluster.local/ns/ingress/sa/prometheus` is granted requests on port `8080` of `shop/cart` past its waypoint: Prometheus scrapes pods; grant the whole port, best one that serves nothing else',
    ],
    right: { ...AMBIENT, edges: [edge('shop/cart', CIDR, toPort('http', 8081)), edge('shop/cart', ANYONE, toPort('http', 8080, GET))] },
  },
  {
    code: 'gateway-without-waypoint',
    when: 'a gateway that dials pods is granted requests',
    wrong: toCart(identity('cluster.local/ns/ingress/sa/edge', { usesWaypoints: false }), 'http', 8080, GET),
    text: 'shop/cart: [gateway-without-waypoint] `cluster.local/ns/ingress/sa/edge` is granted requests on port `8080` of `shop/cart` and does not use waypoints; take a gateway that does and leave out `usesWaypoints: false`, or grant the whole port',
    right: toCart(identity('cluster.local/ns/ingress/sa/edge'), 'http', 8080, GET),
  },
  {
    code: 'token-not-forwarded',
    when: 'the gateway before a service takes out the token that it requires',
    wrong: behindGateway({}, {}),
    text: 'shop/catalog: [token-not-forwarded] `shop/catalog` requires tokens of `idp`, which `gateway ingress/edge` takes out of the requests that it sends there; give the issuer `forwardOriginalToken: true` in `requireJwt` of the `IngressGatewayPods`',
    right: behindGateway({}, { forwarded: true }),
  },
  {
    code: 'token-not-forwarded',
    when: 'a header of another name is left as it is',
    wrong: behindGateway({ fromHeaders: [{ name: 'x-token' }] }, { fromHeaders: [{ name: 'x-token' }] }),
    text: 'shop/catalog: [token-not-forwarded] `shop/catalog` requires tokens of `idp`, which `gateway ingress/edge` takes out of the requests that it sends there; give the issuer `forwardOriginalToken: true` in `requireJwt` of the `IngressGatewayPods`',
    right: behindGateway({ fromHeaders: [{ name: 'x-token' }] }, {}),
  },
  {
    code: 'token-refused-at-gateway',
    when: 'the gateway before a service takes no tokens of its issuer in that header, or knows it by other keys',
    wrong: behindGateway({}, { issuer: 'other', forwarded: true }),
    text: `shop/catalog: [token-refused-at-gateway] \`shop/catalog\` requires tokens of \`idp\`, which \`gateway ingress/edge\` refuses where the service looks for them; ${TAKE_IT}`,
    right: behindGateway({ fromHeaders: [{ name: 'x-token' }] }, { issuer: 'other', forwarded: true }),
  },
  {
    code: 'token-refused-at-gateway',
    when: 'the gateway knows the issuer by other keys',
    wrong: behindGateway({ jwks: '{"keys":[{"kid":"1"}]}' }, { jwks: '{"keys":[{"kid":"2"}]}', forwarded: true }),
    text: `shop/catalog: [token-refused-at-gateway] \`shop/catalog\` requires tokens of \`idp\`, which \`gateway ingress/edge\` refuses where the service looks for them; ${TAKE_IT}`,
    right: behindGateway({ jwks: '{"keys":[{"kid":"1"}]}' }, { jwks: '{"keys":[{"kid":"2"},{"kid":"1"}]}', forwarded: true }),
  },
  {
    code: 'preflight-refused-at-gateway',
    when: 'preflights need no token at a service, and do at the gateway before it',
    wrong: behindGateway({}, { forwarded: true }, { corsPreflight: [true, false] }),
    text: 'shop/catalog: [preflight-refused-at-gateway] `shop/catalog` takes CORS preflights without a token, and `gateway ingress/edge`, through which they would come, does not; give `requireJwt` of the `IngressGatewayPods` `allowCorsPreflight: true`',
    right: behindGateway({}, { forwarded: true }, { corsPreflight: [true, true] }),
  },
  {
    code: 'header-taken-out',
    when: 'a grant behind a gateway asks for the header that it takes out with the token',
    wrong: behindGateway(undefined, {}, { headers: ['authorization'] }),
    text: 'shop/catalog: [header-taken-out] a grant at `shop/catalog` asks for header `authorization`, which `gateway ingress/edge` takes out with tokens of `idp`; give the issuer `forwardOriginalToken: true` in `requireJwt` of the `IngressGatewayPods`, or ask for another header',
    right: behindGateway(undefined, { forwarded: true }, { headers: ['authorization'] }),
  },
  {
    code: 'shared-scrape-port',
    when: 'Prometheus scrapes the port of other callers, and nobody says why',
    wrong: scraped([]),
    text: 'shop/cart: [shared-scrape-port] `cluster.local/ns/ingress/sa/prometheus` scrapes port `8080` of `shop/cart`, which serves other callers as well: it may send anything there; serve metrics on a port of their own, or give the grant a `reason`, which stands in every report',
    right: scraped(['metrics are on the application\'s port']),
  },
  {
    code: 'udp-through-waypoint',
    when: 'UDP is granted at a Service that uses a waypoint',
    wrong: toCart(calledBy('web/frontend'), 'udp', 5353),
    text: 'shop/cart: [udp-through-waypoint] `web/frontend` is granted the `udp` port `5353` of `shop/cart`, and the Service `cart` that leads there uses a waypoint, which carries TCP alone; give the port a headless Service of its own, or the service `waypoint: Waypoint.none()`',
    right: { ...toCart(calledBy('web/frontend'), 'udp', 5353), services: [STOREFRONT, { ...CART, waypoint: undefined }] },
  },
  {
    code: 'waypoint-without-ambient',
    when: 'what has sidecars has a waypoint',
    wrong: { namespaces: [{ ...SHOP, waypoint: WAYPOINT }, WEB], services: [FRONTEND, { ...CATALOG, waypoint: WAYPOINT }] },
    text: [
      'shop/catalog: [waypoint-without-ambient] `shop/catalog` has the waypoint `shop/waypoint` and is `sidecar`: nothing would go through it; set `dataPlane: DataPlane.AMBIENT`, or leave out `waypoint`',
      'shop/ns: [waypoint-without-ambient] the namespace `shop` has the waypoint `shop/waypoint` and is `sidecar`: nothing would go through it; set `dataPlane: DataPlane.AMBIENT`, or leave out `waypoint`',
    ],
    right: { namespaces: [{ ...SHOP, waypoint: WAYPOINT }, WEB], services: [FRONTEND, { ...CART, podLabels: { ...CART.podLabels, 'istio.io/dataplane-mode': 'ambient', 'sidecar.istio.io/inject': 'false' } }] }, // the first to move
  },
  {
    code: 'waypoint-without-service',
    when: 'a waypoint has nothing to stand before',
    wrong: { ...AMBIENT, services: [{ ...CART, kubernetesServices: [headless] }] },
    text: 'shop/cart: [waypoint-without-service] `shop/cart` has the waypoint `shop/waypoint` and no Kubernetes Service that it could stand before; give it a Kubernetes Service that is not headless, or leave out `waypoint`',
    right: { ...AMBIENT, services: [{ ...CART, kubernetesServices: [headless], waypoint: undefined }] },
  },
  {
    code: 'waypoint-name-taken',
    when: 'a service is named like a waypoint that istiod deploys',
    wrong: { ...AMBIENT, services: [service('shop/waypoint', [], { dataPlane: 'ambient', serviceAccount: 'app' }), { ...CART, kubernetesServices: [{ ...CART.kubernetesServices[0], name: 'waypoint' }] }] },
    text: [
      'shop/cart: [waypoint-name-taken] `shop/waypoint` is the name of a waypoint, for which istiod makes a Service and a ServiceAccount; give the service another name, or the waypoint (`Waypoint.managed({ name })`)',
      'shop/waypoint: [waypoint-name-taken] `shop/waypoint` is the name of a waypoint, for which istiod makes a Service and a ServiceAccount; give the service another name, or the waypoint (`Waypoint.managed({ name })`)',
    ],
    right: { ...AMBIENT, services: [service('web/waypoint', [], { dataPlane: 'ambient' }), CART] },
  },
  {
    code: 'waypoint-service-account',
    when: 'a service runs under the account of a waypoint',
    wrong: { ...AMBIENT, services: [{ ...CART, serviceAccount: 'waypoint' }] },
    text: 'shop/cart: [waypoint-service-account] `shop/cart` runs under `waypoint`, the service account of the waypoint `shop/waypoint`, and would be taken for it; give the service an account of its own',
    right: { ...AMBIENT, services: [{ ...STOREFRONT, serviceAccount: 'waypoint' }] },
  },
  {
    code: 'workload-as-waypoint',
    when: 'a workload has the label or the account of a waypoint that istiod deploys',
    wrong: {
      namespaces: AMBIENT.namespaces,
      workloads: [labelled('shop/pose', { 'gateway.networking.k8s.io/gateway-name': 'waypoint' }), workload('shop/spy', { serviceAccountName: 'waypoint', labels: {} })],
    },
    text: [
      'shop/pose-deployment: [workload-as-waypoint] `Deployment shop/pose` has the label `gateway.networking.k8s.io/gateway-name: waypoint` and would be taken for the waypoint `shop/waypoint`, which istiod deploys; give it a label and a service account of its own',
      'shop/spy-deployment: [workload-as-waypoint] `Deployment shop/spy` runs under the service account `waypoint` and would be taken for the waypoint `shop/waypoint`, which istiod deploys; give it a label and a service account of its own',
    ],
    right: {
      namespaces: AMBIENT.namespaces,
      workloads: [labelled('shop/pose', { 'gateway.networking.k8s.io/gateway-name': 'edge' }), workload('web/spy', { serviceAccountName: 'waypoint', labels: {} })],
    },
  },
  {
    code: 'waypoint-as-caller',
    when: 'a waypoint is granted access by its identity',
    wrong: toCart(identity('cluster.local/ns/shop/sa/waypoint', { role: 'spiffe' }), 'http', 8080),
    text: 'shop/cart: [waypoint-as-caller] `cluster.local/ns/shop/sa/waypoint`, which is granted access to `shop/cart`, is the waypoint `shop/waypoint`: it would stand for all of its callers; grant to the callers themselves; what the waypoint needs is there without a grant',
    right: toCart(identity('cluster.local/ns/web/sa/waypoint', { role: 'spiffe' }), 'http', 8080),
  },
  {
    code: 'conflicting-waypoint',
    when: 'one waypoint is given two identities',
    wrong: { ...AMBIENT, services: [STOREFRONT, { ...CART, waypoint: { ...WAYPOINT, managed: false, serviceAccount: 'proxy' } }] },
    text: 'shop/cart: [conflicting-waypoint] the waypoint `shop/waypoint` is declared with both the service accounts `waypoint` and `proxy`; give the same `serviceAccountName` each time, or leave it out for one that istiod deploys',
    right: { ...AMBIENT, services: [STOREFRONT, { ...CART, waypoint: { namespace: 'gateways', name: 'waypoint', managed: false, serviceAccount: 'proxy' } }] },
  },
  {
    code: 'conflicting-external-host',
    when: 'one means a host and another what answers on the node',
    wrong: { services: [FRONTEND, service('web/admin')], externals: [METADATA('web/admin'), { ...METADATA('web/frontend'), onNode: { seen: [] } }] },
    text: 'web/frontend: [conflicting-external-host] `metadata.example` is declared as a host and as what answers on the node; give `CloudMetadata.at` a name of its own',
    right: { services: [FRONTEND, service('web/admin')], externals: ['web/admin', 'web/frontend'].map((caller) => ({ ...METADATA(caller), onNode: { seen: [] } })) },
  },
  {
    code: 'external-needs-egress-waypoint',
    when: 'an ambient service calls an external host and no egress waypoint is there',
    wrong: { ...AMBIENT, externals: [API] },
    text: 'web/frontend: [external-needs-egress-waypoint] `web/frontend` calls `api.example`, and it is ambient: nothing in its pods could hold it to that host; declare an `EgressWaypoint` in a chart with a namespace of its own',
    right: { ...leaving, services: AMBIENT.services, externals: [{ ...API, through: EGRESS }] },
  },
  {
    code: 'external-needs-egress-waypoint',
    when: 'it is what answers on the node, said by a name',
    wrong: { ...AMBIENT, externals: [METADATA('web/frontend')] },
    text: 'web/frontend: [external-needs-egress-waypoint] `web/frontend` calls `metadata.example`, and it is ambient: nothing in its pods could hold it to that host; declare an `EgressWaypoint` in a chart with a namespace of its own',
    right: { ...AMBIENT, externals: [{ ...METADATA('web/frontend'), onNode: { seen: [] } }] },
  },
  {
    code: 'external-host-on-two-data-planes',
    when: 'callers with and without sidecars call one external host',
    wrong: { ...leaving, namespaces: [...leaving.namespaces, { ...WEB, id: 'legacy' }], services: [STOREFRONT, service('legacy/batch')], externals: [{ ...API, through: EGRESS }, external('legacy/batch', 'api.example', [{ number: 443, protocol: 'https' }])] },
    text: 'web/frontend: [external-host-on-two-data-planes] `web/frontend` calls `api.example` through the egress waypoint, and `legacy/batch` by itself; let all callers of the host be ambient, or none',
    right: { ...leaving, namespaces: [...leaving.namespaces, { ...WEB, id: 'legacy' }], services: [STOREFRONT, service('legacy/batch')], externals: [{ ...API, through: EGRESS }, external('legacy/batch', 'mail.example', [{ number: 443, protocol: 'https' }])] },
  },
  {
    code: 'egress-waypoint-namespace',
    when: 'something else is declared where the egress waypoint is, or stands behind it',
    wrong: {
      ...leaving, namespaces: [...leaving.namespaces, { ...WEB, id: 'egress', construct: 'egress/ns', dataPlane: 'ambient' }],
      services: [service('egress/spy', [], { dataPlane: 'ambient' }), STOREFRONT, { ...CART, waypoint: EGRESS }],
    },
    text: [
      'egress/ns: [egress-waypoint-namespace] the namespace `egress` is that of the egress waypoint, which declares it; leave this `MeshNamespace` out, or put the `EgressWaypoint` into a chart with a namespace of its own',
      'egress/spy: [egress-waypoint-namespace] `egress/spy` is in the namespace of the egress waypoint; put the `EgressWaypoint` into a chart with a namespace of its own',
      'shop/cart: [egress-waypoint-namespace] `shop/cart` stands behind the egress waypoint `egress/waypoint`, which leads out of the cluster alone; give its namespace a waypoint of its own',
    ],
    right: { ...leaving, services: AMBIENT.services },
  },
  {
    code: 'egress-waypoint-namespace',
    when: 'a gateway runs where the egress waypoint does',
    wrong: { ...leaving, services: AMBIENT.services, gateways: [{ ...GATEWAY, namespace: 'egress' }] },
    text: 'ingress/edge: [egress-waypoint-namespace] `gateway ingress/edge` is in the namespace of the egress waypoint; put the `EgressWaypoint` into a chart with a namespace of its own',
    right: { ...leaving, services: AMBIENT.services, gateways: [GATEWAY] },
  },
  ...[
    ['its identity with other pod labels', granted({ pods: { namespace: 'ingress', labels: { istio: 'internal' }, wholeNamespace: false } })],
    ['its identity with other pod labels', granted({ pods: { namespace: 'ingress', labels: { istio: 'edge', app: 'x' }, wholeNamespace: false } })],
    ['its pods under the identity `cluster.local/ns/ingress/sa/other`', granted({}, 'cluster.local/ns/ingress/sa/other')],
    ['its identity as that of another caller', granted({ role: 'spiffe' })],
    ['it with another `dataPlane`', granted({ dataPlane: 'sidecar' })],
    ['it with another `usesWaypoints`', granted({ usesWaypoints: false })],
  ].map(([what, wrong]) => ({
    code: 'conflicting-gateway',
    when: `a grant names a gateway with declared pods otherwise: ${what as string}`,
    wrong: wrong as Declared,
    text: otherwise(what as string),
    right: granted({}),
  })),
  {
    code: 'conflicting-gateway',
    when: 'another gateway has some of its labels',
    wrong: granted({ pods: { namespace: 'ingress', labels: { istio: 'edge', app: 'x' }, wholeNamespace: false } }, 'cluster.local/ns/ingress/sa/other'),
    text: otherwise('its pods under the identity `cluster.local/ns/ingress/sa/other`'),
    right: granted({ pods: { namespace: 'ingress', labels: {}, wholeNamespace: true } }),
  },
  {
    code: 'duplicate-gateway',
    when: 'the baseline lists a gateway whose pods are declared',
    wrong: { baseline: baseline(edgeGateway), gateways: [GATEWAY] },
    text: 'baseline: [duplicate-gateway] `gateways` lists `ingress/edge`, which is `gateway ingress/edge` of `ingress/edge`; leave it out there: an `IngressGatewayPods` opens its own ports',
    right: { baseline: baseline({ ...edgeGateway, labels: { istio: 'internal' } }), gateways: [GATEWAY] },
  },
  {
    code: 'gateway-name-taken',
    when: 'a service, a waypoint or another gateway has its name',
    wrong: {
      ...INGRESS,
      services: [service('ingress/edge', [], { dataPlane: 'ambient', podLabels: { app: 'edge' } })],
      gateways: [
        GATEWAY,
        { ...GATEWAY, construct: 'ingress/second', caller: { ...GATEWAY.caller, pods: { ...GATEWAY.caller.pods, labels: { istio: 'second' } } } },
        { ...GATEWAY, id: 'ingress/waypoint', name: 'waypoint', construct: 'ingress/third', caller: { ...GATEWAY.caller, pods: { ...GATEWAY.caller.pods, labels: { istio: 'third' } } } },
      ],
    },
    text: [
      'ingress/edge: [gateway-name-taken] the policies of `gateway ingress/edge` would be named like those of a service; give the `IngressGatewayPods` another `name`',
      'ingress/second: [gateway-name-taken] the policies of `gateway ingress/edge` would be named like those of another gateway; give the `IngressGatewayPods` another `name`',
      'ingress/third: [gateway-name-taken] the policies of `gateway ingress/waypoint` would be named like those of a waypoint; give the `IngressGatewayPods` another `name`',
    ],
    right: { ...INGRESS, gateways: [GATEWAY] },
  },
  {
    code: 'overlapping-selector',
    when: 'a gateway, a service and a waypoint cannot be told apart',
    wrong: {
      ...INGRESS,
      services: [service('ingress/web', [], { dataPlane: 'ambient', podLabels: { istio: 'edge', app: 'web' }, deployedElsewhere: true })],
      gateways: [
        GATEWAY,
        {
          ...GATEWAY, id: 'ingress/second', construct: 'ingress/second',
          caller: { ...GATEWAY.caller, pods: { ...GATEWAY.caller.pods, labels: { 'gateway.networking.k8s.io/gateway-name': 'waypoint', app: 'x' } } },
        },
      ],
    },
    text: [
      'ingress/edge: [overlapping-selector] the pod labels of `gateway ingress/edge` also select the pods of `ingress/web`; add a label that tells their pods apart',
      'ingress/second: [overlapping-selector] the pod labels of `waypoint ingress/waypoint` also select the pods of `gateway ingress/second`; add a label that tells their pods apart',
    ],
    right: { ...INGRESS, services: [service('ingress/web', [], { dataPlane: 'ambient', deployedElsewhere: true })], gateways: [GATEWAY] },
  },
  {
    code: 'missing-addresses',
    when: 'a gateway is asked for its health from nodes nobody knows',
    wrong: { gateways: [{ ...GATEWAY, listeners: toGateway({ kind: 'addresses', role: 'kubelet', cidrs: [], except: [] }) }] },
    text: 'ingress/edge: [missing-addresses] `kubelet` calls `gateway ingress/edge` from addresses that are not known; set `nodeCidrs` in `cluster` of the Mesh; there is no safe default',
    right: { gateways: [{ ...GATEWAY, listeners: toGateway({ kind: 'addresses', role: 'kubelet', cidrs: ['10.2.0.0/16'], except: [] }) }] },
  },
  {
    code: 'caller-without-pods',
    when: 'a gateway is scraped from pods nobody named',
    wrong: { gateways: [{ ...GATEWAY, listeners: toGateway(identity('cluster.local/ns/monitoring/sa/prometheus', { role: 'prometheus', pods: undefined })) }] },
    text: 'ingress/edge: [caller-without-pods] `cluster.local/ns/monitoring/sa/prometheus` calls `gateway ingress/edge` from pods that NetworkPolicy cannot know; give its `podLabels`, or set `wholeNamespace` if every pod there is meant',
    right: { gateways: [{ ...GATEWAY, listeners: toGateway(identity('cluster.local/ns/monitoring/sa/prometheus', { role: 'prometheus' })) }] },
  },
  {
    code: 'name-too-long',
    when: 'policies of a gateway could not be named',
    wrong: { gateways: [{ ...GATEWAY, name: 'g'.repeat(246) }] },
    text: `ingress/edge: [name-too-long] the gateway name \`${'g'.repeat(246)}\` has 246 characters, 245 are possible; shorten it`,
    right: { gateways: [{ ...GATEWAY, name: 'g'.repeat(245) }] },
  },
  {
    code: 'conflicting-external-host',
    when: 'callers in two namespaces disagree about a host behind the egress waypoint',
    wrong: { ...leaving, services: AMBIENT.services, externals: [{ ...external('shop/cart', 'api.example', [{ number: 443, protocol: 'http' }]), through: EGRESS }, { ...API, through: EGRESS }] },
    text: 'web/frontend: [conflicting-external-host] port `443` of `api.example` is declared as both `http` and `tls` behind the egress waypoint; declare it with one protocol',
    right: { ...leaving, services: AMBIENT.services, externals: [{ ...external('shop/cart', 'api.example', [{ number: 443, protocol: 'tls' }]), through: EGRESS }, { ...API, through: EGRESS }] },
  },
];

test.each(rows)('$code: $when', ({ code, wrong, text, right }) => {
  const texts = [text].flat();
  expect(problems(wrong)).toEqual(texts);
  expect(texts.some((t) => t.includes(`[${code}]`))).toBe(true);
  expect(problems(right)).toEqual([]);
});

test('the codes are these: they are a public contract', () => {
  expect([...new Set(rows.map(({ code }) => code))].sort()).toEqual([
    'aliased-trust-domain', 'api-service-unreachable', 'break-glass-in-quarantine', 'break-glass-too-long', 'ca-within-cluster', 'callee-without-proxy', 'caller-without-identity', 'caller-without-pods', 'conflicting-external-host',
    'conflicting-gateway', 'conflicting-mtls', 'conflicting-protocols', 'conflicting-waypoint', 'conversion-unreachable', 'data-plane-mismatch', 'declared-elsewhere', 'declared-identity',
    'default-service-account', 'deployed-here', 'duplicate-gateway', 'duplicate-kubernetes-service', 'duplicate-namespace', 'duplicate-port',
    'duplicate-service', 'egress-waypoint-namespace', 'empty-selector', 'excluded-port', 'external-host-on-two-data-planes',
    'external-needs-egress-waypoint', 'foreign-pods-by-address', 'foreign-trust-domain', 'former-account-shared', 'former-account-taken', 'gateway-name-taken', 'gateway-without-waypoint', 'half-edge',
    'header-taken-out', 'headless-from-sidecar',
    'http-from-sidecar', 'http-needs-waypoint', 'http-on-headless', 'http-past-waypoint', 'identity-on-plaintext-port', 'imported-own-service',
    'imported-twice', 'included-ports-alone', 'inexact-shared-identity', 'internal-host', 'job-never-ends', 'late-kubernetes-service', 'metadata-through-waypoint', 'missing-addresses', 'missing-cluster-cidrs', 'missing-gateways', 'name-too-long', 'no-workload',
    'overlapping-selector', 'preflight-refused-at-gateway', 'probe-past-proxy', 'protocol-cannot-carry', 'proxy-host-without-pods',
    'quarantine-of-shared-identity', 'reserved-port', 'scrape-of-captured-port', 'scrape-through-tunnel', 'scrape-without-sidecar', 'shared-identity-apart', 'shared-scrape-port', 'shared-service-account',
    'source-address-not-seen', 'source-outside-pods', 'stage-behind-waypoint', 'stage-below-baseline',
    'stage-while-migrating', 'system-namespace', 'token-not-forwarded', 'token-not-observable', 'token-refused-at-gateway',
    'trust-domain-alias',
    'trust-domain-migration-in-ambient', 'udp-through-waypoint', 'undeclared-gateway', 'undeclared-namespace', 'unknown-api-server', 'unlabelled-kubernetes-service',
    'unlisted-workload', 'waypoint-as-caller', 'waypoint-name-taken', 'waypoint-of-tenant', 'waypoint-service-account', 'waypoint-without-ambient',
    'waypoint-without-service', 'webhook-bypassed', 'webhook-unreachable',
    'workload-as-waypoint', 'workload-of-others', 'workload-of-two-services', 'workload-on-host-network', 'workload-service-account', 'workload-with-proxy', 'workload-without-ambient',
    'workload-without-proxy',
  ]);
});
