import {
  Access, Anyone, ApiServer, Assumption, Cidr, DataClass, DataPlane, ExceptionKind, ExternalHost, ForeignPods,
  Guardrails, GuardrailSeverity, HttpPath, type IGuardrail, IngressGateway, Kubelet, MeshNamespace, MeshService, type MeshProps,
  type MeshServiceProps, PathNormalization, PortMtls, Prometheus, Scrape, ServicePort,
} from '../../src';
import { problems, Shop } from '../constructs/mesh';

const CLUSTER = { podCidrs: ['10.0.0.0/14'], serviceCidrs: ['10.4.0.0/20'], nodeCidrs: ['10.128.0.0/20'], apiServerCidrs: ['10.128.0.2/32'] };
const HTTP = { ports: [ServicePort.http(80)] };
const PLAIN = { ports: [ServicePort.tcp(9000, { mtls: PortMtls.permissive({ reason: 'x' }) })] };

type Declare = (service: (name: string, props?: MeshServiceProps) => MeshService, shop: Shop) => void;

function findings(guardrail: IGuardrail, declare: Declare, props: MeshProps = {}): readonly string[] {
  const shop = new Shop({ cluster: CLUSTER, asOf: '2026-11-30', guardrails: [guardrail], ...props });
  declare((name, p) => shop.service(name, p), shop);
  return problems(shop.app).map((line) => line.replace(/^\[mesh\] /, ''));
}

const namespace = (shop: Shop, name: string, environment?: string): MeshNamespace => (
  new MeshNamespace(shop.chart, name, { mesh: shop.mesh, name, ...(environment === undefined ? {} : { environment }) })
);

interface Row {
  readonly guardrail: (options?: { readonly dataClasses?: DataClass[] }) => IGuardrail;
  readonly when: string;
  readonly wrong: Declare;
  readonly text: readonly string[];
  /** The nearest declaration that stands. */
  readonly right: Declare;
}

