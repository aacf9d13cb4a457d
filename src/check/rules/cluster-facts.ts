import type { CheckRule } from '../facts';

const FACT = { kubelet: 'nodeCidrs', 'api-server': 'apiServerCidrs', cidr: 'the address' } as const;

/** An empty list of addresses is everybody to NetworkPolicy and to Istio. */
export const missingAddresses: CheckRule = ({ index }) => index.model.edges.flatMap(({ caller, callee, constructs }) => (
  caller.kind !== 'addresses' || caller.cidrs.length > 0
    ? []
    : [{
        code: 'missing-addresses',
        construct: constructs[0],
        message: `\`${caller.role}\` calls \`${callee}\` from addresses that are not known`,
        repair: `set \`${FACT[caller.role]}\` in \`cluster\` of the Mesh; there is no safe default`,
      }]
));

/** "Outside the cluster" can only be written where the inside is known. */
export const missingClusterCidrs: CheckRule = ({ index }) => {
  const { cluster, platform } = index.model.mesh;
  const missing = (['podCidrs', 'serviceCidrs', 'nodeCidrs'] as const).filter((fact) => cluster[fact].length === 0);
  if (platform !== 'istio' || missing.length === 0) return [];
  return index.model.externals.filter(({ addresses }) => addresses.length === 0).map(({ caller, constructs, host }) => ({
    code: 'missing-cluster-cidrs',
    construct: constructs[0],
    message: `\`${caller}\` calls \`${host}\`, whose addresses are not known, and neither is ${missing.map((fact) => `\`${fact}\``).join(', ')} of the cluster to leave out`,
    repair: 'set them in `cluster` of the Mesh, in every IP family it has, or give the host\'s `addresses`',
  }));
};

export const proxyHostWithoutPods: CheckRule = ({ index: { model: { mesh } } }) => mesh.proxyHosts
  .filter(({ podLabels }) => Object.keys(podLabels).length === 0)
  .map(({ namespace, service }) => ({
    code: 'proxy-host-without-pods',
    construct: mesh.construct,
    message: `the proxy host \`${namespace}/${service}\` has no pod labels, so every pod of \`${namespace}\` would be opened`,
    repair: 'give its `podLabels`',
  }));
