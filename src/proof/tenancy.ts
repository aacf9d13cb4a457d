import { carries, selectorText } from '../eval/matcher/selector';
import { ruleRef } from '../eval/refs';
import { EVERYTHING } from '../eval/request-set';
import type { Layer, WorkloadView } from '../eval/types';
import type { NamespacePolicies } from '../eval/cluster/policies';
import type { AuthorizationPolicy, Labels, RequestAuthentication } from '../manifest/kinds';
import type { ManifestObject } from '../manifest/manifests';
import type { ServiceModel } from '../model/model';
import type { Gap } from './gap';
import type { Context } from './knocks';

interface Selecting {
  readonly layer: Layer;
  readonly source: ManifestObject;
  /** What every pod that it selects has; expressions of a NetworkPolicy only leave out some of them. */
  readonly labels?: Labels;
}

/** Each kind that selects pods, and the layer that it changes for them. */
function selectingIn({ network, peer, request, authorization, sidecar }: NamespacePolicies): readonly Selecting[] {
  return [
    ...network.all.map((source): Selecting => ({ layer: 'ingress-policy', source, labels: source.object.spec.podSelector.matchLabels })),
    ...peer.all.map((source): Selecting => ({ layer: 'mtls', source, labels: source.object.spec.selector?.matchLabels })),
    ...request.all.map((source): Selecting => ({ layer: 'request-authentication', source, labels: source.object.spec.selector?.matchLabels })),
    ...authorization.all.map((source): Selecting => ({ layer: 'authorization-allow', source, labels: source.object.spec.selector?.matchLabels })),
    ...sidecar.all.map((source): Selecting => ({ layer: 'egress-scope', source, labels: source.object.spec.workloadSelector?.labels })),
  ];
}

/** What a waypoint reads in front of other things than the Kubernetes Services of this App. */
function boundToOthers(
  { bound }: NamespacePolicies, own: ReadonlySet<string>,
): readonly ManifestObject<AuthorizationPolicy | RequestAuthentication>[] {
  return [...bound.authorization, ...bound.request].filter(({ object: { spec: { targetRef, targetRefs = [] } } }) => (
    [...targetRefs, ...(targetRef === undefined ? [] : [targetRef])].some(({ kind, name }) => kind !== 'Service' || !own.has(name))
  ));
}

/**
 * In a namespace of others the objects of this App select none of their pods: a policy that does may open them, and one that only closes
 * (a Sidecar without selector, a DENY) is an outage of somebody who never saw it. Which pods others have nobody knows here, so that a
 * policy has to ask for all labels of a service of this App. `stray`: any pod of the namespace.
 */
export function checkTenancy({ world, declared, podsOf, servicesOf }: Context, service: ServiceModel, stray: WorkloadView): readonly Gap[] {
  const { namespaces, imported = [] } = declared.model;
  const { namespace } = stray;
  if (!namespaces.some((n) => n.id === namespace && n.isolatedBy !== undefined)) return [];
  const theirs = new Set(imported.map((s) => s.id));
  const others = imported.filter((s) => s.namespace === namespace).flatMap(podsOf);
  const policies = world.policies.in(namespace);
  const own = new Set(declared.model.services.filter((s) => s.namespace === namespace).flatMap((s) => s.kubernetesServices.map(({ name }) => name)));
  const bound = boundToOthers(policies, own).filter(({ origin }) => origin.existing !== true).map((source): Gap => ({
    statement: 'declared-works', layer: 'waypoint-authorization', caller: `callers of others in ${namespace}`, callee: 'what their owners say', protocol: 'TCP',
    requests: EVERYTHING, undecided: true, because: [ruleRef(source)], service,
    repair: `let ${ruleRef(source).object} be bound to a Kubernetes Service of a service that this App declares`,
  }));
  const selecting = selectingIn(policies)
    // What is there already is the owner's, or what their contract stands for.
    .filter(({ source: { origin } }) => origin.existing !== true)
    .flatMap(({ layer, source, labels = {} }) => {
      const isTheirs = (pod: WorkloadView): boolean => Object.entries(labels).every(([key, value]) => pod.labels[key] === value);
      const isOurs = servicesOf({ ...stray, labels }).some((s) => !theirs.has(s.id));
      return [...(isOurs ? [] : [`other pods of ${namespace}`]), ...others.filter(isTheirs).map(({ id }) => id)].map((caller): Gap => ({
        statement: 'declared-works', layer, caller, callee: 'what their owners say', protocol: 'TCP',
        requests: EVERYTHING, undecided: true, because: [ruleRef(source)], service,
        repair: `let ${ruleRef(source).object} select the pods of a service that this App declares`,
      }));
    });
  return [...selecting, ...bound];
}

/**
 * A policy of the root namespace with a selector is for the pods of every namespace that carry its labels. One that selects pods of a declared
 * service was meant for these: others that carry the labels it opens to its callers, and closes to theirs.
 */
export function checkMeshWide({ world, declared, podsOf }: Context): readonly Gap[] {
  const root = world.settings.rootNamespace;
  if (declared.model.mesh.platform !== 'istio') return [];
  const meshWide = world.policies.in(root).authorization.all.filter(({ object: { spec }, origin }) => (
    origin.existing !== true && (spec.action ?? 'ALLOW') === 'ALLOW' && Object.keys(spec.selector?.matchLabels ?? {}).length > 0
  ));
  return meshWide.flatMap((source): readonly Gap[] => {
    const wanted = source.object.spec.selector!.matchLabels;
    const service = declared.model.services.find((s) => s.namespace !== root && podsOf(s).some((pod) => carries(pod.labels, wanted)));
    if (service === undefined) return [];
    return [{
      statement: 'layer-least-privilege', layer: 'authorization-allow', caller: `whoever may call ${service.id}`,
      callee: `pods of other namespaces with ${selectorText({ matchLabels: wanted })}`, protocol: 'TCP', requests: EVERYTHING, undecided: true,
      because: [ruleRef(source, 'spec.selector')], service,
      repair: `let ${ruleRef(source).object} stand in namespace ${service.namespace}: in \`${root}\` it is for the pods of every namespace`,
    }];
  });
}
