import { App, Chart, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import {
  Assumption, Consent, DataPlane, Mesh, MeshBaseline, type MeshBaselineProps, MeshNamespace, type MeshNamespaceProps, type MeshProps, MeshService,
  OutboundTrafficPolicy, PathNormalization, Platform, PodSecurityLevel, ServicePort,
} from '../../src';
import { ASSUMPTION_IDS } from '../../src/proof';
import { names, problems, Shop } from './mesh';

const modelOf = (props: MeshProps) => new Mesh(new App(), 'mesh', props)._registry.mesh;

test('the defaults are those of an Istio installation', () => {
  expect(modelOf({})).toEqual({
    construct: 'mesh',
    platform: 'istio',
    version: [1, 31],
    trustDomain: 'cluster.local',
    trustDomainAliases: [],
    rootNamespace: 'istio-system',
    pathNormalization: 'BASE',
    outboundTrafficPolicy: 'ALLOW_ANY',
    istioCni: false,
    consent: 'callee',
    cluster: {
      domain: 'cluster.local',
      podCidrs: [],
      serviceCidrs: [],
      nodeCidrs: [],
      apiServerCidrs: [],
      dns: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: 53 },
    },
    proxyHosts: [],
    acknowledged: [],
  });
});

test('what is given stands in the model, sorted and once', () => {
  const tracing = { namespace: 'observability', service: 'tempo', port: 4317, podLabels: { app: 'tempo' }, reason: 'traces' };
  expect(modelOf({
    platform: Platform.ISTIO,
    version: 'v1.30.2',
    revision: 'canary',
    trustDomain: 'prod.example',
    trustDomainAliases: ['old.example', 'cluster.local'],
    rootNamespace: 'mesh',
    pathNormalization: PathNormalization.MERGE_SLASHES,
    outboundTrafficPolicy: OutboundTrafficPolicy.REGISTRY_ONLY,
    istioCni: true,
    consent: Consent.BOTH,
    cluster: { domain: 'Corp.Local', podCidrs: ['fd00::/48', '10.0.0.0/16'], dns: { port: 5353 }, nodeLocalDns: '169.254.20.10' },
    proxyHosts: [tracing, tracing],
    acknowledge: [Assumption.UNREAD_OBJECTS, Assumption.CNI_ENFORCES_NETWORK_POLICY],
  })).toMatchObject({
    version: [1, 30],
    revision: 'canary',
    trustDomain: 'prod.example',
    trustDomainAliases: ['cluster.local', 'old.example'],
    rootNamespace: 'mesh',
    pathNormalization: 'MERGE_SLASHES',
    outboundTrafficPolicy: 'REGISTRY_ONLY',
    istioCni: true,
    consent: 'both',
    cluster: { domain: 'corp.local', podCidrs: ['10.0.0.0/16', 'fd00::/48'], dns: { namespace: 'kube-system', port: 5353 }, nodeLocalDns: '169.254.20.10' },
    proxyHosts: [tracing],
    acknowledged: ['cni-enforces-network-policy', 'unread-objects'],
  });
});

test('every assumption of the proof can be acknowledged, and nothing else', () => {
  expect(Object.values(Assumption).sort()).toEqual([...ASSUMPTION_IDS].sort());
  expect(Object.entries(Assumption).map(([name, id]) => [name, id])).toEqual(ASSUMPTION_IDS.map((id) => [id.toUpperCase().replaceAll('-', '_'), id]));
});

const wrong = <T>(value: unknown): T => value as T;

