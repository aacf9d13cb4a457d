import type { ApiObject } from 'cdk8s';

/** As kubectl and contracts have it, `NetworkPolicy.networking.k8s.io shop/default-deny`; the version of a kind is none of its identity. */
export function objectName({ apiGroup, kind, metadata, name }: ApiObject): string {
  const group = apiGroup === 'core' ? '' : `.${apiGroup}`;
  // cdk8s says the chart's namespace of a Namespace, too.
  const namespace = kind === 'Namespace' || metadata.namespace === undefined ? '' : `${metadata.namespace}/`;
  return `${kind}${group} ${namespace}${name}`;
}
