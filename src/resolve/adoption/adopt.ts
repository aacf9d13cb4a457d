import type { FormerAccountModel, PortModel, ServiceModel } from '../../model/model';
import { compare } from '../../private/sorting';
import { type WorkloadFact, workloadName } from '../app-facts';
import type { AdoptionDeclaration, ServiceDeclaration } from '../declarations';
import { distinctPorts } from '../ports-in-force';
import type { AppIndex } from './app-index';
import { type AdoptionFindings, type Complain, LEAVES_INCOMPLETE } from './complain';
import { adoptedServices } from './kubernetes-services';
import { carries, sharedLabels } from './pod-labels';

/** https://istio.io/latest/docs/reference/config/annotations/ */
const EXCLUDED = 'traffic.sidecar.istio.io/excludeInboundPorts';

/**
 * A service with what its workloads say: identity, labels, ports, and the Kubernetes Services in front of them. What cannot stand is
 * complained about.
 */
export function adopt(
  declared: ServiceDeclaration, app: AppIndex, former: readonly FormerAccountModel[], findings: AdoptionFindings,
): ServiceDeclaration {
  const { service, adoption } = declared;
  if (adoption === undefined) return declared;
  const { construct } = service;
  const complain: Complain = (problem) => {
    findings.problems.push({ ...problem, construct });
    if (LEAVES_INCOMPLETE.has(problem.code)) findings.incomplete.add(construct);
  };
  // What is wrong with one that could not be read, its reader says.
  if (adoption.workloads.some((path) => app.isUnread(path))) findings.incomplete.add(construct);
  const listed = adoption.workloads.filter((path) => !app.isUnread(path)).flatMap((path) => found(path, service, app, complain));
  // What a Rollout has its pods from may run beside it.
  const workloads = [...new Set(listed.flatMap((w) => [w, (w.podsOf === undefined ? undefined : app.workload(w.podsOf)) ?? w]))];
  if (workloads.length === 0) return declared;
  const adopted = adoptedServices(service.id, workloads, adoption.kubernetesServices, app, complain);
  const own = service.kubernetesServices.filter((s) => s.adopted === undefined);
  return {
    ...declared,
    service: {
      ...service,
      serviceAccount: accountOf(declared, workloads, former, complain),
      podLabels: adoption.ownPodLabels ? held(service, workloads, complain) : shared(service, workloads, complain),
      excludedInboundPorts: excludedPorts(workloads),
      kubernetesServices: [...own, ...adopted].sort((a, b) => compare(a.name, b.name)),
      ports: distinctPorts([...adoption.ownPorts, ...portsOf(service, adopted.flatMap((s) => s.ports), adoption, complain)]),
      adopts: workloads.map((w) => w.construct).sort(compare),
    },
  };
}

function found(path: string, { id, namespace }: ServiceModel, app: AppIndex, complain: Complain): readonly WorkloadFact[] {
  const workload = app.workload(path);
  if (workload === undefined) {
    complain({
      code: 'missing-workload',
      message: `\`${id}\` adopts \`${path}\`, which is no workload of the App any more`,
      repair: 'leave it in the tree, or do not adopt it',
    });
    return [];
  }
  if (workload.namespace === namespace) return [workload];
  complain({
    code: 'workload-elsewhere',
    message: `\`${id}\` adopts \`${workloadName(workload)}\`, which lies in another namespace`,
    repair: `give the service the \`MeshNamespace\` of \`${workload.namespace}\`, or the object the namespace \`${namespace}\``,
  });
  return [];
}

/** One service is one identity; workloads that still run under a former one are on their way. */
function accountOf(
  declared: ServiceDeclaration, workloads: readonly WorkloadFact[], former: readonly FormerAccountModel[], complain: Complain,
): string {
  const { service: { id, serviceAccount }, adoption } = declared;
  const isFormer = (w: WorkloadFact): boolean => former.some((f) => f.serviceAccount === w.serviceAccountName);
  const first = workloads.find((w) => !isFormer(w)) ?? workloads[0];
  const account = adoption?.ownServiceAccount ? serviceAccount : first.serviceAccountName;
  const other = workloads.find((w) => w.serviceAccountName !== account && !isFormer(w));
  if (other === undefined) return account;
  complain(adoption?.ownServiceAccount
    ? {
        code: 'adopted-service-account',
        message: `\`${id}\` is to run under the service account \`${account}\` and adopts \`${workloadName(other)}\`, which runs under \`${other.serviceAccountName}\``,
        repair: `leave out \`serviceAccountName\`, or say that it is on its way: \`migrateIdentity({ fromServiceAccount: '${other.serviceAccountName}', … })\``,
      }
    : {
        code: 'several-service-accounts',
        message: `\`${id}\` adopts \`${workloadName(first)}\` under the service account \`${account}\` and \`${workloadName(other)}\` under \`${other.serviceAccountName}\``,
        repair: 'let them run under one (`migrateIdentity` admits the former one meanwhile), or adopt them as two services',
      });
  return account;
}

function held({ id, podLabels }: ServiceModel, workloads: readonly WorkloadFact[], complain: Complain): ServiceModel['podLabels'] {
  for (const workload of workloads.filter(({ labels }) => !carries(labels, podLabels))) {
    complain({
      code: 'unselected-workload',
      message: `the pods of \`${workloadName(workload)}\` do not carry the \`podLabels\` of \`${id}\`, which adopts it`,
      repair: 'give labels that the pods of all its workloads have',
    });
  }
  return podLabels;
}

function shared({ id }: ServiceModel, workloads: readonly WorkloadFact[], complain: Complain): ServiceModel['podLabels'] {
  const labels = sharedLabels(workloads);
  if (Object.keys(labels).length === 0) {
    complain({
      code: 'no-shared-labels',
      message: `the pods of ${workloads.map((w) => `\`${workloadName(w)}\``).join(' and ')} have no label in common by which policies could pick those of \`${id}\``,
      repair: 'give all of them one, or `podLabels` that they have',
    });
  }
  return labels;
}

/** What one of the workloads keeps from its sidecar nothing but NetworkPolicy holds back there: the service is no better than its weakest pod. */
function excludedPorts(workloads: readonly WorkloadFact[]): readonly number[] {
  const ports = workloads.flatMap(({ annotations }) => (annotations[EXCLUDED] ?? '').split(',').map((p) => p.trim()));
  return [...new Set(ports.filter((p) => /^\d{1,5}$/.test(p)).map(Number))].sort((a, b) => a - b);
}

type Port = Pick<PortModel, 'targetPort' | 'protocol'>;

function portsOf({ id }: ServiceModel, ports: readonly Port[], { exceptions }: AdoptionDeclaration, complain: Complain): readonly PortModel[] {
  const known = new Set(ports.map((p) => p.targetPort));
  for (const { targetPort } of exceptions.filter((e) => !known.has(e.targetPort))) {
    complain({
      code: 'unknown-target-port',
      message: `\`portMtls\` of \`${id}\` names the target port \`${targetPort}\`, to which no adopted Kubernetes Service leads`,
      repair: known.size === 0 ? 'leave it out' : `use one of ${[...known].sort((a, b) => a - b).map((p) => `\`${p}\``).join(', ')}`,
    });
  }
  return ports.map(({ targetPort, protocol }) => {
    const exception = exceptions.find((e) => e.targetPort === targetPort);
    return exception === undefined ? { targetPort, protocol, mtls: 'strict' } : { protocol, ...exception };
  });
}
