import * as fc from 'fast-check';
import { callerOf, prepare, type Caller, type Destination, type Exploration, type WorkloadView, type World } from '../../src/eval';
import { combined } from '../../src/eval/layers/combined';
import { podLayers, podSite } from '../../src/eval/layers/at-pod';
import { isEmpty, setKey } from '../../src/eval/request-set';
import { worldOf } from '../ask/world';

// What a policy means of a world's pods is found once, and without a mesh only its layers are asked. Here each pair is asked of all layers, and
// each peer of a stranger who is just like the pod.

const NAMESPACES = ['a', 'b', 'c'];
const pick = (...values: string[]): fc.Arbitrary<string> => fc.constantFrom(...values);
const labels = fc.record({ app: pick('web', 'api', 'db'), tier: fc.option(pick('front', 'back'), { nil: undefined }) }).map(({ app, tier }) => ({ app, ...(tier === undefined ? {} : { tier }) }));
const pod = fc.record({ namespace: pick(...NAMESPACES), labels, port: fc.constantFrom(80, 81), ip: fc.option(pick('10.0.0.1', '10.1.0.1'), { nil: undefined }), hostNetwork: fc.nat(9).map((n) => n === 0) });
const selector = fc.oneof(
  fc.constant({}),
  labels.map((matchLabels) => ({ matchLabels })),
  pick('web', 'api').map((app) => ({ matchLabels: { app } })),
  fc.record({ key: pick('app', 'tier', 'missing'), operator: pick('In', 'NotIn', 'Exists', 'DoesNotExist') }).map(({ key, operator }) => (
    { matchExpressions: [{ key, operator, ...(operator.endsWith('In') ? { values: ['web', 'front'] } : {}) }] })),
);
const namespaceSelector = fc.oneof(
  fc.constant({}),
  pick(...NAMESPACES).map((name) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })),
  pick('red', 'blue').map((team) => ({ matchLabels: { team } })),
  pick(...NAMESPACES).map((name) => ({ matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: [name] }] })),
);
const peer = fc.oneof(
  { weight: 6, arbitrary: fc.record({ podSelector: selector, namespaceSelector }) },
  { weight: 3, arbitrary: selector.map((podSelector) => ({ podSelector })) },
  { weight: 1, arbitrary: pick('10.0.0.0/16', '192.0.2.0/24').map((cidr) => ({ ipBlock: { cidr } })) },
);
const rule = (field: 'from' | 'to'): fc.Arbitrary<object> => fc.record({
  peers: fc.array(peer, { maxLength: 6 }), ports: fc.array(fc.constantFrom({ port: 80 }, { port: 81 }, { port: 'main' }, { protocol: 'UDP' }), { maxLength: 2 }),
}).map(({ peers, ports }) => ({ ...(peers.length === 0 ? {} : { [field]: peers }), ...(ports.length === 0 ? {} : { ports }) }));
const policy = fc.record({
  namespace: pick(...NAMESPACES), podSelector: selector, ingress: fc.option(fc.array(rule('from'), { maxLength: 4 }), { nil: undefined }),
  egress: fc.option(fc.array(rule('to'), { maxLength: 20 }), { nil: undefined }),
});

type ValueOf<A> = A extends fc.Arbitrary<infer T> ? T : never;

interface Drawn {
  readonly pods: readonly ValueOf<typeof pod>[];
  readonly policies: readonly ValueOf<typeof policy>[];
  /** Of the others nobody knows the labels. */
  readonly known: readonly string[];
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  pods: fc.array(pod, { minLength: 2, maxLength: 6 }), policies: fc.array(policy, { minLength: 1, maxLength: 5 }), known: fc.subarray(NAMESPACES),
});

function objectsOf({ pods, policies, known }: Drawn): readonly object[] {
  return [
    ...known.map((name, i) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { team: ['red', 'blue'][i % 2], 'istio-injection': 'enabled' } } })),
    ...pods.map(({ namespace, port, ip, hostNetwork, ...p }, i) => ({
      apiVersion: 'v1', kind: 'Pod', metadata: { name: `pod-${i}`, namespace, labels: p.labels },
      spec: { hostNetwork, containers: [{ name: 'main', image: 'registry.example.com/app:1', ports: [{ name: 'main', containerPort: port }] }] },
      ...(ip === undefined ? {} : { status: { podIP: ip } }),
    })),
    ...policies.map(({ namespace, podSelector, ingress, egress }, i) => ({
      apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: `policy-${i}`, namespace },
      spec: {
        podSelector, policyTypes: [...(ingress === undefined && egress !== undefined ? [] : ['Ingress']), ...(egress === undefined ? [] : ['Egress'])],
        ...(ingress === undefined ? {} : { ingress }), ...(egress === undefined ? {} : { egress }),
      },
    })),
  ];
}

/** In no index of the world: its labels are matched one by one. */
function likeOf(workload: WorkloadView): WorkloadView {
  return { ...workload, labels: { ...workload.labels } };
}

function oneByOne(world: World, caller: WorkloadView, destination: Destination): Exploration {
  const asked: Caller = callerOf(world, likeOf(caller));
  return combined(podLayers(podSite(world, { ...destination, workload: likeOf(destination.workload) })).map((layer) => layer.explore(asked)));
}

function textOf({ allow, maybe, layers }: Exploration): object {
  return {
    allow: setKey(allow), maybe: setKey(maybe),
    layers: layers.map((l) => ({ layer: l.layer, allow: setKey(l.allow), maybe: setKey(l.maybe), because: l.because.map((r) => `${r.object} ${r.path}`) })),
  };
}

test.each([{ mesh: false }, { mesh: true }])('all pairs of pods are as each pair by itself, %o', (settings) => {
  fc.assert(fc.property(drawn, (mesh) => {
    const world = worldOf(objectsOf(mesh).map((o) => JSON.stringify(o)).join('\n---\n'), settings);
    for (const workload of world.workloads) {
      const destination: Destination = { workload, port: workload.containerPorts[0].containerPort, protocol: 'TCP' };
      const prepared = prepare(world, destination);
      const candidates = prepared.candidates();
      for (const caller of world.workloads) {
        const found = prepared.explore(callerOf(world, caller));
        const pair = { from: caller.id, to: workload.id };
        expect({ ...pair, ...textOf(found) }).toEqual({ ...pair, ...textOf(oneByOne(world, caller, destination)) });
        if (candidates !== undefined && !candidates.includes(caller)) expect([isEmpty(found.allow), isEmpty(found.maybe)]).toEqual([true, true]);
      }
    }
  }), { numRuns: 80 });
});
