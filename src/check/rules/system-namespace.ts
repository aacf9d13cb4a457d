import type { CheckRule } from '../facts';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces */
const KUBE_SYSTEM = 'kube-system';

/**
 * In the root namespace policies without a selector hold for the whole mesh and port-level mTLS for nobody;
 * a default-deny in either would cut off DNS or istiod.
 */
export const systemNamespace: CheckRule = ({ index }) => {
  const { mesh, namespaces, services } = index.model;
  const system = new Set([KUBE_SYSTEM, ...(mesh.platform === 'istio' ? [mesh.rootNamespace] : [])]);
  return [
    ...namespaces.filter(({ id, owned }) => owned && system.has(id)).map(({ id, construct }) => ({ what: `the namespace \`${id}\` is`, construct, namespace: id })),
    ...services.filter(({ namespace }) => system.has(namespace)).map(({ id, construct, namespace }) => ({ what: `the service \`${id}\` is in`, construct, namespace })),
  ].map(({ what, construct, namespace }) => ({
    code: 'system-namespace',
    construct,
    message: `${what} ${namespace === KUBE_SYSTEM ? 'the namespace of the cluster\'s own pods' : 'the root namespace of the mesh'}, which policies of ours would cut off`,
    repair: 'use a namespace of its own; as a caller, take `MeshNamespace.fromName`',
  }));
};
