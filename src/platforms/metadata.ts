import type { Metadata } from '../manifest/kinds';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export const MANAGED_BY = { 'app.kubernetes.io/managed-by': 'cdk8s-mesh-access' };

/** Leads from an object in the cluster to its entry in the synthesized index; independent of construct paths, so that moving code moves no object. */
export const OWNER_ANNOTATION = 'cdk8s-mesh-access/owner';

/** `kubectl get networkpolicies,authorizationpolicies -A -l cdk8s-mesh-access/quarantine`: what is cut off. */
export const QUARANTINE_LABEL = { 'cdk8s-mesh-access/quarantine': 'true' };

/** `kubectl get networkpolicies,authorizationpolicies -A -l cdk8s-mesh-access/break-glass`; with `delete` for `get` all of it is closed. */
export const BREAK_GLASS_LABEL = { 'cdk8s-mesh-access/break-glass': 'true' };

/** Metadata of an object in `namespace`; `owner` is the id of a service, a namespace or the mesh. */
export function metadata(name: string, namespace: string | undefined, owner: string, labels: Readonly<Record<string, string>> = {}): Metadata {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels: { ...labels, ...MANAGED_BY },
    annotations: { [OWNER_ANNOTATION]: owner },
  };
}