const rows: readonly Row[] = [
  {
    guardrail: Guardrails.noWildcardCallers,
    when: 'callers are nobody in particular',
    wrong: (service, shop) => {
      const db = service('db', PLAIN);
      db.allowFrom(Anyone.because('public'));
      db.allowFrom(shop.namespace);
      db.allowFrom(Cidr.of('10.0.0.0/8'));
      db.allowFrom(IngressGateway.fromIdentity('istio-ingress', 'edge', { wholeNamespace: true }));
    },
    text: [
      'shop/db: [guardrail] `no-wildcard-callers`: NetworkPolicy admits all pods of namespace istio-ingress to shop/db for istio-ingress/edge; give `podLabels` of the caller',
      'shop/db: [guardrail] `no-wildcard-callers`: all of 10.0.0.0/8 may reach shop/db; name the blocks that callers live at',
      'shop/db: [guardrail] `no-wildcard-callers`: any identity of namespace shop may call shop/db; name the services of the namespace that call',
      'shop/db: [guardrail] `no-wildcard-callers`: anyone may call shop/db; name its callers',
      'shop/db: [guardrail] `no-wildcard-callers`: pods, which have addresses in 10.0.0.0/8, too, may reach shop/db as 10.0.0.0/8; name the blocks that callers live at',
    ],
    right: (service) => {
      const db = service('db', PLAIN);
      db.allowFrom(service('web'));
      db.allowFrom(Cidr.of('10.64.0.0/16'));
      db.allowFrom(IngressGateway.fromIdentity('istio-ingress', 'edge', { podLabels: { app: 'edge' } }));
    },
  },
  {
    guardrail: Guardrails.noExternalHostWithoutReason,
    when: 'a call leaves the cluster without a word',
    wrong: (service) => service('db').calls(ExternalHost.https('api.example')),
    text: ['shop/db: [guardrail] `no-external-host-without-reason`: `shop/db` calls `api.example` and does not say why; give a `reason` to `calls`'],
    right: (service) => service('db').calls(ExternalHost.https('api.example'), { reason: 'prices' }),
  },
  {
    guardrail: Guardrails.noPlaintext,
    when: 'ports and calls carry plaintext',
    wrong: (service, shop) => {
      service('db', { ports: [...PLAIN.ports, ServicePort.udp(5353)], excludedInboundPorts: [9000, 9100] }).calls(ExternalHost.http('api.example'));
      const legacy = new MeshNamespace(shop.chart, 'legacy', { mesh: shop.mesh, name: 'legacy', dataPlane: DataPlane.NONE });
      new MeshService(shop.chart, 'old', { namespace: legacy, ...HTTP, deployedElsewhere: true });
    },
    text: [
      'shop/db: [guardrail] `no-plaintext`: `shop/db` calls `api.example` in plaintext; call it by `ExternalHost.https`',
      'shop/db: [guardrail] `no-plaintext`: pod:shop/db:9100 bypasses the proxy; let the proxy capture it',
      'shop/db: [guardrail] `no-plaintext`: port 5353 of `shop/db` may carry `udp` in plaintext; carry it over TCP: no mesh encrypts it',
      'shop/db: [guardrail] `no-plaintext`: port 9000 of `shop/db` may carry `tcp` in plaintext; require mutual TLS, or end TLS in the application and declare the port so',
      'shop/old: [guardrail] `no-plaintext`: port 80 of `legacy/old` may carry `http` in plaintext; require mutual TLS, or end TLS in the application and declare the port so',
    ],
    right: (service) => service('db', { ports: [ServicePort.tcp(9000), ServicePort.https(443, { mtls: PortMtls.disable({ reason: 'x' }) })] }).calls(ExternalHost.https('api.example')),
  },
  {
    guardrail: Guardrails.noExternalHostWithoutReason,
    when: 'the API server is called without a word',
    wrong: (service) => service('db').calls(ApiServer.onControlPlane()),
    text: ['shop/db: [guardrail] `no-external-host-without-reason`: `shop/db` calls the API server and does not say why; give a `reason` to `calls`'],
    right: (service) => service('db').calls(ApiServer.onControlPlane(), { reason: 'elects a leader' }),
  },
  {
    guardrail: Guardrails.noPlaintext,
    when: 'metrics are scraped past the sidecar, or pods that others make take no part in the mesh',
    wrong: (service, shop) => {
      const db = service('db', { ...HTTP, excludedInboundPorts: [9100] });
      const prometheus = Prometheus.fromIdentity('monitoring', 'prometheus', { podLabels: { app: 'prometheus' }, dataPlane: DataPlane.NONE });
      db.allowScrapes(prometheus, Scrape.merged({ reason: 'no certificate yet' }));
      db.allowScrapes(prometheus, Scrape.pastProxy(9100, { reason: 'no certificate yet' }));
      shop.namespace.addForeignPods('solver', ForeignPods.of({ madeBy: 'cert-manager', podLabels: { solver: 'x' }, ports: [ServicePort.http(8089)], dataPlane: DataPlane.NONE }), { reason: 'certificates' });
    },
    text: [
      'shop/db: [guardrail] `no-plaintext`: port 15020 of `shop/db` may carry `tcp` in plaintext; scrape it with a certificate: `Scrape.ofPath` or `Scrape.ofPort`',
      'shop/db: [guardrail] `no-plaintext`: port 9100 of `shop/db` may carry `tcp` in plaintext; scrape it with a certificate: `Scrape.ofPath` or `Scrape.ofPort`',
      'shop/ns/solver: [guardrail] `no-plaintext`: port 8089 of `shop/solver` may carry `http` in plaintext; require mutual TLS, or end TLS in the application and declare the port so',
    ],
    right: (service) => service('db', HTTP).allowScrapes(Prometheus.fromIdentity('monitoring', 'prometheus', { podLabels: { app: 'prometheus' } }), Scrape.ofPath(80)),
  },
  {
    guardrail: Guardrails.ownerRequired,
    when: 'nobody answers for a service',
    wrong: (service) => service('db'),
    text: ['shop/db: [guardrail] `owner-required`: nobody answers for `shop/db`; give `owner` to it or to its namespace'],
    right: (service, shop) => {
      service('db', { owner: 'team db' });
      const owned = new MeshNamespace(shop.chart, 'web', { mesh: shop.mesh, name: 'web', owner: 'team web' });
      new MeshService(shop.chart, 'frontend', { namespace: owned, deployedElsewhere: true });
    },
  },
  {
    guardrail: Guardrails.noExceptionWithoutReason,
    when: 'nobody says why',
    wrong: (service, shop) => service('db', HTTP).allowFrom(shop.namespace),
    text: ['shop/db: [guardrail] `no-exception-without-reason`: any identity of namespace shop may call shop/db, and nobody says why; give the `reason`'],
    right: (service, shop) => service('db', HTTP).allowFrom(shop.namespace, { reason: 'status' }),
  },
  {
    guardrail: Guardrails.noExceptionWithoutExpiry,
    when: 'an exception has no end, or is past it and still there',
    wrong: (service) => service('db', { ...PLAIN, excludedInboundPorts: [9100], excludedInboundPortsBecause: { reason: 'x', expires: '2026-11-29' } }),
    text: [
      'shop/db: [guardrail] `no-exception-without-expiry`: pod:shop/db:9100 bypasses the proxy, although that ended on 2026-11-29; end it in the workload, or give it another day',
      'shop/db: [guardrail] `no-exception-without-expiry`: shop/db:9000 accepts plaintext, without end; give the day on which it `expires`',
    ],
    right: (service) => service('db', {
      ports: [ServicePort.tcp(9000, { mtls: PortMtls.permissive({ reason: 'x', expires: '2026-11-30' }) })],
      excludedInboundPorts: [9100], excludedInboundPortsBecause: { reason: 'x', expires: '2026-12-24' },
    }),
  },
  {
    guardrail: Guardrails.noUndecodedPaths,
    when: 'nobody stands by the backend',
    wrong: (service) => service('db', HTTP).allowFrom(service('web'), { access: [Access.http({ paths: [HttpPath.under('/a')] })] }),
    text: [
      'shop/db: [guardrail] `no-undecoded-paths`: paths of `shop/db` are granted by prefix, and the mesh does not decode `%2F`; set `pathNormalization` to `DECODE_AND_MERGE_SLASHES`, grant exact paths, or `acknowledge` that its backend does not decode them',
    ],
    right: (service) => {
      const db = service('db', HTTP);
      db.allowFrom(service('web'), { access: [Access.http({ paths: [HttpPath.under('/a')] })] });
      db.acknowledge(Assumption.BACKENDS_DO_NOT_DECODE_SLASHES, { reason: 'x' });
    },
  },
  {
    guardrail: () => Guardrails.noCallsBetweenEnvironments({ environments: { 'dev-*': 'dev', '*-prod': 'prod', 'dev-like-prod': 'prod' }, shared: ['istio-*'] }),
    when: 'calls leave their environment, or one of the two is not known',
    wrong: (service, shop) => {
      const prod = new MeshService(shop.chart, 'ledger', { namespace: namespace(shop, 'payments', 'prod'), ...HTTP, deployedElsewhere: true });
      prod.allowFrom(new MeshService(shop.chart, 'tool', { namespace: namespace(shop, 'dev-tools'), deployedElsewhere: true }));
      prod.allowFrom(service('web'));
      prod.allowFrom(Prometheus.fromIdentity('monitoring', 'prometheus', { podLabels: { app: 'prometheus' } }));
      prod.allowFrom(Anyone.because('public'));
      service('db', HTTP).allowFrom(namespace(shop, 'shop-prod'));
    },
    text: [
      'shop/db: [guardrail] `no-calls-between-environments`: `any identity of namespace shop-prod` of `prod` may call `shop/db`, and the environment of namespace `shop` is not known; give it in `MeshNamespace`, or name the namespace in `environments` or `shared`',
      'shop/ledger: [guardrail] `no-calls-between-environments`: `dev-tools/tool` of `dev` may call `payments/ledger` of `prod`; call what is in the same environment',
      'shop/ledger: [guardrail] `no-calls-between-environments`: `monitoring/prometheus` may call `payments/ledger` of `prod`, and the environment of namespace `monitoring` is not known; give it in `MeshNamespace`, or name the namespace in `environments` or `shared`',
      'shop/ledger: [guardrail] `no-calls-between-environments`: `shop/web` may call `payments/ledger` of `prod`, and the environment of namespace `shop` is not known; give it in `MeshNamespace`, or name the namespace in `environments` or `shared`',
      'shop/ledger: [guardrail] `no-calls-between-environments`: anyone may call `payments/ledger` of `prod`, `dev` among them; name its callers',
    ],
    right: (service, shop) => {
      const prod = new MeshService(shop.chart, 'ledger', { namespace: namespace(shop, 'payments', 'prod'), ...PLAIN, deployedElsewhere: true });
      prod.allowFrom(new MeshService(shop.chart, 'tool', { namespace: namespace(shop, 'dev-like-prod'), deployedElsewhere: true }));
      prod.allowFrom(IngressGateway.fromIdentity('istio-ingress', 'edge', { podLabels: { app: 'edge' } }));
      prod.allowFrom(Cidr.of('192.0.2.0/24'));
      prod.allowFrom(Kubelet.onNodes());
      prod.allowFrom(ApiServer.onControlPlane());
      prod.allowFrom(Anyone.because('all of it is prod'));
      service('db', HTTP).allowFrom(service('web'));
    },
  },
];

