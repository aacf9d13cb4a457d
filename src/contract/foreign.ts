import type { ContractMesh } from './contract-file';

export interface Foreign {
  readonly theirs: string;
  readonly own: string;
  readonly repair: string;
}

const named = (what: string, value: string | undefined): string => (value === undefined ? `no named ${what}` : `the ${what} \`${value}\``);

/**
 * Why what a contract says cannot be taken here: an identity, an address or a name means something else in another mesh, cluster or
 * environment. What only one of the two names cannot be compared, and counts as another.
 */
export function foreignFact(theirs: ContractMesh, own: ContractMesh): Foreign | undefined {
  const differs = (what: string, a: string | undefined, b: string | undefined, repair: string): Foreign | undefined => (
    a === b ? undefined : { theirs: named(what, a), own: named(what, b), repair }
  );
  return differs('platform', theirs.platform, own.platform, 'take the contract of an App for this platform')
    ?? differs('environment', theirs.environment, own.environment, 'take the contract of this environment, or name it with `environment` in both Apps')
    ?? differs('cluster', theirs.cluster, own.cluster, 'calls between clusters are not modelled: take the contract of this cluster, or name it with `cluster.name` in both Apps')
    ?? differs('trust domain', theirs.trustDomain, own.trustDomain, 'identities of another trust domain are refused in the TLS handshake; federation is not supported')
    ?? differs('cluster domain', theirs.clusterDomain, own.clusterDomain, 'names of its Services do not resolve here');
}