test.each<[string, MeshProps, string]>([
  ['trust domain with scheme', { trustDomain: 'spiffe://prod.example/' }, '[invalid-trust-domain] trustDomain `spiffe://prod.example/` has a scheme; write `prod.example`'],
  ['trust domain with wildcard', { trustDomainAliases: ['*.example'] }, '[invalid-trust-domain] trustDomainAliases[0] `*.example` has a wildcard; name each trust domain'],
  ['alias of itself', { trustDomainAliases: ['cluster.local'] }, '[invalid-trust-domain] `trustDomainAliases` has the trust domain itself, `cluster.local`; leave it out there'],
  ['version', { version: 'latest' }, '[invalid-version] version `latest` is not a version of a mesh; write it like `1.31`'],
  ['root namespace', { rootNamespace: 'Istio_System' }, '[invalid-name] rootNamespace `Istio_System` is not a valid name; use lower-case letters, digits and `-`, with a letter or digit at both ends'],
  ['platform', { platform: wrong('linkerd') }, '[wrong-type] platform must be one of ISTIO, KUBERNETES, got `linkerd`; use a member of the enumeration'],
  ['cluster CIDR', { cluster: { podCidrs: ['10.0.0.1/16'] } }, '[invalid-cidr] cluster.podCidrs[0] `10.0.0.1/16` has host bits set; write `10.0.0.0/16`, or `10.0.0.1/32` for the one address'],
  ['empty cluster CIDRs', { cluster: { nodeCidrs: [] } }, '[empty-list] cluster.nodeCidrs is an empty list; leave it out, or name at least one value'],
  ['NodeLocal address', { cluster: { nodeLocalDns: 'dns' } }, '[invalid-address] cluster.nodeLocalDns `dns` is not an IP address; write it like `169.254.20.10` or `fd00::10`'],
  ['DNS labels', { cluster: { dns: { podLabels: {} } } }, '[empty-selector] cluster.dns.podLabels is empty and would select every pod of the namespace; give the labels that only these pods carry'],
  ['proxy host without reason', { proxyHosts: [wrong({ namespace: 'a', service: 'b', port: 1, podLabels: { a: 'b' } })] }, '[missing-reason] proxyHosts[0] needs a reason, got nothing; say in a few words why; it stands in every report'],
  ['assumption', { acknowledge: [wrong('all')] }, `[wrong-type] acknowledge[0] must be one of ${Object.keys(Assumption).join(', ')}, got \`all\`; use a member of the enumeration`],
  ['existing manifests', { existingManifests: [''] }, '[wrong-type] existingManifests[0] is empty; give a value or leave it out'],
  ['prove', { prove: wrong('no') }, '[wrong-type] prove must be true or false, got `no`; give a boolean'],
])('a wrong %s is refused at the call', (_, props, message) => {
  expect(() => modelOf(props)).toThrow(new Error(message));
});

test('an App has one mesh, found from everywhere in it', () => {
  const shop = new Shop();
  expect(Mesh.of(new Construct(shop.chart, 'deep'))).toBe(shop.mesh);
  expect(() => new Mesh(shop.app, 'second')).toThrow(new Error('[duplicate-mesh] this App has a Mesh already, `mesh`; declare one Mesh per App and pass it on; another environment is another App'));
  expect(() => Mesh.of(new Chart(new App(), 'other'))).toThrow(new Error('[missing-mesh] the App of `other` has no Mesh; declare `new Mesh(app, \'mesh\')` before what belongs to it'));
});

