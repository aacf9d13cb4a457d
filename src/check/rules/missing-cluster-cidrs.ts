import type { CheckRule } from '../facts';

const FACTS = ['podCidrs', 'serviceCidrs', 'nodeCidrs'] as const;
const FAMILIES = [
  { name: 'IPv4', of: (cidr: string): boolean => !cidr.includes(':') },
  { name: 'IPv6', of: (cidr: string): boolean => cidr.includes(':') },
];

/** "Outside the cluster" can only be written, and judged, where the inside is known. */
export const missingClusterCidrs: CheckRule = ({ index }) => {
  const { cluster, construct, externalCa, platform } = index.model.mesh;
  const families = FAMILIES.filter(({ of }) => FACTS.some((fact) => cluster[fact].some(of)));
  const missing = FACTS.flatMap((fact) => (cluster[fact].length === 0
    ? [`\`${fact}\``]
    : families.filter(({ of }) => !cluster[fact].some(of)).map(({ name }) => `\`${fact}\` in ${name}`)));
  if (platform !== 'istio' || missing.length === 0) return [];
  const ca = externalCa === undefined
    ? []
    : [{
        code: 'missing-cluster-cidrs',
        construct,
        message: `every proxy asks the external CA at \`${externalCa.addresses.join('`, `')}\`, and whether that is in the cluster is not known without ${missing.join(', ')}`,
        repair: 'set them in `cluster` of the Mesh, in every IP family it has',
      }];
  return [...ca, ...index.model.externals.filter(({ addresses }) => addresses.length === 0).map(({ caller, constructs, host }) => ({
    code: 'missing-cluster-cidrs',
    construct: constructs[0],
    message: `\`${caller}\` calls \`${host}\`, whose addresses are not known, and neither is ${missing.join(', ')} of the cluster to leave out`,
    repair: 'set them in `cluster` of the Mesh, in every IP family it has, or give the host\'s `addresses`',
  }))];
};
