import { readObjects, formatManifestProblem } from '../../src/manifest';
import type { CallerModel, ServiceModel } from '../../src/model/model';
import { platformFor } from '../../src/platforms';
import { AMBIENT, CATALOG, DNS, EGRESS, EXISTING, FRONTEND, GATEWAY, GET, HBONE, ISTIOD, PROBES, PROMETHEUS, REDIS, SHOP, WAYPOINT, pods, podsOf, principals, via, waypointPods } from './ambient-fixtures';
import { body, calledBy, edge, external, MESH, nameOf, port, render, service, toPort, type Parts } from './fixtures';

describe('the platform writes', () => {
  test('these objects for ambient namespaces with and without waypoint, in this order', () => {
    const permissive = service('shop/catalog', [port('http', 8080, 'permissive')], { dataPlane: 'ambient', waypoint: WAYPOINT });
    expect(render({ ...AMBIENT, services: [permissive, FRONTEND], waypointOptions: { replicas: 2 } }).map(nameOf)).toEqual([
      'Namespace shop', 'NetworkPolicy shop/default-deny', 'PeerAuthentication shop/default', 'AuthorizationPolicy shop/allow-nothing',
      'Gateway shop/waypoint', 'ConfigMap shop/waypoint-options', 'AuthorizationPolicy shop/waypoint-allow-nothing',
      'NetworkPolicy shop/waypoint-ingress', 'NetworkPolicy shop/waypoint-egress',
      'Namespace web', 'NetworkPolicy web/default-deny', 'PeerAuthentication web/default', 'AuthorizationPolicy web/allow-nothing',
      'ServiceAccount shop/catalog', 'Service shop/catalog', 'NetworkPolicy shop/catalog-ingress', 'NetworkPolicy shop/catalog-egress',
      'PeerAuthentication shop/catalog-ports', 'AuthorizationPolicy shop/catalog-callers', 'AuthorizationPolicy shop/catalog-waypoint',
      'ServiceAccount web/frontend', 'Service web/frontend', 'NetworkPolicy web/frontend-ingress', 'NetworkPolicy web/frontend-egress',
      'AuthorizationPolicy web/frontend-callers',
    ]);
  });

  test('these for the egress waypoint and a host behind it', () => {
    const externals = [{ ...external('web/frontend', 'api.example', [{ number: 443, protocol: 'https' }]), through: EGRESS }];
    expect(render({ namespaces: [], services: [FRONTEND], externals, egressWaypoint: EGRESS }).slice(5).map(nameOf)).toEqual([
      'Namespace egress', 'NetworkPolicy egress/default-deny', 'PeerAuthentication egress/default', 'AuthorizationPolicy egress/allow-nothing',
      'Gateway egress/egress', 'AuthorizationPolicy egress/egress-allow-nothing', 'NetworkPolicy egress/egress-ingress', 'NetworkPolicy egress/egress-egress',
      'ServiceEntry egress/api.example', 'AuthorizationPolicy egress/api.example-callers',
    ]);
  });

  test('construct ids that are unique below their construct', () => {
    const twice = service('shop/a', [port('http', 8080, 'permissive')], {
      dataPlane: 'ambient', migratingFrom: 'sidecar', waypoint: WAYPOINT,
      kubernetesServices: ['a', 'a-b', 'a-headless'].map((name) => ({ name, headless: name === 'a-headless', ports: [{ name: 'http-80', port: 80, targetPort: 8080, protocol: 'http' }] })),
    });
    expect(platformFor('istio').serviceSlots(MESH, twice).map(({ id }) => id)).toEqual([
      'ServiceAccount', 'Service', 'Service-a-b', 'Service-a-headless', 'IngressPolicy', 'EgressPolicy', 'PortMtls', 'Callers', 'WaypointCallers', 'WaypointCallers-a-b', 'Sidecar',
    ]);
    const declared = { name: 'shop', dataPlane: 'ambient' as const, labels: {}, emitNamespace: true, podSecurity: {} };
    expect(platformFor('istio').namespaceSlots(MESH, { ...declared, waypoint: WAYPOINT, waypointOptions: { replicas: 1 } }).map(({ id }) => id)).toEqual([
      'Namespace', 'DefaultDeny', 'PeerAuthentication', 'AllowNothing', 'Waypoint', 'WaypointOptions', 'WaypointAllowNothing', 'WaypointIngressPolicy', 'WaypointEgressPolicy',
    ]);
    expect(platformFor('istio').namespaceSlots(MESH, { ...declared, waypoint: EXISTING })).toHaveLength(4);
    expect(platformFor('istio').egressSlots(MESH, EGRESS, 'api.example').map(({ id }) => id)).toEqual(['ServiceEntry', 'Callers']);
  });

  test('nothing that our own reader does not take, or does not understand', () => {
    const moving = service('web/moving', [port('http', 8080)], { dataPlane: 'ambient', migratingFrom: 'sidecar' });
    const objects = render({
      ...AMBIENT,
      services: [CATALOG, REDIS, FRONTEND, moving],
      edges: [edge('shop/catalog', calledBy('web/frontend'), via(toPort('http', 8080, GET), 'waypoint'))],
      externals: [{ ...external('web/frontend', 'api.example', [{ number: 443, protocol: 'https' }]), through: EGRESS }],
      egressWaypoint: EGRESS,
      waypointOptions: { replicas: 3, resources: { requests: { cpu: '1', memory: '64Mi' } } },
    });
    const read = readObjects(objects.map((value) => ({ value, construct: nameOf(value) })));
    expect(read.problems.map(formatManifestProblem)).toEqual([]);
    expect(read.manifests.unread).toEqual([]);
    expect(read.manifests.objects).toHaveLength(objects.length);
  });
});