describe('a namespace', () => {
  const declare = (props: Partial<MeshNamespaceProps>, mesh: MeshProps = {}): Chart => {
    const app = new App();
    const chart = new Chart(app, 'web', { namespace: 'web' });
    new MeshNamespace(chart, 'ns', { mesh: new Mesh(app, 'mesh', mesh), ...props });
    return chart;
  };

  test('isolates its pods in every layer the platform has', () => {
    expect(names(declare({}))).toEqual(['Namespace web', 'NetworkPolicy default-deny', 'PeerAuthentication default', 'AuthorizationPolicy allow-nothing']);
    expect(names(declare({}, { platform: Platform.KUBERNETES }))).toEqual(['Namespace web', 'NetworkPolicy default-deny']);
    expect(names(declare({ emitNamespace: false, name: 'api' }))).toEqual(['NetworkPolicy default-deny', 'PeerAuthentication default', 'AuthorizationPolicy allow-nothing']);
  });

  test.each([DataPlane.SIDECAR, DataPlane.AMBIENT])('whose Namespace is somebody else\'s is taken to ask for %s as declared', (dataPlane) => {
    const chart = declare({ emitNamespace: false, dataPlane });
    new MeshService(chart, 'cart', { ports: [ServicePort.http(80)], deployedElsewhere: true });
    expect(names(chart)).toContain('NetworkPolicy cart-ingress');
  });

  test('granted as a caller takes in the callee\'s own pods: a policy that shuts them in is refuted', () => {
    const shop = new Shop({ platform: Platform.KUBERNETES });
    const cart = shop.service('cart', { ports: [ServicePort.http(80)] });
    cart.allowFrom(shop.namespace);
    cart.egressPolicy!.addJsonPatch(JsonPatch.remove('/spec/egress/1'));
    expect(problems(shop.app)).toEqual([expect.stringContaining('egress-policy keeps shop/cart from what is declared: to connect to shop/cart:80')]);
  });

  test.each([
    ['istio-injection', 'set `dataPlane`'],
    ['istio.io/rev', 'set `revision` of the Mesh'],
    ['istio.io/dataplane-mode', 'set `dataPlane`'],
    ['pod-security.kubernetes.io/audit', 'set `podSecurity.audit`'],
    ['pod-security.kubernetes.io/enforce', 'set `podSecurity.enforce`'],
    ['pod-security.kubernetes.io/warn', 'set `podSecurity.warn`'],
    ['app.kubernetes.io/managed-by', 'leave it out; what emits the object sets it'],
    ['kubernetes.io/metadata.name', 'leave it out; the API server sets it to the name'],
  ])('does not take the label %s, which is set elsewhere', (key, repair) => {
    expect(() => declare({ labels: { team: 'a', [key]: 'privileged' } })).toThrow(new Error(`[reserved-label] labels has \`${key}\`, which is not yours to set here; ${repair}`));
  });

  test('has its objects as properties', () => {
    const { namespace } = new Shop();
    expect([namespace.namespaceObject, namespace.defaultDeny, namespace.peerAuthentication, namespace.allowNothing].map((o) => o?.name))
      .toEqual(['shop', 'default-deny', 'default', 'allow-nothing']);
  });

  test('of others emits nothing and is the same caller', () => {
    const shop = new Shop();
    const chart = new Chart(shop.app, 'team', { namespace: 'team' });
    const team = MeshNamespace.fromName(chart, 'ns', { mesh: shop.mesh, name: 'team' });
    expect(names(chart)).toEqual([]);
    expect([team.name, team.callerName, team.namespaceObject, team.defaultDeny]).toEqual(['team', 'team', undefined, undefined]);
  });

  test('warns and audits at restricted unless told otherwise', () => {
    const labels = (props: Partial<MeshNamespaceProps>, mesh?: MeshProps) => declare(props, mesh).node.findAll().flatMap((c) => (c.node.id === 'Namespace'
      ? [(c as unknown as { toJson(): { metadata: { labels: unknown } } }).toJson().metadata.labels]
      : []))[0];
    expect(labels({})).toMatchObject({ 'pod-security.kubernetes.io/warn': 'restricted', 'pod-security.kubernetes.io/audit': 'restricted' });
    expect(labels({})).not.toHaveProperty(['pod-security.kubernetes.io/enforce']);
    expect(labels({ podSecurity: { enforce: PodSecurityLevel.BASELINE }, labels: { team: 'a' } }, { istioCni: true }))
      .toMatchObject({ 'pod-security.kubernetes.io/enforce': 'baseline', team: 'a' });
  });

  test('cannot enforce Pod Security on sidecars without istio-cni', () => {
    const chart = declare({ podSecurity: { enforce: PodSecurityLevel.RESTRICTED } });
    expect(problems(App.of(chart) as App)).toContain(
      '[mesh] web/ns: [pod-security-needs-cni] Pod Security `restricted` would refuse the `istio-init` container of every pod with a sidecar; install istio-cni and set `istioCni` on the Mesh, or leave `enforce` out');
  });

  test.each<[string, () => unknown, string]>([
    ['no name', () => new MeshNamespace(new Chart(new Shop().app, 'x'), 'ns', { mesh: new Shop().mesh }), '[other-app] `x/ns` is given the Mesh of another App; each App has a Mesh of its own'],
    ['no mesh', () => new MeshNamespace(new Shop().chart, 'x', wrong({})), '[wrong-type] mesh must be of type `Mesh`, got nothing; pass the App\'s `Mesh`'],
    ['no props', () => new MeshNamespace(new Shop().chart, 'x', wrong(undefined)), '[wrong-type] mesh must be of type `Mesh`, got nothing; pass the App\'s `Mesh`'],
    ['a wrong label', () => declare({ labels: { team: 'a b' } }), '[invalid-label] labels[team] is `a b`; use letters, digits, `-`, `_` and `.`, with a letter or digit at both ends'],
    ['sidecars that the platform has not', () => declare({ dataPlane: DataPlane.SIDECAR }, { platform: Platform.KUBERNETES }), '[unsupported-feature] platform `kubernetes` has no sidecars; leave `dataPlane` out, or set `platform` to `Platform.ISTIO`'],
    ['a wrong level', () => declare({ podSecurity: { warn: wrong('strict') } }), '[wrong-type] podSecurity.warn must be one of PRIVILEGED, BASELINE, RESTRICTED, got `strict`; use a member of the enumeration'],
  ])('with %s is refused at the call', (_, call, message) => {
    expect(call).toThrow(new Error(message));
  });

  test('in a chart without namespace needs a name', () => {
    const shop = new Shop();
    expect(() => new MeshNamespace(new Chart(shop.app, 'x'), 'ns', { mesh: shop.mesh }))
      .toThrow(new Error('[missing-namespace] `x/ns` has no `name` and its chart no namespace; give `namespace` to the chart, or `name`'));
  });
});

