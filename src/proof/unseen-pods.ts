import { dataPlaneOf } from '../eval/cluster/injection';
import { isolates } from '../eval/network/isolation';
import { podsOf } from '../eval/network/pods';
import { selectsAll } from '../eval/matcher/selector';
import type { WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import type { LabelSelector } from '../manifest/kinds';
import { FRESH, labelsText, minimalLabels } from './minimal';

/**
 * Pods of which policies say where they may go, and no manifest has one: they are deployed from elsewhere. By the labels that are asked for, and
 * with nothing else; `id` says so in words. Sorted by it.
 */
export function unseenPods(world: World): readonly WorkloadView[] {
  const found = new Map<string, WorkloadView>();
  for (const { namespace, selector } of selectorsOf(world)) {
    if (selectsAll(selector) || podsOf(world).selected(namespace, { podSelector: selector }).some(({ pods }) => pods.length > 0)) continue;
    for (const labels of minimalLabels(selector)) {
      if (Object.keys(labels).length === 0) continue;
      const id = `pods with ${labelsText(labels)} of namespace ${namespace}`;
      const name = FRESH.serviceAccount;
      const pod = { labels, annotations: {}, hostNetwork: false, containerPorts: [] };
      const dataPlane = world.settings.mesh
        ? dataPlaneOf({ ...pod, serviceAccountName: name }, 'Deployment', namespace, world.namespaces.get(namespace), world.settings)
        : 'none';
      found.set(id, { ...pod, id, namespace, name, serviceAccount: name, dataPlane, assumed: true });
    }
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function selectorsOf({ policies }: World): readonly { readonly namespace: string; readonly selector: LabelSelector }[] {
  return policies.namespaces.flatMap((namespace) => {
    const { network, sidecar } = policies.in(namespace);
    return [
      ...network.all.filter((p) => isolates(p.object, 'Egress')).map((p) => ({ namespace, selector: p.object.spec.podSelector })),
      ...sidecar.all.map((s) => ({ namespace, selector: { matchLabels: s.object.spec.workloadSelector?.labels ?? {} } })),
    ];
  });
}