describe.each(rows)('$when', ({ guardrail, wrong, text, right }) => {
  test('is found', () => expect(findings(guardrail(), wrong)).toEqual(text));
  test('is not where it is not so', () => expect(findings(guardrail(), right)).toEqual([]));
});

const byDataClass = rows.filter(({ when }) => !when.startsWith('calls leave'));
test.each(byDataClass)('$when: of services without the data nothing is said', ({ guardrail, wrong }) => {
  expect(findings(guardrail({ dataClasses: [DataClass.PCI] }), wrong)).toEqual([]);
});

test('another spelling of a data class is the same class', () => {
  const found = findings(Guardrails.ownerRequired({ dataClasses: [DataClass.of('trade-secret')] }), (service) => {
    service('db', { dataClasses: [DataClass.of('Trade-Secret')] });
    service('web', { dataClasses: [DataClass.of('trade')] });
  });
  expect(found).toEqual(['shop/db: [guardrail] `owner-required`: nobody answers for `shop/db` (`shop/db` holds `Trade-Secret`); give `owner` to it or to its namespace']);
});

test.each(byDataClass)('$when: of services with the data it says so', ({ guardrail, wrong, text }) => {
  const found = findings(guardrail({ dataClasses: [DataClass.PCI, DataClass.of('secret')] }), (service, shop) => {
    wrong((name, props) => service(name, name === 'db' ? { ...props, dataClasses: [DataClass.PHI, DataClass.PCI] } : props), shop);
  });
  expect(found).toEqual(text.filter((line) => line.startsWith('shop/db: ')).map((line) => line.replace('; ', ' (`shop/db` holds `PCI`); ')));
});

