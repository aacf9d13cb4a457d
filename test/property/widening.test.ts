import { JsonPatch } from 'cdk8s';
import * as fc from 'fast-check';
import { problems } from '../constructs/mesh';
import { declareInhabited, inhabited, type Inhabited, type Place, type Plane } from './widening-programs';

// Another seed on every run; a failure is repeated with SEED=… npm test -- test/property/widening, and WIDEN_RUNS=… tries more.
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.WIDEN_RUNS ?? 2);
const ALL: readonly Plane[] = ['sidecar', 'ambient', 'waypoint'];

type Spec = Readonly<Record<string, unknown>>;
const SECURITY = 'security.istio.io/v1';
const NETWORKING = 'networking.istio.io/v1';
const labelled = (labels: Spec): Spec => ({ matchLabels: labels });
const annotated = ({ program, find }: Place, annotations: Spec): void => find(program.kind, 'callee').addJsonPatch(JsonPatch.add('/spec/template/metadata/annotations', annotations));
const podSpec = ({ program, find }: Place, path: string, value: unknown): void => find(program.kind, 'callee').addJsonPatch(JsonPatch.add(`/spec/template/${path}`, value));
const gone = (place: Place, kind: string, name: string): void => {
  const { node } = place.find(kind, name);
  node.scope!.node.tryRemoveChild(node.id);
};
const pods = (labels: Spec, serviceAccountName: string): Spec => ({
  spec: { selector: labelled(labels), template: { metadata: { labels }, spec: { serviceAccountName, containers: [{ name: 'app', image: 'twin' }] } } },
});

