import type { Layer, RuleRef } from '../eval/types';
import { namespaceOfObject } from '../eval/cluster/policies';
import { isDryRun } from '../eval/authorization/site';
import type { AuthorizationPolicy, KnownObject } from '../manifest/kinds';
import type { ManifestObject, Manifests, Placed } from '../manifest/manifests';
import type { AccessModel, ServiceModel } from '../model/model';
import { hasReached, type Staged, type StageName } from '../model/stages';

/** Layers that are there from the beginning are no part of a rollout: what they decide is declared, or others' business. */
const FROM: Readonly<Partial<Record<Layer, StageName>>> = {
  mtls: 'mutual-tls',
  'authorization-allow': 'authorization',
  'waypoint-authorization': 'authorization',
  'ingress-policy': 'network-policy',
  'egress-policy': 'egress-scope',
  'egress-scope': 'egress-scope',
};

/** What cuts a service off in quarantine, whatever its stage. */
const IN_QUARANTINE: readonly Layer[] = ['ingress-policy', 'egress-policy', 'authorization-allow', 'waypoint-authorization'];

/** Is a service far enough for what a layer refuses? Until then the layer leaves everything as it was. */
export function isEnforced(service: Staged & Pick<ServiceModel, 'quarantine'>, layer: Layer): boolean {
  return hasReached(service, FROM[layer] ?? 'observe') || (service.quarantine !== undefined && IN_QUARANTINE.includes(layer));
}

const KEEPING: Readonly<Partial<Record<Layer, string>>> = {
  mtls: '`RolloutStage.MUTUAL_TLS`',
  'authorization-allow': '`RolloutStage.AUTHORIZATION`, or leave it to them with `observation: { allowAll: false }`',
  'authorization-deny': '`RolloutStage.AUTHORIZATION`',
  'ingress-policy': '`RolloutStage.NETWORK_POLICY`',
  'egress-policy': '`RolloutStage.EGRESS_SCOPE`',
};

/** What to do where a stage would open what others close. */
export function keepingClosed(layer: Layer, because: readonly RuleRef[]): string {
  const objects = [...new Set(because.map((r) => r.object))].join(', ');
  return `set the stage to ${KEEPING[layer]}; or take ${objects} out first, if nobody is to be refused for now`;
}

export function isInRollout({ services, namespaces }: AccessModel): boolean {
  return [...services, ...namespaces].some(({ stage }) => stage !== undefined);
}

const POLICIES: ReadonlySet<KnownObject['kind']> = new Set(['NetworkPolicy', 'PeerAuthentication', 'AuthorizationPolicy', 'RequestAuthentication', 'Sidecar']);

/** Labels of what this library writes: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
const MANAGED_BY = ['app.kubernetes.io/managed-by', 'cdk8s-mesh-access'] as const;

/** By this App or another one that this library serves. */
export function isWrittenByUs({ object: { metadata } }: Placed): boolean {
  return metadata.labels?.[MANAGED_BY[0]] === MANAGED_BY[1];
}

/**
 * What there would be without the policies of this App: what decided before, as far as it is known. `replaced`: what was there under a name
 * that the App writes. What an earlier synth left in the App's own namespaces, a later stage perhaps, is nothing that was there before; what
 * the owners of the mesh and of other namespaces have there is.
 */
export function beforeRollout({ namespaces }: AccessModel, { objects, unread }: Manifests, replaced: readonly ManifestObject[]): Manifests {
  const owned = new Map(namespaces.map((n) => [n.id, n.owned]));
  const isOurs = (o: ManifestObject): boolean => {
    const isOwned = owned.get(namespaceOfObject(o));
    return isWrittenByUs(o) && isOwned !== undefined && (isOwned || o.origin.existing !== true);
  };
  const isKept = (o: ManifestObject): boolean => !POLICIES.has(o.object.kind) || !isOurs(o);
  return { objects: [...objects, ...replaced.filter(({ object }) => POLICIES.has(object.kind))].filter(isKept), unread };
}

/** What the proxies that only observe compare with: dry-run policies alone, as if they were enforced. */
export function asObserved({ objects, unread }: Manifests): Manifests {
  return {
    objects: objects.flatMap((o) => {
      if (o.object.kind !== 'AuthorizationPolicy') return [o];
      if (!isDryRun(o as ManifestObject<AuthorizationPolicy>)) return [];
      return [{ ...o, object: { ...o.object, metadata: { ...o.object.metadata, annotations: {} } } }];
    }),
    unread,
  };
}