test('a mesh that decodes `%2F` has no undecoded paths', () => {
  const [{ wrong }] = rows.filter(({ guardrail }) => guardrail === Guardrails.noUndecodedPaths);
  expect(findings(Guardrails.noUndecodedPaths(), wrong, { pathNormalization: PathNormalization.DECODE_AND_MERGE_SLASHES })).toEqual([]);
});

test('what is acknowledged of the mesh is so of every service', () => {
  const [{ wrong }] = rows.filter(({ guardrail }) => guardrail === Guardrails.noUndecodedPaths);
  expect(findings(Guardrails.noUndecodedPaths(), (service, shop) => {
    wrong(service, shop);
    shop.mesh.acknowledge(Assumption.BACKENDS_DO_NOT_DECODE_SLASHES, { reason: 'x' });
  })).toEqual([]);
});

test('only some kinds of exceptions need an end', () => {
  const [{ wrong }] = rows.filter(({ guardrail }) => guardrail === Guardrails.noExceptionWithoutExpiry);
  expect(findings(Guardrails.noExceptionWithoutExpiry({ kinds: [ExceptionKind.OPEN_CALLER] }), wrong)).toEqual([]);
});

test('without an environment there is nothing to leave', () => {
  expect(findings(Guardrails.noCallsBetweenEnvironments(), (service, shop) => {
    const db = service('db', HTTP);
    db.allowFrom(Anyone.because('public'));
    db.allowFrom(namespace(shop, 'web'));
  })).toEqual([]);
});