/** Each opens something at the callee, or takes away by which it is held, whatever the program is; or what it is, if so said. */
type Widening = readonly [name: string, planes: readonly Plane[], widen: (place: Place) => void, where?: (program: Inhabited) => boolean];
/** Requests are told apart, so that losing that is losing something. */
const byRequest = ({ carries, path }: Inhabited): boolean => carries === 'http' && path !== undefined;
const WIDENINGS: readonly Widening[] = [
  ['a NetworkPolicy with an empty `from`', ALL, ({ add, callee }) => add('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: labelled(callee.podLabels), ingress: [{ from: [] }] } })],
  ['a NetworkPolicy that lets a stranger in', ALL, ({ add, callee, stranger }) => (
    add('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: labelled(callee.podLabels), ingress: [{ from: [{ podSelector: labelled(stranger.podLabels) }] }] } })
  )],
  ['a NetworkPolicy that lets a stranger out', ALL, ({ add, stranger }) => (
    add('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: labelled(stranger.podLabels), policyTypes: ['Egress'], egress: [{}] } })
  )],
  ['no default deny', ALL, (place) => gone(place, 'NetworkPolicy', 'default-deny')],
  ['an AuthorizationPolicy that allows all', ALL, ({ add }) => add(SECURITY, 'AuthorizationPolicy', { spec: { rules: [{}] } })],
  ['an AuthorizationPolicy of the root namespace', ALL, ({ add }) => add(SECURITY, 'AuthorizationPolicy', { spec: { rules: [{}] } }, { namespace: 'istio-system' })],
  ['an AuthorizationPolicy that admits a stranger', ALL, ({ add, callee, stranger }) => add(SECURITY, 'AuthorizationPolicy', {
    spec: { selector: labelled(callee.podLabels), rules: [{ from: [{ source: { serviceAccounts: [`shop/${stranger.serviceAccountName}`] } }] }] },
  })],
  ['a waypoint\'s policy that admits everybody', ['waypoint'], ({ add }) => (
    add(SECURITY, 'AuthorizationPolicy', { spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }], rules: [{}] } })
  ), byRequest],
  ['a PERMISSIVE namespace', ALL, ({ add }) => add(SECURITY, 'PeerAuthentication', { spec: { mtls: { mode: 'PERMISSIVE' } } })],
  ['PERMISSIVE pods', ALL, ({ add, callee }) => add(SECURITY, 'PeerAuthentication', { spec: { selector: labelled(callee.podLabels), mtls: { mode: 'PERMISSIVE' } } })],
  ['a PERMISSIVE port', ALL, ({ add, callee, program }) => (
    add(SECURITY, 'PeerAuthentication', { spec: { selector: labelled(callee.podLabels), portLevelMtls: { [program.targetPort]: { mode: 'PERMISSIVE' } } } })
  )],
  ['no STRICT', ALL, (place) => gone(place, 'PeerAuthentication', 'default')],
  ['a port that is excluded from capture', ['sidecar'], (place) => annotated(place, { 'traffic.sidecar.istio.io/excludeInboundPorts': String(place.program.targetPort) })],
  ['no port that is captured', ['sidecar'], (place) => annotated(place, { 'traffic.sidecar.istio.io/includeInboundPorts': '' })],
  ['the port of the agent', ['sidecar'], (place) => annotated(place, { 'status.sidecar.istio.io/port': String(place.program.targetPort) })],
  ['another proxy by its configuration', ['sidecar'], (place) => annotated(place, { 'proxy.istio.io/config': '{discoveryAddress: "elsewhere.example:15012"}' })],
  ['plaintext past ztunnel', ['ambient', 'waypoint'], (place) => annotated(place, { 'ambient.istio.io/bypass-inbound-capture': 'true' })],
  ['a second network', ALL, (place) => annotated(place, { 'k8s.v1.cni.cncf.io/networks': 'storage' })],
  ['pods that refuse a proxy', ALL, (place) => podSpec(place, 'metadata/labels', { ...place.callee.podLabels, 'sidecar.istio.io/inject': 'false', 'istio.io/dataplane-mode': 'none' })],
  ['pods on the network of their node', ALL, (place) => podSpec(place, 'spec/hostNetwork', true)],
  ['a proxy of the pod\'s own', ['sidecar'], (place) => podSpec(place, 'spec/initContainers', [{ name: 'istio-init', command: ['true'] }])],
  ['a namespace that opts out', ALL, ({ find }) => {
    const { metadata } = find('Namespace', 'shop');
    metadata.addLabel('istio-injection', 'disabled');
    metadata.addLabel('istio.io/dataplane-mode', 'none');
  }],
  ['an EnvoyFilter', ['sidecar', 'waypoint'], ({ add }) => add('networking.istio.io/v1alpha3', 'EnvoyFilter', { spec: { configPatches: [] } })],
  ['a WasmPlugin of the root namespace', ['sidecar', 'waypoint'], ({ add }) => add('extensions.istio.io/v1alpha1', 'WasmPlugin', { spec: { url: 'oci://x' } }, { namespace: 'istio-system' })],
  ['a policy of the network plugin', ALL, ({ add }) => add('cilium.io/v2', 'CiliumNetworkPolicy', { spec: { endpointSelector: {}, ingress: [{ fromEntities: ['all'] }] } })],
  ['another trust domain', ALL, ({ add }) => add('v1', 'ConfigMap', { data: { mesh: 'trustDomain: elsewhere.example' } }, { name: 'istio', namespace: 'istio-system' })],
  ['a Service with another protocol', ['sidecar'], ({ add, callee, program }) => add('v1', 'Service', {
    spec: { selector: callee.podLabels, ports: [{ name: 'tcp-other', port: 15_999, targetPort: program.targetPort }] },
  }), byRequest],
  ['pods like the caller under another account', ALL, ({ add, caller }) => add('apps/v1', 'Deployment', pods(caller.podLabels, 'twin'))],
  ['pods like the callee under another account', ALL, ({ add, callee }) => add('apps/v1', 'Deployment', pods(callee.podLabels, 'twin'))],
  ['others under the caller\'s account, whom the network lets in', ALL, ({ add, callee, caller }) => {
    add('apps/v1', 'Deployment', pods({ app: 'twin' }, caller.serviceAccountName));
    add('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: labelled(callee.podLabels), ingress: [{ from: [{ podSelector: labelled({ app: 'twin' }) }] }] } });
  }],
  ['pods of the waypoint that nobody deployed', ['waypoint'], ({ add }) => add('apps/v1', 'Deployment', pods({ 'gateway.networking.k8s.io/gateway-name': 'waypoint' }, 'twin'))],
  ['a route to somebody else', ['sidecar'], ({ add }) => {
    const route = [{ destination: { host: 'elsewhere.shop.svc.cluster.local' } }];
    add(NETWORKING, 'VirtualService', { spec: { hosts: ['callee'], http: [{ route }], tcp: [{ route }] } });
  }],
  ['callers that are told to send plaintext', ['sidecar'], ({ add }) => add(NETWORKING, 'DestinationRule', { spec: { host: 'callee.shop.svc.cluster.local', trafficPolicy: { tls: { mode: 'DISABLE' } } } })],
  ['a Sidecar that knows all hosts', ['sidecar'], ({ find }) => find('Sidecar', 'stranger').addJsonPatch(JsonPatch.replace('/spec/egress/0/hosts', ['*/*']))],
  ['no Sidecar', ['sidecar'], (place) => gone(place, 'Sidecar', 'stranger')],
  ['a Service past the waypoint', ['waypoint'], ({ find }) => find('Service', 'callee').metadata.addLabel('istio.io/use-waypoint', 'none'), byRequest],
];

describe(`of any program (SEED=${seed})`, () => {
  test('what is declared is proved', () => {
    fc.assert(fc.property(inhabited(ALL), (program) => {
      expect(problems(declareInhabited(program))).toEqual([]);
    }), { numRuns: 5 * numRuns, seed });
  });

  for (const [name, planes, widen, where = () => true] of WIDENINGS) {
    test(`${name} is never proved`, () => {
      fc.assert(fc.property(inhabited(planes).filter(where), (program) => {
        expect(problems(declareInhabited(program, widen))).not.toEqual([]);
      }), { numRuns, seed });
    });
  }
});
