import type { CheckRule } from '../facts';

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
