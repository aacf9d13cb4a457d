import { hasProxy, workloadName, type CheckRule, type WorkloadFact } from '../facts';

/** Pods of another identity behind the service's policies: callers would reach them, and they would not be who the model says. */
export const workloadServiceAccount: CheckRule = (facts) => facts.index.model.services.flatMap((service) => facts.workloadsOf(service)
  .filter(({ serviceAccountName }) => serviceAccountName !== service.serviceAccount)
  .map((workload) => ({
    code: 'workload-service-account',
    construct: workload.construct,
    message: `\`${workloadName(workload)}\` is selected by \`${service.id}\` but runs under the service account \`${workload.serviceAccountName}\``,
    repair: `run it under \`${service.serviceAccount}\` (\`service.serviceAccountName\`), or give it other labels`,
  })));

/** A label that two services ask for on different keys: neither selector contains the other, and this pod has both. */
export const workloadOfTwoServices: CheckRule = (facts) => {
  const owners = new Map<WorkloadFact, string[]>();
  for (const service of facts.index.model.services) {
    for (const workload of facts.workloadsOf(service)) owners.set(workload, [...owners.get(workload) ?? [], service.id]);
  }
  return [...owners].flatMap(([workload, ids]) => (ids.length < 2
    ? []
    : [{
        code: 'workload-of-two-services',
        construct: workload.construct,
        message: `\`${workloadName(workload)}\` is selected by ${ids.map((id) => `\`${id}\``).join(' and ')}`,
        repair: 'give its pods the labels of one service only',
      }]));
};

export const noWorkload: CheckRule = (facts) => facts.index.model.services
  .filter((service) => !service.deployedElsewhere && facts.workloadsOf(service).length === 0)
  .map(({ id, construct, podLabels }) => ({
    code: 'no-workload',
    construct,
    message: `no workload of the App carries the pod labels of \`${id}\` (${Object.entries(podLabels).map(([k, v]) => `\`${k}: ${v}\``).join(', ')})`,
    repair: 'put `service.podLabels` on its pods, or set `deployedElsewhere`',
  }));

export const deployedHere: CheckRule = (facts) => facts.index.model.services
  .filter(({ deployedElsewhere }) => deployedElsewhere)
  .flatMap((service) => facts.workloadsOf(service).map((workload) => ({
    code: 'deployed-here',
    construct: service.construct,
    message: `\`${service.id}\` is declared as deployed elsewhere, but \`${workloadName(workload)}\` is in this App`,
    repair: 'leave out `deployedElsewhere`',
  })));

const INJECT = 'sidecar.istio.io/inject';

/** The label wins over the annotation: https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy */
const injection = ({ labels, annotations }: WorkloadFact): string | undefined => labels[INJECT] ?? annotations[INJECT];

/** No proxy in the pod, or one that sees nothing: every grant would be open to whoever NetworkPolicy lets through. */
export const workloadWithoutProxy: CheckRule = (facts) => facts.index.model.services.filter((service) => hasProxy(facts, service))
  .flatMap((service) => facts.workloadsOf(service).flatMap((workload) => {
    const why = workload.hostNetwork ? 'uses the host network' : injection(workload) === 'false' ? 'opts out of injection' : undefined;
    return why === undefined
      ? []
      : [{
          code: 'workload-without-proxy',
          construct: workload.construct,
          message: `\`${workloadName(workload)}\` of \`${service.id}\` ${why}, so no proxy enforces its access`,
          repair: 'let it be injected, or declare the service with `DataPlane.NONE`',
        }];
  }));

/** In a namespace that injects, a service outside the mesh must opt out, or its proxy takes part after all. */
export const workloadWithProxy: CheckRule = (facts) => {
  const { mesh, services } = facts.index.model;
  if (mesh.platform !== 'istio') return [];
  const injected = new Set(facts.index.model.namespaces.filter(({ dataPlane }) => dataPlane === 'sidecar').map(({ id }) => id));
  return services.filter(({ dataPlane, namespace }) => dataPlane === 'none' && injected.has(namespace))
    .flatMap((service) => facts.workloadsOf(service).filter((workload) => !workload.hostNetwork && injection(workload) !== 'false').map((workload) => ({
      code: 'workload-with-proxy',
      construct: workload.construct,
      message: `\`${workloadName(workload)}\` of \`${service.id}\` would be injected although the service is declared outside the mesh`,
      repair: `label its pods \`${INJECT}: "false"\`, or leave out \`dataPlane\``,
    })));
};

/** Selectors do not pick pods on the host network reliably: https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods */
export const workloadOnHostNetwork: CheckRule = (facts) => facts.index.model.services.filter((service) => !hasProxy(facts, service))
  .flatMap((service) => facts.workloadsOf(service).filter(({ hostNetwork }) => hostNetwork).map((workload) => ({
    code: 'workload-on-host-network',
    construct: workload.construct,
    message: `\`${workloadName(workload)}\` of \`${service.id}\` uses the host network, where NetworkPolicy is undefined`,
    repair: 'take it off the host network, or do not declare it as a service',
  })));
