import { namespaceOf, serviceAccountOf, type WorkloadView } from '../eval';
import { WORKLOAD_KINDS, type Manifests, type Workload } from '../manifest';
import type { AccessModel } from '../model/model';

/** The pods of callers from outside, as their declaration gives them; whoever is in the manifests speaks for itself. */
export function assumedCallers({ mesh, edges }: AccessModel, manifests: Manifests): readonly WorkloadView[] {
  const present = new Set(manifests.objects.flatMap(({ object }) => isWorkload(object) ? [`${object.metadata.namespace ?? 'default'}/${object.pod.serviceAccountName}`] : []));
  const assumed = new Map<string, WorkloadView>();
  for (const { caller } of edges) {
    if (caller.kind !== 'identity' || caller.pods === undefined || caller.principal.split('/')[0] !== mesh.trustDomain) continue;
    const namespace = namespaceOf(caller.principal);
    const serviceAccount = serviceAccountOf(caller.principal);
    // Its proxy may be a sidecar or a gateway; either way it shows its identity, and nothing of ours limits what it calls.
    if (namespace === undefined || serviceAccount === undefined || namespace !== caller.pods.namespace || present.has(`${namespace}/${serviceAccount}`)) continue;
    assumed.set(caller.principal, {
      id: `${namespace}/${serviceAccount}`,
      namespace,
      name: serviceAccount,
      labels: caller.pods.labels,
      annotations: {},
      serviceAccount,
      dataPlane: 'gateway',
      hostNetwork: false,
      containerPorts: [],
      assumed: true,
    });
  }
  return [...assumed.values()];
}

function isWorkload(object: Manifests['objects'][number]['object']): object is Workload {
  return (WORKLOAD_KINDS as readonly string[]).includes(object.kind);
}