test.each([{}, { revision: 'canary' }])('an ambient namespace is in ambient and gets no sidecars: mesh %j', (mesh) => {
  const [namespace] = render({ ...AMBIENT, mesh });
  expect(Object.entries(namespace.metadata.labels ?? {}).filter(([key]) => key.startsWith('istio')))
    .toEqual([['istio-injection', 'disabled'], ['istio.io/dataplane-mode', 'ambient']]);
});

describe('waypoint', () => {
  const gateway = (parts: Parts) => body(render(parts), 'Gateway shop/waypoint');
  const labels = (parts: Parts) => render(parts).find(({ kind }) => kind === 'Gateway')?.metadata.labels;

  test('is a Gateway of one listener, for what is addressed to Services', () => {
    expect(gateway(AMBIENT)).toEqual({
      gatewayClassName: 'istio-waypoint',
      listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE', allowedRoutes: { namespaces: { from: 'Same' } } }],
      infrastructure: { labels: { 'app.kubernetes.io/managed-by': 'cdk8s-mesh-access' } },
    });
    expect(labels(AMBIENT)).toEqual({ 'app.kubernetes.io/managed-by': 'cdk8s-mesh-access', 'istio.io/waypoint-for': 'service' });
    expect(labels({ ...AMBIENT, mesh: { revision: 'canary' } })).toMatchObject({ 'istio.io/rev': 'canary' });
  });

  test('lets in Services of other namespaces where they use it, and of no others', () => {
    const services = [CATALOG, service('web/a', [port('http', 80)], { dataPlane: 'ambient', waypoint: { ...WAYPOINT, managed: false } })];
    expect(gateway({ ...AMBIENT, services })).toHaveProperty('listeners.0.allowedRoutes', {
      namespaces: { from: 'Selector', selector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['shop', 'web'] }] } },
    });
  });

  test.each([
    [{ replicas: 2 }, 'spec:\n  replicas: 2\n'],
    [
      { resources: { requests: { memory: '64Mi', cpu: '1' }, limits: { cpu: '500m' } } },
      'spec:\n  template:\n    spec:\n      containers:\n        - name: istio-proxy\n          resources:\n            limits:\n              cpu: 500m\n            requests:\n              cpu: "1"\n              memory: 64Mi\n',
    ],
  ])('%j is a patch of its Deployment', (waypointOptions, deployment) => {
    const objects = render({ ...AMBIENT, waypointOptions });
    expect(body(objects, 'ConfigMap shop/waypoint-options')).toHaveProperty('data', { deployment });
    expect(body(objects, 'Gateway shop/waypoint')).toHaveProperty('infrastructure', { labels: { 'app.kubernetes.io/managed-by': 'cdk8s-mesh-access' }, parametersRef: { group: '', kind: 'ConfigMap', name: 'waypoint-options' } });
  });

  test('without options it is what istiod deploys by default', () => {
    expect(render({ ...AMBIENT, waypointOptions: {} }).map(nameOf)).not.toContain('ConfigMap shop/waypoint-options');
  });

  test('allows nothing by itself', () => {
    expect(body(render(AMBIENT), 'AuthorizationPolicy shop/waypoint-allow-nothing'))
      .toEqual({ targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }] });
  });

  const edges = [
    edge('shop/catalog', calledBy('web/frontend'), via(toPort('http', 8080, GET), 'waypoint')),
    edge('shop/catalog', GATEWAY, via(toPort('http', 8080), 'waypoint')),
    edge('shop/catalog', PROMETHEUS, via(toPort('http', 9090), 'direct')),
    edge('shop/redis', calledBy('web/frontend'), toPort('tcp', 6379)),
  ];

  test('is reached by those whose calls go through it, and reaches what it stands before', () => {
    const objects = render({ ...AMBIENT, edges, mesh: { proxyHosts: [{ namespace: 'telemetry', service: 'collector', port: 4317, podLabels: { app: 'otel' }, reason: 'traces' }] } });
    const podSelector = { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'waypoint' } };
    expect(body(objects, 'NetworkPolicy shop/waypoint-ingress')).toEqual({
      podSelector, policyTypes: ['Ingress'], ingress: [{ from: [pods('ingress', { istio: 'edge' })], ports: [HBONE] }, { from: [podsOf('web', 'frontend')], ports: [HBONE] }],
    });
    expect(body(objects, 'NetworkPolicy shop/waypoint-egress')).toEqual({
      podSelector, policyTypes: ['Egress'],
      egress: [DNS, ISTIOD, { to: [pods('telemetry', { app: 'otel' })], ports: [{ protocol: 'TCP', port: 4317 }] }, { to: [podsOf('shop', 'catalog')], ports: [HBONE] }],
    });
  });

  test('that nobody calls through is reached by nobody and reaches no pod', () => {
    const objects = render({ ...AMBIENT, edges: edges.slice(2) });
    expect(body(objects, 'NetworkPolicy shop/waypoint-ingress')).not.toHaveProperty('ingress');
    expect(body(objects, 'NetworkPolicy shop/waypoint-egress')).toHaveProperty('egress', [DNS, ISTIOD]);
  });

  test('a caller of two services behind it is one rule; anyone is a rule without peers', () => {
    const other = service('shop/other', [port('http', 8080)], { dataPlane: 'ambient', waypoint: WAYPOINT });
    const twice = edge('shop/other', calledBy('web/frontend'), via(toPort('http', 8080), 'waypoint'));
    const anyone = edge('shop/other', { kind: 'anyone', reason: 'public' }, via(toPort('http', 8080, GET), 'waypoint'));
    expect(body(render({ ...AMBIENT, services: [CATALOG, FRONTEND, other], edges: [edges[0], twice, anyone] }), 'NetworkPolicy shop/waypoint-ingress'))
      .toHaveProperty('ingress', [{ ports: [HBONE] }, { from: [podsOf('web', 'frontend')], ports: [HBONE] }]);
  });
});

