import type { CheckRule } from '../facts';
import { identityEdges } from '../identity-edges';

const trustDomainOf = (principal: string): string => principal.slice(0, principal.indexOf('/'));

/** A foreign certificate does not pass the handshake; and Istio reads `cluster.local` as the mesh's own trust domain, which is wider. */
export const foreignTrustDomain: CheckRule = (facts) => {
  const { platform, trustDomain, trustDomainAliases } = facts.index.model.mesh;
  if (platform !== 'istio') return [];
  const others = [...identityEdges(facts)].filter(({ caller: { principal } }) => trustDomainOf(principal) !== trustDomain);
  return others.map(({ caller: { principal }, construct }) => {
    const own = `${trustDomain}${principal.slice(principal.indexOf('/'))}`;
    return trustDomainAliases.includes(trustDomainOf(principal))
      ? {
          code: 'aliased-trust-domain',
          construct,
          message: `\`${principal}\` is of an alias of the trust domain, for which Istio admits the same account of \`${trustDomain}\` and of every alias`,
          repair: `name it as \`${own}\`, which says so`,
        }
      : {
          code: 'foreign-trust-domain',
          construct,
          message: `\`${principal}\` is of the trust domain \`${trustDomainOf(principal)}\`, and the mesh is \`${trustDomain}\``,
          repair: 'name an identity of the mesh; federation of trust domains is not supported',
        };
  });
};
