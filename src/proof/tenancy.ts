import { ruleRef } from '../eval/refs';
import { EVERYTHING } from '../eval/request-set';
import type { Layer, WorkloadView } from '../eval/types';
import type { NamespacePolicies } from '../eval/cluster/policies';
import type { Labels } from '../manifest/kinds';
import type { ManifestObject } from '../manifest/manifests';
import type { ServiceModel } from '../model/model';
import type { Gap } from './gap';
import type { Context } from './knocks';

/** Each kind that selects pods, and the layer that it changes for them. */
const SELECTING: readonly (readonly [Layer, (policies: NamespacePolicies, labels: Labels) => readonly ManifestObject[]])[] = [
  ['ingress-policy', (p, labels) => p.network.selecting(labels)],
  ['mtls', (p, labels) => p.peer.selecting(labels)],
  ['request-authentication', (p, labels) => p.request.selecting(labels)],
  ['authorization-allow', (p, labels) => p.authorization.selecting(labels)],
  ['egress-scope', (p, labels) => p.sidecar.selecting(labels)],
];

/**
 * In a namespace of others the objects of this App select none of their pods: a policy that does may open them, and one that only closes
 * (a Sidecar without selector, a DENY) is an outage of somebody who never saw it. `stray`: any pod of the namespace.
 */
export function checkTenancy({ world, declared, podsOf }: Context, service: ServiceModel, stray: WorkloadView): readonly Gap[] {
  const { namespaces, imported = [] } = declared.model;
  const { namespace } = stray;
  if (!namespaces.some((n) => n.id === namespace && n.isolatedBy !== undefined)) return [];
  const others = [stray, ...imported.filter((s) => s.namespace === namespace).flatMap(podsOf)];
  const policies = world.policies.in(namespace);
  return SELECTING.flatMap(([layer, selecting]) => others.flatMap((pod) => selecting(policies, pod.labels)
    // What was read from a file is the owner's, or what their contract stands for.
    .filter(({ origin }) => origin.construct !== undefined)
    .map((source): Gap => ({
      statement: 'declared-works', layer, caller: pod === stray ? `other pods of ${namespace}` : pod.id, callee: 'what their owners say', protocol: 'TCP',
      requests: EVERYTHING, undecided: true, because: [ruleRef(source)], service,
      repair: `let ${ruleRef(source).object} select the pods of a service that this App declares`,
    }))));
}