describe('a service behind a waypoint', () => {
  test.each<[string, Partial<ServiceModel>, Record<string, string>]>([
    ['in its namespace', { waypoint: WAYPOINT }, { 'istio.io/use-waypoint': 'waypoint', 'istio.io/ingress-use-waypoint': 'true' }],
    ['elsewhere', { waypoint: EXISTING }, { 'istio.io/use-waypoint': 'shared', 'istio.io/use-waypoint-namespace': 'platform', 'istio.io/ingress-use-waypoint': 'true' }],
    ['none', {}, {}],
  ])('says so on its Services: %s', (_, parts, labels) => {
    const kubernetesServices = [false, true].map((headless) => ({ name: headless ? 'a-pods' : 'a', headless, ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'http' as const }] }));
    const [plain, headless] = render({ namespaces: [], services: [service('shop/a', [port('http', 8080)], { dataPlane: 'ambient', kubernetesServices, ...parts })] })
      .filter(({ kind }) => kind === 'Service').map(({ metadata }) => Object.fromEntries(Object.entries(metadata.labels ?? {}).filter(([key]) => key.startsWith('istio.io/'))));
    expect([plain, headless]).toEqual([labels, {}]);
  });

  const edges = [
    edge('shop/catalog', calledBy('web/frontend'), via(toPort('grpc', 3550), 'waypoint'), via(toPort('http', 8080, GET, { methods: ['HEAD'] }), 'waypoint'), via(toPort('tcp', 6379), 'direct')),
    edge('shop/catalog', GATEWAY, via(toPort('http', 8080, GET), 'waypoint')),
    edge('shop/catalog', PROMETHEUS, via(toPort('http', 9090), 'direct')),
  ];
  const objects = render({ ...AMBIENT, edges });

  test('admits at its pods the waypoint and the direct callers, by container port', () => {
    expect(body(objects, 'AuthorizationPolicy shop/catalog-callers')).toEqual({
      selector: { matchLabels: { 'app.kubernetes.io/name': 'catalog' } },
      action: 'ALLOW',
      rules: [
        { from: principals('cluster.local/ns/shop/sa/waypoint'), to: [{ operation: { ports: ['3550', '8080'] } }] },
        { from: principals('cluster.local/ns/monitoring/sa/prometheus'), to: [{ operation: { ports: ['9090'] } }] },
        { from: principals('cluster.local/ns/web/sa/frontend'), to: [{ operation: { ports: ['6379'] } }] },
      ],
    });
  });

  test('admits at the waypoint the clients, by Service port and request', () => {
    expect(body(objects, 'AuthorizationPolicy shop/catalog-waypoint')).toEqual({
      targetRefs: [{ group: '', kind: 'Service', name: 'catalog' }],
      action: 'ALLOW',
      rules: [
        { from: principals('cluster.local/ns/ingress/sa/edge'), to: [{ operation: { ports: ['9080'], methods: ['GET'], paths: ['/items'] } }] },
        { from: principals('cluster.local/ns/web/sa/frontend'), to: [{ operation: { ports: ['4550'] } }] },
        {
          from: principals('cluster.local/ns/web/sa/frontend'),
          to: [{ operation: { ports: ['9080'], methods: ['GET'], paths: ['/items'] } }, { operation: { ports: ['9080'], methods: ['HEAD'] } }],
        },
      ],
    });
  });

  test('has a policy for each of its Services, with that Service\'s own ports and the grants that lead there', () => {
    const kubernetesServices = [
      { name: 'catalog', headless: false, ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'http' as const }, { name: 'http-alt', port: 8000, targetPort: 8080, protocol: 'http' as const }] },
      { name: 'catalog-grpc', headless: false, ports: [{ name: 'grpc', port: 50051, targetPort: 3550, protocol: 'grpc' as const }] },
      { name: 'catalog-pods', headless: true, ports: [{ name: 'grpc', port: 3550, targetPort: 3550, protocol: 'grpc' as const }] },
    ];
    const written = render({ ...AMBIENT, services: [{ ...CATALOG, kubernetesServices }, FRONTEND], edges: edges.slice(1) });
    expect(body(written, 'AuthorizationPolicy shop/catalog-waypoint')).toHaveProperty('rules', [
      { from: principals('cluster.local/ns/ingress/sa/edge'), to: [{ operation: { ports: ['80', '8000'], methods: ['GET'], paths: ['/items'] } }] },
    ]);
    expect(body(written, 'AuthorizationPolicy shop/catalog-grpc-waypoint')).toEqual({ targetRefs: [{ group: '', kind: 'Service', name: 'catalog-grpc' }], action: 'ALLOW' });
    expect(written.map(nameOf)).not.toContain('AuthorizationPolicy shop/catalog-pods-waypoint');
  });

  test('admits an existing waypoint under the identity that was given for it', () => {
    const services = [{ ...CATALOG, waypoint: EXISTING }, FRONTEND];
    const written = render({ ...AMBIENT, mesh: { trustDomain: 'corp.example', trustDomainAliases: ['old.example'] }, services, edges: edges.slice(0, 1) });
    expect(body(written, 'AuthorizationPolicy shop/catalog-callers')).toHaveProperty('rules.0.from', principals('corp.example/ns/platform/sa/shared-sa'));
    expect(body(written, 'NetworkPolicy web/frontend-egress')).toHaveProperty('egress.2', { to: [waypointPods('platform', 'shared')], ports: [HBONE] });
  });

  test('lets in by NetworkPolicy its direct callers, its waypoint and the kubelet', () => {
    expect(body(objects, 'NetworkPolicy shop/catalog-ingress')).toHaveProperty('ingress', [
      { from: [pods('monitoring', { app: 'prometheus' })], ports: [HBONE] },
      { from: [podsOf('web', 'frontend')], ports: [HBONE] },
      { from: [waypointPods('shop', 'waypoint')], ports: [HBONE] },
      PROBES,
    ]);
  });

  test('is called by NetworkPolicy through the waypoint, beside what is called by itself; ambient pods do not need istiod', () => {
    expect(body(objects, 'NetworkPolicy web/frontend-egress')).toHaveProperty('egress', [
      DNS, { to: [podsOf('shop', 'catalog')], ports: [HBONE] }, { to: [waypointPods('shop', 'waypoint')], ports: [HBONE] },
    ]);
  });

  test('without callers has no rule anywhere', () => {
    const alone = render(AMBIENT);
    expect(body(alone, 'AuthorizationPolicy shop/catalog-callers')).not.toHaveProperty('rules');
    expect(body(alone, 'AuthorizationPolicy shop/catalog-waypoint')).not.toHaveProperty('rules');
    expect(body(alone, 'NetworkPolicy shop/catalog-ingress')).toHaveProperty('ingress', [PROBES]);
  });

  test.each<[string, 'strict' | 'permissive', object]>([
    ['any identity of the mesh at a STRICT port', 'strict', { from: principals('*'), to: [{ operation: { ports: ['9080'] } }] }],
    ['everybody at a port that takes plaintext', 'permissive', { to: [{ operation: { ports: ['9080'] } }] }],
  ])('is open to anyone as %s', (_, mtls, rule) => {
    const services = [service('shop/catalog', [port('http', 8080, mtls)], { dataPlane: 'ambient', waypoint: WAYPOINT })];
    const written = render({ ...AMBIENT, services, edges: [edge('shop/catalog', { kind: 'anyone', reason: 'public' }, via(toPort('http', 8080), 'direct', 'waypoint'))] });
    expect(body(written, 'AuthorizationPolicy shop/catalog-waypoint')).toHaveProperty('rules', [rule]);
  });
});

