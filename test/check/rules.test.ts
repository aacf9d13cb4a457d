import { checkModel, type WorkloadFact } from '../../src/check';
import type { CallerModel } from '../../src/model/model';
import { formatProblem } from '../../src/model/problem';
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
}

function problems({ workloads, ...parts }: Declared): readonly string[] {
  const index = indexOf(model(parts));
  const expected = index.model.services.filter(({ deployedElsewhere }) => !deployedElsewhere)
    .map(({ id, podLabels, serviceAccount }) => workload(id, { labels: podLabels, serviceAccountName: serviceAccount }));
  return checkModel(index, workloads ?? expected).map(formatProblem);
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
const call = (caller: string, callee: string) => ({ id: `${caller}->${callee}`, caller, callee, construct: caller });
const edgeGateway = { id: 'ingress/edge', namespace: 'ingress', labels: { istio: 'edge' }, ports: [8443] };
const baseline = (...gateways: readonly (typeof edgeGateway)[]) => ({ construct: 'baseline', strictMtls: true, denyByDefault: true, gateways });
const WITHOUT_CIDRS = { cluster: { ...MESH.cluster, podCidrs: [], nodeCidrs: [] } };
const withCidrs = (podCidrs: string[], serviceCidrs: string[]) => ({ cluster: { ...MESH.cluster, podCidrs, serviceCidrs, nodeCidrs: ['10.3.0.0/16'] } });
const API = external('web/frontend', 'api.example', [{ number: 443, protocol: 'https' }]);
const injects = (value: string, where: 'labels' | 'annotations' = 'labels'): WorkloadFact => {
  const fact = workload('shop/catalog');
  return { ...fact, [where]: { ...fact[where], 'sidecar.istio.io/inject': value } };
};
const optedOut = (of: typeof CATALOG): typeof CATALOG => ({ ...of, deployedElsewhere: true, podLabels: { ...of.podLabels, 'sidecar.istio.io/inject': 'false' } });
const annotated = (annotations: Record<string, string>): Declared => ({
  ...toCatalog(calledBy('web/frontend'), 'http', 8080), workloads: [workload('web/frontend'), workload('shop/catalog', { annotations })],
});

interface Row {
  readonly code: string;
  readonly when: string;
  readonly wrong: Declared;
  readonly text: string | readonly string[];
  /** The nearest declaration that stands. */
  readonly right: Declared;
}

const rows: readonly Row[] = [
  {
    code: 'shared-service-account',
    when: 'two services have one account',
    wrong: { services: [service('shop/a', [], { serviceAccount: 'app' }), service('shop/b', [], { serviceAccount: 'app' })] },
    text: 'shop/b: [shared-service-account] `shop/b` and `shop/a` share the service account `shop/app` and cannot be told apart; give each service an account of its own',
    right: { services: [service('shop/a', [], { serviceAccount: 'app' }), service('web/b', [], { serviceAccount: 'app' })] },
  },
  {
    code: 'default-service-account',
    when: 'a service runs under `default`',
    wrong: { services: [service('shop/a', [], { serviceAccount: 'default' })] },
    text: 'shop/a: [default-service-account] `shop/a` uses the service account `default`, which is also that of every pod without one; give the service an account of its own',
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
      'shop/ns: [system-namespace] the namespace `istio-system` is in the root namespace of the mesh, which policies of ours would cut off; use a namespace of its own; as a caller, take `MeshNamespace.fromName`',
      'web/ns: [system-namespace] the namespace `kube-system` is in the namespace of the cluster\'s own pods, which policies of ours would cut off; use a namespace of its own; as a caller, take `MeshNamespace.fromName`',
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
    code: 'excluded-port',
    when: 'the workload includes other ports by annotation',
    wrong: annotated({ 'traffic.sidecar.istio.io/includeInboundPorts': '80' }),
    text: 'shop/catalog: [excluded-port] `web/frontend` is granted port `8080` of `shop/catalog`, where no proxy enforces it: `Deployment shop/catalog` does not include it by annotation; let the proxy capture the port, or grant another one',
    right: annotated({ 'traffic.sidecar.istio.io/includeInboundPorts': '*' }),
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
    code: 'proxy-host-without-pods',
    when: 'a host of the proxies has no pods',
    wrong: { mesh: { proxyHosts: [{ namespace: 'telemetry', service: 'collector', port: 4317, podLabels: {}, reason: 'traces' }] } },
    text: 'mesh: [proxy-host-without-pods] the proxy host `telemetry/collector` has no pod labels, so every pod of `telemetry` would be opened; give its `podLabels`',
    right: { mesh: { proxyHosts: [{ namespace: 'telemetry', service: 'collector', port: 4317, podLabels: { app: 'otel' }, reason: 'traces' }] } },
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
    text: 'baseline: [missing-gateways] `denyByDefault` would close every gateway of the mesh, and none is declared; list all of them in `gateways`, or leave out `denyByDefault`',
    right: { baseline: { ...baseline(), denyByDefault: false } },
  },
  {
    code: 'undeclared-gateway',
    when: 'a gateway that calls is not among the baseline\'s',
    wrong: { ...toCatalog(identity('cluster.local/ns/ingress/sa/edge'), 'http', 8080), baseline: baseline({ ...edgeGateway, id: 'other/edge', namespace: 'other' }) },
    text: 'shop/catalog: [undeclared-gateway] `cluster.local/ns/ingress/sa/edge` is a gateway that the baseline does not declare, so `denyByDefault` would close it to clients; add it to `gateways` of the `MeshBaseline`',
    right: { ...toCatalog(identity('cluster.local/ns/ingress/sa/edge'), 'http', 8080), baseline: baseline(edgeGateway) },
  },
  {
    code: 'undeclared-gateway',
    when: 'it is other pods of the same namespace that the baseline has',
    wrong: { ...toCatalog(identity('cluster.local/ns/ingress/sa/edge'), 'http', 8080), baseline: baseline({ ...edgeGateway, labels: { istio: 'internal' } }) },
    text: 'shop/catalog: [undeclared-gateway] `cluster.local/ns/ingress/sa/edge` is a gateway that the baseline does not declare, so `denyByDefault` would close it to clients; add it to `gateways` of the `MeshBaseline`',
    right: {
      ...toCatalog(identity('cluster.local/ns/ingress/sa/edge', { pods: { namespace: 'ingress', labels: { istio: 'edge', app: 'gateway' }, wholeNamespace: false } }), 'http', 8080),
      baseline: baseline(edgeGateway),
    },
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
    'aliased-trust-domain', 'callee-without-proxy', 'caller-without-identity', 'caller-without-pods', 'conflicting-external-host', 'conflicting-mtls',
    'conflicting-protocols', 'data-plane-mismatch', 'declared-identity', 'default-service-account', 'deployed-here', 'duplicate-kubernetes-service',
    'duplicate-namespace', 'duplicate-port', 'duplicate-service', 'empty-selector', 'excluded-port', 'foreign-trust-domain', 'half-edge',
    'identity-on-plaintext-port', 'internal-host', 'missing-addresses', 'missing-cluster-cidrs', 'missing-gateways', 'name-too-long', 'no-workload', 'overlapping-selector',
    'protocol-cannot-carry', 'proxy-host-without-pods', 'reserved-port', 'shared-service-account', 'system-namespace', 'trust-domain-alias',
    'undeclared-gateway', 'undeclared-namespace', 'workload-of-two-services', 'workload-on-host-network', 'workload-service-account', 'workload-with-proxy',
    'workload-without-proxy',
  ]);
});
