import { Condition } from '../condition';
import type { ConditionDeclaration, ConditionsDeclaration } from '../resolve/declarations';
import { instance, invalid, optionalList } from './arguments';
import { intersection } from './address-blocks';
import { byKey, sortedUnique } from './sorting';

const CONDITION = 'write `Condition.sourceCidr(…)`, `Condition.header(…)` and the like';

/** Conditions that all must hold, as one. */
export function conditions(construct: string, when: Condition[] | undefined): ConditionsDeclaration | undefined {
  const given = optionalList('when', when, (what, v) => instance(what, v, Condition, CONDITION)._declaration);
  if (given === undefined) return undefined;
  const headers = of(given, 'header').map(({ header }) => header);
  const blocks = of(given, 'source-cidr').map(({ cidrs, except }) => ({ cidrs, except }));
  const sourceCidrs = blocks.length === 0 ? undefined : blocks.reduce(intersection);
  if (sourceCidrs?.cidrs.length === 0) {
    throw invalid('contradicting-conditions', `\`${construct}\` allows a caller at addresses that are in no block of all of its conditions at once`,
      'conditions all must hold: write one `Condition.sourceCidr` with every block that is meant');
  }
  const claims = of(given, 'claim').map(({ claim }) => claim);
  const issuers = commonIssuers(of(given, 'issuer').map((c) => c.issuers));
  if (issuers?.length === 0) {
    throw invalid('contradicting-conditions', `\`${construct}\` asks for a token that issuers of all of its conditions at once have issued, and there is none`,
      'conditions all must hold: write one `Condition.jwtIssuer` with every issuer that is meant');
  }
  return {
    ...(sourceCidrs === undefined ? {} : { sourceCidrs }),
    ...(headers.length === 0 ? {} : { headers: byKey(headers, (h) => JSON.stringify(h)) }),
    ...(claims.length === 0 ? {} : { claims: byKey(claims, (c) => JSON.stringify(c)) }),
    ...(issuers === undefined ? {} : { issuers }),
  };
}

function of<K extends ConditionDeclaration['kind']>(given: readonly ConditionDeclaration[], kind: K): readonly Extract<ConditionDeclaration, { kind: K }>[] {
  return given.filter((c): c is Extract<ConditionDeclaration, { kind: K }> => c.kind === kind);
}

/** Issuers that all of them name; undefined: none names any. */
function commonIssuers(named: readonly (readonly string[])[]): readonly string[] | undefined {
  return named.length === 0 ? undefined : sortedUnique(named.reduce((common, issuers) => common.filter((i) => issuers.includes(i))));
}