describe('what cannot be enforced is not written', () => {
  test('requests at pods that ztunnel alone stands before', () => {
    expect(() => render({ ...AMBIENT, edges: [edge('shop/catalog', calledBy('web/frontend'), toPort('http', 8080, GET))] }))
      .toThrow('grants requests to pods that only ztunnel stands before');
  });

  test('callers by address at a waypoint', () => {
    const addresses: CallerModel = { kind: 'addresses', role: 'cidr', cidrs: ['192.168.0.0/16'], except: [] };
    expect(() => render({ ...AMBIENT, edges: [edge('shop/catalog', addresses, via(toPort('http', 8080), 'waypoint'))] })).toThrow('is by address, which no waypoint sees');
  });
});

test('a sidecar sees the hosts of its ambient callees', () => {
  const services = [CATALOG, service('web/frontend', [])];
  const objects = render({ namespaces: [SHOP], services, edges: [edge('shop/catalog', calledBy('web/frontend'), via(toPort('http', 8080), 'direct'))] });
  expect(body(objects, 'Sidecar web/frontend')).toHaveProperty('egress', [{ hosts: ['shop/catalog.shop.svc.cluster.local'] }]);
});

test('a mesh without ambient pods is written as before, whoever calls', () => {
  const services = [service('shop/catalog', [port('http', 8080)])];
  const edges = [edge('shop/catalog', { kind: 'anyone', reason: 'public' }, toPort('http', 8080)), edge('shop/catalog', GATEWAY, toPort('http', 8080))];
  const text = JSON.stringify(render({ services, edges }));
  for (const word of ['15008', 'waypoint', '169.254.7.127', 'ambient']) expect(text).not.toContain(word);
});

test('the same model gives the same bytes', () => {
  const parts: Parts = { ...AMBIENT, edges: [edge('shop/catalog', calledBy('web/frontend'), via(toPort('http', 8080, GET), 'waypoint'))], waypointOptions: { replicas: 2 } };
  expect(JSON.stringify(render(parts))).toBe(JSON.stringify(render(parts)));
});
