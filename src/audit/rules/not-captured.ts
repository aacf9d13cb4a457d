import { namespaceOfObject } from '../../eval/cluster/policies';
import { ruleRef } from '../../eval/refs';
import type { RuleRef, WorkloadView } from '../../eval/types';
import { WORKLOAD_KINDS } from '../../manifest/kinds';
import type { AuditRule } from '../rule';
import { BEST_PRACTICES, RESOURCE_ANNOTATIONS } from '../sources';
import type { Subject } from '../subject';

const EXCLUDING = ['traffic.sidecar.istio.io/excludeInboundPorts', 'traffic.sidecar.istio.io/includeInboundPorts', 'traffic.sidecar.istio.io/excludeInterfaces'];

export const notCaptured: AuditRule = {
  id: 'not-captured',
  severity: 'warning',
  title: 'the mesh does not see what arrives at a workload, and policies select it',
  why: 'Where a connection does not pass a proxy, no AuthorizationPolicy and no PeerAuthentication is asked; only NetworkPolicy is.',
  repair: 'let the mesh capture it, or restrict it with a NetworkPolicy',
  sources: [`${BEST_PRACTICES}#understand-traffic-capture-limitations`, RESOURCE_ANNOTATIONS],
  * find(subject) {
    const selected = new Set(subject.authorization.flatMap((p) => p.workloads));
    for (const workload of subject.world.workloads.filter((w) => selected.has(w))) {
      const reason = reasonOf(workload);
      const at = reason === undefined ? undefined : placeOf(subject, workload);
      if (at !== undefined) yield { at, message: reason! };
    }
  },
};

function reasonOf({ dataPlane, hostNetwork, annotations }: WorkloadView): string | undefined {
  if (hostNetwork) return 'its pods are in the network of their node';
  if (dataPlane === 'none') return 'its pods have no proxy';
  const annotation = dataPlane === 'sidecar' ? EXCLUDING.find((key) => (annotations[key] ?? '').trim() !== '' && annotations[key].trim() !== '*') : undefined;
  return annotation === undefined ? undefined : `the annotation \`${annotation}: ${annotations[annotation]}\` takes ports from its proxy`;
}

function placeOf({ objects }: Subject, { id }: WorkloadView): RuleRef | undefined {
  const source = objects.find((o) => (WORKLOAD_KINDS as readonly string[]).includes(o.object.kind) && `${namespaceOfObject(o)}/${o.object.metadata.name}` === id);
  return source && ruleRef(source);
}
