import type { Random } from '../fuzz/random';

type Value = Readonly<Record<string, unknown>>;

const NAMESPACES = ['shop', 'web', 'data'];
const APPS = ['cart', 'front', 'job'];
const PORTS = [80, 8080, 9090];
const CIDRS = ['10.0.0.0/8', '10.0.1.0/24', '203.0.113.0/24', '0.0.0.0/0'];
const WAYPOINT = 'waypoint';

/** Two states of a small cluster: the second has one to three policies added, gone or written otherwise. */
export function pairOf(random: Random): { readonly before: readonly Value[]; readonly after: readonly Value[] } {
  const maybe = (percent: number): boolean => random.nat(100) < percent;
  const list = <T>(most: number, make: () => T): readonly T[] => Array.from({ length: random.nat(most + 1) }, make);
  const planes = { ambient: maybe(35), sidecar: maybe(60) };

  const labelsOf = (app: string): Value => ({ app, ...(maybe(50) ? { tier: random.of(['a', 'b']) } : {}) });
  const selector = (): Value => random.of<Value>([
    {}, { matchLabels: { app: random.of(APPS) } }, { matchLabels: { tier: 'a' } }, { matchExpressions: [{ key: 'tier', operator: random.of(['Exists', 'DoesNotExist']) }] },
    { matchLabels: { app: 'missing' } },
  ]);
  const peer = (): Value => random.of<() => Value>([
    () => ({ podSelector: selector() }),
    () => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': random.of([...NAMESPACES, 'elsewhere']) } }, podSelector: selector() }),
    () => ({ namespaceSelector: random.of<Value>([{}, { matchLabels: { team: 'red' } }]) }),
    () => ({ ipBlock: random.of<Value>([...CIDRS.map((cidr) => ({ cidr })), { cidr: '10.0.0.0/8', except: ['10.0.1.0/24'] }]) }),
  ])();
  const ports = (): Value => (maybe(50) ? { ports: [{ protocol: random.of(['TCP', 'TCP', 'UDP']), port: random.of([...PORTS, 53, 15008, 'http']) }] } : {});
  const rules = (field: string): readonly Value[] => list(2, () => ({ ...(maybe(85) ? { [field]: [peer(), ...list(1, peer)] } : {}), ...ports() }));
  const meta = (name: string, namespace = random.of(NAMESPACES)): Value => ({ name, namespace });

  const networkPolicy = (i: number): Value => {
    const policyTypes = random.of([['Ingress'], ['Egress'], ['Egress'], ['Ingress', 'Egress']]);
    const spec = {
      podSelector: selector(), policyTypes,
      ...(policyTypes.includes('Ingress') ? { ingress: rules('from') } : {}), ...(policyTypes.includes('Egress') ? { egress: rules('to') } : {}),
    };
    return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: meta(`network-${i}`), spec };
  };
  const account = (): string => random.of(['cart', 'front', 'job', 'missing']);
  const source = (): Value => random.of<() => Value>([
    () => ({ principals: [`${random.of(['cluster.local', 'cluster.local', 'old.example'])}/ns/${random.of(NAMESPACES)}/sa/${account()}`] }),
    () => ({ namespaces: [random.of(NAMESPACES)] }),
    () => ({ notPrincipals: [`cluster.local/ns/${random.of(NAMESPACES)}/sa/${account()}`] }),
    () => ({ principals: [random.of(['*', 'cluster.local/ns/shop/*'])] }),
    () => ({ ipBlocks: [random.of(CIDRS)] }),
  ])();
  const authorizationPolicy = (i: number): Value => {
    const to = (): Value => ({ operation: random.of<Value>([{ ports: [String(random.of(PORTS))] }, { methods: ['GET'] }, { paths: ['/a/*'] }]) });
    const from = (): Value => ({ from: [{ source: source() }, ...list(1, () => ({ source: source() }))] });
    const rule = (): Value => ({ ...(maybe(85) ? from() : {}), ...(maybe(40) ? { to: [to()] } : {}) });
    const app = maybe(75) ? { selector: { matchLabels: { app: random.of(APPS) } } } : {};
    return {
      apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: meta(`authorization-${i}`),
      spec: { ...app, ...random.of([{ rules: list(2, rule) }, { rules: list(2, rule) }, { action: 'DENY', rules: [rule()] }]) },
    };
  };
  const sidecar = (i: number): Value => {
    const host = (): string => `${random.of(['.', '*', ...NAMESPACES])}/${random.of(['*', 'cart.shop.svc.cluster.local', 'front.web.svc.cluster.local'])}`;
    return {
      apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', metadata: meta(`sidecar-${i}`),
      spec: {
        ...(maybe(40) ? { workloadSelector: { labels: { app: random.of(APPS) } } } : {}),
        egress: [{ hosts: [host(), ...list(2, host)] }], ...(maybe(50) ? { outboundTrafficPolicy: { mode: random.of(['REGISTRY_ONLY', 'ALLOW_ANY']) } } : {}),
      },
    };
  };

  const namespace = (name: string): readonly Value[] => {
    const ambient = { 'istio.io/dataplane-mode': 'ambient', ...(maybe(40) ? { 'istio.io/use-waypoint': WAYPOINT } : {}) };
    const mode = planes.ambient && maybe(60) ? ambient : planes.sidecar && maybe(70) ? { 'istio-injection': 'enabled' } : {};
    const labels = { ...mode, ...(maybe(50) ? { team: 'red' } : {}) };
    return maybe(5) ? [] : [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }];
  };
  const workload = (namespace: string, app: string): readonly Value[] => {
    const labels = labelsOf(app);
    const spec = {
      serviceAccountName: maybe(80) ? app : 'cart', ...(maybe(8) ? { hostNetwork: true } : {}),
      containers: [{ name: 'app', image: 'app', ports: [{ name: 'http', containerPort: 8080 }] }],
    };
    const pod = { metadata: { labels }, spec };
    const object = maybe(20)
      ? { apiVersion: 'v1', kind: 'Pod', metadata: { name: app, namespace, labels }, spec, ...(maybe(60) ? { status: { podIP: random.of(['10.0.1.7', '10.2.0.1', '192.168.0.9']) } } : {}) }
      : { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: app, namespace }, spec: { selector: { matchLabels: labels }, template: pod } };
    const service = {
      apiVersion: 'v1', kind: 'Service', metadata: { name: app, namespace },
      spec: { selector: { app }, ports: [{ name: random.of(['http', 'tcp', 'any']), port: 80, targetPort: 8080 }], ...(maybe(10) ? { clusterIP: 'None' } : {}) },
    };
    return maybe(80) ? [object, service] : [object];
  };
  const strict = (i: number): Value => ({
    apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: meta(`peer-${i}`), spec: { mtls: { mode: random.of(['STRICT', 'STRICT', 'PERMISSIVE', 'DISABLE']) } },
  });
  const route = (i: number): Value => ({
    apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: meta(`route-${i}`),
    spec: {
      hosts: ['cart.shop.svc.cluster.local'],
      http: [
        { match: [{ sourceLabels: { tier: 'a' } }], route: [{ destination: { host: 'front.web.svc.cluster.local' } }] },
        { route: [{ destination: { host: 'cart.shop.svc.cluster.local' } }] },
      ],
    },
  });
  const rule = (i: number): Value => ({
    apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: meta(`rule-${i}`),
    spec: { host: 'cart.shop.svc.cluster.local', trafficPolicy: { tls: { mode: random.of(['DISABLE', 'ISTIO_MUTUAL']) } } },
  });
  const gateway = (i: number): Value => ({
    apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: meta(i === 0 ? WAYPOINT : `waypoint-${i}`),
    spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
  });

  const workloads = NAMESPACES.flatMap((ns) => APPS.filter(() => maybe(75)).flatMap((app) => workload(ns, app)));
  const makers = [networkPolicy, networkPolicy, authorizationPolicy, sidecar];
  const named = (most: number, make: (i: number) => Value): readonly Value[] => Array.from({ length: random.nat(most + 1) }, (_, i) => make(i));
  const fixed = [
    ...NAMESPACES.flatMap(namespace), ...workloads, ...named(2, strict),
    ...(maybe(25) ? named(1, route) : []), ...(maybe(25) ? named(1, rule) : []), ...(planes.ambient && maybe(50) ? [gateway(0)] : []),
  ];
  const policies = [...named(5, networkPolicy), ...named(3, authorizationPolicy), ...(maybe(50) ? named(2, sidecar) : [])];
  let changed = policies;
  for (let n = random.nat(3); n >= 0; n--) {
    const at = random.nat(changed.length + 1);
    const made = random.of(makers)(10 + n);
    const same = changed[at] as { readonly kind: string; readonly metadata: unknown } | undefined;
    const other = same === undefined ? made : { ...makers[['NetworkPolicy', '', 'AuthorizationPolicy', 'Sidecar'].indexOf(same.kind)](0), metadata: same.metadata };
    const isGone = same !== undefined && maybe(30);
    changed = same === undefined ? [...changed, made] : changed.flatMap((p, i) => (i !== at ? [p] : isGone ? [] : [other]));
  }
  return { before: [...fixed, ...policies], after: [...fixed, ...changed] };
}
