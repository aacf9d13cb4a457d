import type { CheckRule } from '../facts';

/** An alias that is the trust domain itself says nothing; one with a wildcard would admit trust domains nobody named. */
export const trustDomainAlias: CheckRule = ({ index: { model: { mesh } } }) => mesh.trustDomainAliases
  .filter((alias, i, all) => alias === mesh.trustDomain || alias.includes('*') || all.indexOf(alias) !== i)
  .map((alias) => ({
    code: 'trust-domain-alias',
    construct: mesh.construct,
    message: `the trust domain alias \`${alias}\` ${alias.includes('*') ? 'has a wildcard' : 'names a trust domain twice'}`,
    repair: 'list each other trust domain once, by name',
  }));