describe('a baseline', () => {
  const gateway = { namespace: 'istio-ingress', podLabels: { istio: 'ingress' }, ports: [8443, 8080] };
  const declare = (props: Partial<MeshBaselineProps>, namespace = 'istio-system'): Chart => {
    const app = new App();
    const chart = new Chart(app, 'root', { namespace });
    new MeshBaseline(chart, 'baseline', { mesh: new Mesh(app, 'mesh'), ...props });
    return chart;
  };

  test('emits only what is asked for', () => {
    expect(names(declare({}))).toEqual([]);
    expect(names(declare({ strictMtls: true }))).toEqual(['PeerAuthentication default']);
    expect(names(declare({ denyByDefault: true, gateways: [gateway] }))).toEqual(['AuthorizationPolicy ingress-clients', 'AuthorizationPolicy allow-nothing']);
    expect(names(declare({ denyByDefault: true, gateways: [{ ...gateway, name: 'edge' }] }))).toContain('AuthorizationPolicy edge-clients');
  });

  test.each<[string, () => unknown, string]>([
    ['outside the root namespace', () => declare({ strictMtls: true }, 'shop'), '[wrong-namespace] `root/baseline` is in a chart of namespace `shop`, and only policies of the root namespace hold for the whole mesh; put it into a chart with the namespace `istio-system`'],
    ['with a gateway twice', () => declare({ gateways: [gateway, gateway] }), '[duplicate-gateway] two of `gateways` have the same namespace and name; give one of them another `name`, or leave it out'],
    ['with a gateway without ports', () => declare({ gateways: [{ ...gateway, ports: [] }] }), '[empty-list] gateways[0].ports is an empty list; leave it out, or name at least one value'],
  ])('%s is refused at the call', (_, call, message) => {
    expect(call).toThrow(new Error(message));
  });

  test('does not deny by default without knowing a gateway', () => {
    expect(problems(App.of(declare({ denyByDefault: true })) as App)).toEqual([
      '[mesh] root/baseline: [missing-gateways] `denyByDefault` would close every gateway of the mesh, and none is declared; declare each with `IngressGatewayPods` or list it in `gateways`, or leave out `denyByDefault`',
    ]);
  });

  test('is declared once', () => {
    const chart = declare({ strictMtls: true });
    new MeshBaseline(chart, 'second', { mesh: Mesh.of(chart) });
    expect(problems(App.of(chart) as App)).toContain('[mesh] root/second: [duplicate-baseline] the App has a MeshBaseline already, `root/baseline`; say everything in one');
  });
});
