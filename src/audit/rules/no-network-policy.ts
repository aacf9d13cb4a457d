import { makerOf } from '../../eval/cluster/ordinals';
import { namespaceOfObject } from '../../eval/cluster/policies';
import { isLinkerdMeshed } from '../../eval/linkerd/mesh';
import { isolates } from '../../eval/network/isolation';
import { ruleRef } from '../../eval/refs';
import type { WorkloadView } from '../../eval/types';
import type { World } from '../../eval/world';
import { WORKLOAD_KINDS } from '../../manifest/kinds';
import type { ManifestObject } from '../../manifest/manifests';
import type { AuditRule } from '../rule';
import { NETWORK_POLICIES } from '../sources';

/** Once for a namespace, at the first of its workloads. Pods of the mesh are `no-authorization`'s. */
export const noNetworkPolicy: AuditRule = {
  id: 'no-network-policy',
  severity: 'info',
  title: 'nothing restricts who connects to pods outside the mesh',
  why: 'A pod that no NetworkPolicy for ingress selects accepts every connection; where it has no proxy either, nobody asks who calls.',
  repair: 'deny by default: a NetworkPolicy with `podSelector: {}` and without ingress rules in the namespace, and one that admits each caller',
  sources: [`${NETWORK_POLICIES}#the-two-sorts-of-pod-isolation`],
  * find({ network, objects, world }) {
    const isolating = network.filter(({ source }) => isolates(source.object, 'Ingress'));
    const isolated = new Set(isolating.flatMap((p) => p.workloads.map((w) => w.id)));
    const open = new Set(world.workloads.filter((w) => noProxyAsks(world, w) && !isolated.has(w.id)).map(makerOf));
    const places = new Map<string, ManifestObject[]>();
    for (const object of objects.filter((o) => (WORKLOAD_KINDS as readonly string[]).includes(o.object.kind))) {
      const namespace = namespaceOfObject(object);
      if (!open.has(`${namespace}/${object.object.metadata.name}`)) continue;
      const found = places.get(namespace);
      if (found === undefined) places.set(namespace, [object]);
      else found.push(object);
    }
    for (const [namespace, [first, ...others]] of places) {
      const more = others.length === 0 ? '' : `; so it is with ${others.length} more of \`${namespace}\``;
      yield { at: ruleRef(first), message: `no NetworkPolicy for ingress selects its pods${more}` };
    }
  },
};

/** What runs there runs the cluster, and applications do not restrict it. */
const SYSTEM = 'kube-system';

/** NetworkPolicy could restrict who connects, and nothing else does. */
function noProxyAsks(world: World, workload: WorkloadView): boolean {
  const { dataPlane, hostNetwork, namespace } = workload;
  return (dataPlane === 'none' || dataPlane === 'unknown') && !hostNetwork && namespace !== SYSTEM && isLinkerdMeshed(world.linkerd, workload) !== 'yes';
}
