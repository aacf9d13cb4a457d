import type { AuthorizationPolicy, KnownObject, NetworkPolicy, PeerAuthentication } from '../manifest/kinds';
import type { ManifestObject, Manifests } from '../manifest/manifests';
import { GATEWAY_NAME } from '../model/data-plane-labels';
import type { AccessModel, NamespaceModel, OwnersWord } from '../model/model';
import { hasReached } from '../model/stages';
import { waypointsOf } from './hops';
import { waypointId } from './planes';
import { holds } from './settings';

type Said = NamespaceModel & { readonly isolatedBy: OwnersWord };

/**
 * What the owners of namespaces say in contracts that they enforce there, as the objects it amounts to: with them in place a tenant's own
 * objects are judged as they will be. Where the manifests have an object of that name, it counts and not the word.
 */
export function ownersIsolation(model: AccessModel, manifests: Manifests): readonly ManifestObject[] {
  const said = model.namespaces.filter((n): n is Said => n.isolatedBy !== undefined);
  return said.flatMap((namespace) => {
    const { id, isolatedBy: { contract, isolation } } = namespace;
    const objects = [...isolation.map((what) => OBJECTS[what](id)), ...underway(model, namespace), ...openedWaypoints(model, manifests, id)];
    const absent = objects.filter(({ kind, metadata: { name } }) => !holds(manifests, kind, name, id));
    return absent.map((object) => ({ object, origin: { file: contract, existing: true } }));
  });
}

const OBJECTS: Readonly<Record<OwnersWord['isolation'][number], (namespace: string) => KnownObject>> = {
  'default-deny': (namespace): NetworkPolicy => ({
    apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'default-deny', namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  }),
  'strict-mtls': (namespace): PeerAuthentication => ({
    apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { name: 'default', namespace }, spec: { mtls: { mode: 'STRICT' } },
  }),
  'allow-nothing': (namespace): AuthorizationPolicy => ({
    apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'allow-nothing', namespace }, spec: {},
  }),
};

/** What they write there at a stage of a rollout, before it isolates: without it nothing would be known of pods that nobody declared. */
function underway({ mesh }: AccessModel, namespace: Said): readonly KnownObject[] {
  const { id, dataPlane, isolatedBy: { isolation } } = namespace;
  const isMeshed = mesh.platform === 'istio' && dataPlane !== 'none';
  const allowNothing = OBJECTS['allow-nothing'](id);
  return [
    ...(hasReached(namespace, 'network-policy') && !isolation.includes('default-deny') ? [denyingIngress(id)] : []),
    ...(isMeshed && !hasReached(namespace, 'mutual-tls') ? [permissive(id)] : []),
    ...(isMeshed && dataPlane === 'sidecar' && !hasReached(namespace, 'authorization')
      ? [{ ...allowNothing, metadata: { ...allowNothing.metadata, annotations: { 'istio.io/dry-run': 'true' } } }]
      : []),
  ];
}

function denyingIngress(namespace: string): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'default-deny', namespace }, spec: { podSelector: {}, policyTypes: ['Ingress'] },
  };
}

function permissive(namespace: string): PeerAuthentication {
  return { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { name: 'default', namespace }, spec: { mtls: { mode: 'PERMISSIVE' } } };
}

/** Who connects to the owner's waypoint, their policies say (the assumption `existing-waypoints`); without them default-deny would cut it off. */
function openedWaypoints(model: AccessModel, manifests: Manifests, namespace: string): readonly NetworkPolicy[] {
  const absent = waypointsOf(model).filter((w) => w.namespace === namespace && !w.managed && !holds(manifests, 'Gateway', w.name, namespace));
  return absent.map((w) => ({
    apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: waypointId(w).replace(/[ /]/g, '-'), namespace },
    spec: { podSelector: { matchLabels: { [GATEWAY_NAME]: w.name } }, policyTypes: ['Ingress', 'Egress'], ingress: [{}], egress: [{}] },
  }));
}
