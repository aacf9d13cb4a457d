import type { Subject } from '../enforced/subject';
import { manifestOf } from '../harness/istiod';
import type { Random } from '../harness/random';
import { authorizationPolicy, peerAuthentication, selector, settings } from './policies';

const AMBIENT = { 'istio.io/dataplane-mode': 'ambient' };
const USE = 'istio.io/use-waypoint';
const SERVICES = ['backend', 'cart'];

/** Policies that nobody would write on purpose, for pods of every data plane; who asks for a waypoint may not get one. */
export function randomAmbient(name: string, r: Random): Subject {
  const policies = boundPolicies(r, { http: 0.25, references: 0.1 });
  const authentications = Array.from({ length: r.below(4) }, (_, i) => peerAuthentication(r, i));
  return subject(name, r, [...namespaces(r), ...gateways(r), ...services(r), ...pods(r), ...policies, ...authentications]);
}

/** As above, but every Service has a waypoint, and the policies are bound to what a waypoint serves; some to what no waypoint reads. */
export function randomWaypoint(name: string, r: Random): Subject {
  const policies = boundPolicies(r, { http: 0.7, references: 0.85 });
  const labels = r.chance(0.3) ? { 'istio.io/waypoint-for': 'all' } : {};
  const waypoint = { ...gateway('shop', 'waypoint'), metadata: { name: 'waypoint', namespace: 'shop', labels } };
  const asking = [namespace('shop', { ...AMBIENT, [USE]: 'waypoint' }), namespace('bank', AMBIENT)];
  return subject(name, r, [...asking, waypoint, ...SERVICES.map((s) => service(s, {})), ...pods(r), ...policies]);
}

function boundPolicies(r: Random, { http, references }: { readonly http: number; readonly references: number }): object[] {
  const bind = (x: Random) => (x.chance(references) ? targetRefs(x) : ambientSelector(x));
  return Array.from({ length: 1 + r.below(4) }, (_, i) => authorizationPolicy(r, i, { http, bind }));
}

function subject(name: string, r: Random, objects: readonly object[]): Subject {
  return { name, manifests: [manifestOf(`${name}.yaml`, objects)], settings: settings(r), assumed: [] };
}

function namespace(name: string, labels: object): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

function namespaces(r: Random): object[] {
  const use = () => r.pick<object>([{}, {}, { [USE]: 'waypoint' }, { [USE]: 'none' }, { [USE]: 'waypoint', 'istio.io/use-waypoint-namespace': 'bank' }]);
  return [
    namespace('shop', { ...AMBIENT, ...use() }),
    namespace('bank', { ...r.pick<object>([AMBIENT, AMBIENT, { 'istio-injection': 'enabled' }, {}]), ...use() }),
  ];
}

function gateway(inNamespace: string, name: string) {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name, namespace: inNamespace },
    spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
  };
}

function gateways(r: Random): object[] {
  return ['shop', 'bank'].filter(() => r.chance(0.8)).map((where) => {
    const made = gateway(where, 'waypoint');
    const traffic = r.pick([undefined, undefined, undefined, undefined, 'service', 'service', 'workload', 'all', 'none']);
    const from = r.pick([undefined, undefined, { from: 'All' }, { from: 'Same' }, { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }]);
    const listeners = made.spec.listeners.map((l) => (from === undefined ? l : { ...l, allowedRoutes: { namespaces: from } }));
    return { ...made, metadata: { ...made.metadata, labels: traffic === undefined ? {} : { 'istio.io/waypoint-for': traffic } }, spec: { ...made.spec, listeners } };
  });
}

function service(name: string, labels: object): object {
  return {
    apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop', labels },
    spec: {
      selector: { app: name },
      ports: [
        { name: 'http', port: 80, targetPort: 8080 }, { name: 'tcp-db', port: 9000, targetPort: 9000 }, { name: 'sniffed', port: 6000, targetPort: 6000 },
        { name: 'grpc-api', port: 9090, targetPort: 9090 },
      ],
    },
  };
}

function services(r: Random): object[] {
  return SERVICES.map((name) => service(name, r.pick<object>([{}, {}, { [USE]: 'waypoint' }, { [USE]: 'none' }, { [USE]: 'missing' }, { [USE]: 'waypoint', 'istio.io/use-waypoint-namespace': 'bank' }])));
}

function pods(r: Random): object[] {
  const mode = () => r.pick<object>([{}, {}, {}, { 'istio.io/dataplane-mode': 'none' }, AMBIENT, { 'sidecar.istio.io/inject': 'true' }]);
  const pod = (inNamespace: string, name: string, labels: object, podIP: string) => ({
    apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: inNamespace, labels },
    spec: { serviceAccountName: name, containers: [{ name: 'app', image: 'example.com/app' }], ...(r.chance(0.05) ? { hostNetwork: true } : {}) },
    status: { podIP },
  });
  return [
    pod('shop', 'backend', { app: 'backend', tier: 'data' }, '10.244.7.1'), pod('shop', 'cart', { app: 'cart', ...mode() }, '10.244.7.2'),
    pod('bank', 'backend', { app: 'backend', ...mode() }, '10.244.7.3'),
  ];
}

function ambientSelector(r: Random): object {
  return r.chance(0.08) ? { selector: {} } : selector(r);
}

function targetRefs(r: Random): object {
  const refs = [
    { group: '', kind: 'Service', name: 'backend' }, { group: '', kind: 'Service', name: 'backend' }, { group: '', kind: 'Service', name: 'cart' },
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }, { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' },
  ];
  const ref = r.pick(refs);
  return { targetRefs: r.chance(0.8) ? [ref] : r.some(refs.slice(1), 2, 3) };
}