test('the environment of the mesh is that of every namespace that says nothing else', () => {
  const declare: Declare = (service, shop) => {
    const db = service('db', HTTP);
    db.allowFrom(IngressGateway.fromIdentity('istio-ingress', 'edge', { podLabels: { app: 'edge' } }));
    db.allowFrom(new MeshService(shop.chart, 'tool', { namespace: namespace(shop, 'tools', 'dev'), deployedElsewhere: true }));
  };
  expect(findings(Guardrails.noCallsBetweenEnvironments(), declare, { environment: 'prod' })).toEqual([
    'shop/db: [guardrail] `no-calls-between-environments`: `tools/tool` of `dev` may call `shop/db` of `prod`; call what is in the same environment',
  ]);
});

test('a warning stops nothing and stands in the report', () => {
  const shop = new Shop({ guardrails: [Guardrails.ownerRequired({ severity: GuardrailSeverity.WARNING, id: 'owners' })] });
  shop.service('db');
  expect(problems(shop.app)).toEqual([]);
  expect(shop.mesh.report().toText()).toContain([
    'Guardrails', '  owners  somebody answers for every service', '',
    'Warnings of guardrails', '  shop/db: owners: nobody answers for `shop/db`; give `owner` to it or to its namespace', '',
  ].join('\n'));
});

const wrong = (value: unknown): never => value as never;
test.each([
  ['an environment', () => Guardrails.noCallsBetweenEnvironments({ environments: { 'd*v': 'dev' } }),
    '[invalid-name] environments has `d*v`, which is no namespace; write its name, or a pattern with one `*` at its start or end, like `dev-*`'],
  ['a shared namespace', () => Guardrails.noCallsBetweenEnvironments({ shared: ['*'] }),
    '[invalid-name] shared[0] has `*`, which is no namespace; write its name, or a pattern with one `*` at its start or end, like `dev-*`'],
  ['environments', () => Guardrails.noCallsBetweenEnvironments({ environments: wrong(['dev']) }), '[wrong-type] environments must map namespaces to environments, got a list; write `{ \'dev-*\': \'dev\' }`'],
  ['a kind', () => Guardrails.noExceptionWithoutExpiry({ kinds: [wrong('port')] }), '[wrong-type] kinds[0] must be one of ACKNOWLEDGED_ASSUMPTION, '],
  ['data classes', () => Guardrails.noPlaintext({ dataClasses: [wrong('PCI')] }), '[wrong-type] dataClasses[0] must be of type `DataClass`, got `PCI`; write `DataClass.PCI` or `DataClass.of(…)`'],
  ['an id', () => Guardrails.noPlaintext({ id: 'No plaintext' }),
    '[invalid-guardrail-id] id of a guardrail `No plaintext` is not an id; use lower-case letters, digits and `-`, with `/` between parts, like `pci/no-plaintext`'],
  ['a severity', () => Guardrails.noPlaintext({ severity: wrong('fatal') }), '[wrong-type] severity must be one of ERROR, WARNING, got `fatal`; use a member of the enumeration'],
])('%s that is wrong throws at the call', (_, call, message) => {
  expect(call).toThrow(message);
});
