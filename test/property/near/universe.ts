import { callerOf, type Caller, type Destination, prepare, type WorkloadView, type World } from '../../../src/eval';
import type { AccessModel, ServiceModel } from '../../../src/model/model';
import { isClosed, isOf, requestsOf } from '../../mutation/oracle';

const IP = '10.3.255.10';
const ELSEWHERE = { 'app.kubernetes.io/name': 'elsewhere' };
const OUTSIDE = ['203.0.113.10', '192.0.2.5', '198.51.100.77'];

/**
 * Everybody who may be there, at every port of everybody who is, with every request that a grant tells apart: asked one by one. Of pods every
 * mixture of labels and account is somebody.
 */
export function counted(model: AccessModel, workloads: readonly WorkloadView[], world: World): ReadonlyMap<string, 'allow' | 'deny' | 'undetermined'> {
  const answers = new Map<string, 'allow' | 'deny' | 'undetermined'>();
  const callers = callersOf(model, workloads, world);
  const requests = requestsOf(model).map((http) => [`${http.method} ${http.path} ${http.host} ${JSON.stringify(http.headers)}`, http] as const);
  for (const destination of destinationsOf(model, workloads)) {
    const at = prepare(world, destination);
    const where = `${destination.workload.id}:${destination.port} ${destination.protocol}${destination.service === undefined ? '' : ` by ${destination.service.name}:${destination.service.port}`}`;
    for (const caller of callers) {
      const name = `${caller.name} to ${where}`;
      const bytes = at.decide(caller, {});
      answers.set(`${name} bytes`, bytes.answer);
      if (destination.protocol !== 'TCP') continue;
      if (isClosed(bytes)) {
        for (const [text] of requests) answers.set(`${name} ${text}`, 'deny');
        continue;
      }
      for (const [text, http] of requests) answers.set(`${name} ${text}`, at.decide(caller, { http }).answer);
    }
  }
  return answers;
}

function callersOf(model: AccessModel, workloads: readonly WorkloadView[], world: World): readonly Caller[] {
  const { trustDomain } = model.mesh;
  const mixed = workloads.flatMap((pod) => workloads.filter((w) => w.namespace === pod.namespace).map((account): Caller => {
    const { serviceAccount } = account;
    return { ...callerOf(world, { ...pod, serviceAccount, id: `${pod.id} as ${serviceAccount}` }), ip: IP };
  }));
  const strays = [...model.namespaces.map((n) => n.id), 'elsewhere'].flatMap((namespace) => [{}, ELSEWHERE].flatMap((labels): readonly Caller[] => {
    const pod = { name: `${namespace} ${JSON.stringify(labels)}`, pod: true, namespace, labels, ip: IP };
    return [pod, { ...pod, name: `${pod.name} with an identity`, principal: `${trustDomain}/ns/${namespace}/sa/elsewhere` }];
  }));
  const named = model.edges.flatMap(({ caller }): readonly Caller[] => (caller.kind === 'identity' && caller.pods !== undefined
    ? [{ name: caller.principal, principal: caller.principal, pod: true, ip: IP, namespace: caller.pods.namespace, labels: caller.pods.labels }]
    : []));
  const outside = OUTSIDE.map((ip): Caller => ({ name: ip, pod: false, ip }));
  const [{ namespace, serviceAccount }] = workloads;
  const foreign = { ...outside[0], name: 'foreign', principal: `foreign.example/ns/${namespace}/sa/${serviceAccount}` };
  return [...mixed, ...strays, ...named, ...outside, foreign];
}

function destinationsOf(model: AccessModel, workloads: readonly WorkloadView[]): readonly Destination[] {
  return workloads.flatMap((workload) => model.services.filter((s) => isOf(s, workload))
    .flatMap((s) => [...byAddress(s, workload), ...byService(s, workload)]));
}

function byAddress({ ports }: ServiceModel, workload: WorkloadView): readonly Destination[] {
  const numbers = [...new Set([...ports.flatMap(({ targetPort }) => [targetPort, targetPort + 1]), 1, 443, 8443])];
  return numbers.flatMap((port) => (['TCP', 'UDP'] as const).map((protocol) => ({ workload, port, protocol })));
}

function byService({ namespace, kubernetesServices }: ServiceModel, workload: WorkloadView): readonly Destination[] {
  return kubernetesServices.flatMap(({ name, ports }) => ports.filter(({ protocol }) => !['udp', 'sctp'].includes(protocol))
    .map(({ port, targetPort }): Destination => ({ workload, port: targetPort, protocol: 'TCP', service: { namespace, name, port } })));
}
