import { makerOf } from '../../eval/cluster/ordinals';
import { namespaceOfObject } from '../../eval/cluster/policies';
import { ruleRef } from '../../eval/refs';
import type { WorkloadView } from '../../eval/types';
import { WORKLOAD_KINDS } from '../../manifest/kinds';
import type { AuditRule } from '../rule';
import { BEST_PRACTICES, RESOURCE_ANNOTATIONS } from '../sources';

const EXCLUDING = ['traffic.sidecar.istio.io/excludeInboundPorts', 'traffic.sidecar.istio.io/includeInboundPorts', 'traffic.sidecar.istio.io/excludeInterfaces'];

export const notCaptured: AuditRule = {
  id: 'not-captured',
  severity: 'warning',
  title: 'the mesh does not see what arrives at a workload, and policies select it',
  why: 'Where a connection does not pass a proxy, no AuthorizationPolicy and no PeerAuthentication is asked; only NetworkPolicy is.',
  repair: 'let the mesh capture it, or restrict it with a NetworkPolicy',
  sources: [`${BEST_PRACTICES}#understand-traffic-capture-limitations`, RESOURCE_ANNOTATIONS],
  * find(subject) {
    // What runs in the root namespace runs the mesh: istiod cannot be behind a proxy of its own.
    const { rootNamespace } = subject.world.settings;
    const selected = new Set(subject.authorization.flatMap((p) => p.workloads.filter((w) => w.namespace !== rootNamespace && w.namespace !== 'kube-system')));
    const reasons = new Map([...selected].flatMap((w) => {
      const reason = reasonOf(w);
      return reason === undefined ? [] : [[makerOf(w), reason] as const];
    }));
    for (const object of subject.objects.filter((o) => (WORKLOAD_KINDS as readonly string[]).includes(o.object.kind))) {
      const reason = reasons.get(`${namespaceOfObject(object)}/${object.object.metadata.name}`);
      if (reason !== undefined) yield { at: ruleRef(object), message: reason };
    }
  },
};

function reasonOf({ dataPlane, hostNetwork, annotations }: WorkloadView): string | undefined {
  if (hostNetwork) return 'its pods are in the network of their node';
  if (dataPlane === 'none') return 'its pods have no proxy';
  const annotation = dataPlane === 'sidecar' ? EXCLUDING.find((key) => (annotations[key] ?? '').trim() !== '' && annotations[key].trim() !== '*') : undefined;
  return annotation === undefined ? undefined : `the annotation \`${annotation}: ${annotations[annotation]}\` takes ports from its proxy`;
}
