import type { Source } from '../../manifest/kinds';
import { expandTrustDomains, matchesNamespace, matchesPrincipal, matchesServiceAccount, matchesTrustDomain } from '../matcher/identity';
import { tri } from '../tri';
import { peerAddress, remoteAddress } from './address';
import { type Condition, ofCaller } from './condition';
import { negated } from './negation';
import { requestPrincipals } from './token';

/** Where a policy stands: what its values mean depends on it. */
export interface Context {
  readonly namespace: string;
  readonly trustDomains: readonly string[];
}

export function principals(field: string, values: readonly string[], { trustDomains }: Context): Condition {
  const expanded = expandTrustDomains(values, trustDomains);
  return ofCaller(field, values, (c) => tri(matchesPrincipal(expanded, c.principal)), expanded.some((v) => v.includes('*')) ? undefined : expanded);
}

export function namespaces(field: string, values: readonly string[]): Condition {
  return ofCaller(field, values, (c) => tri(matchesNamespace(values, c.principal)));
}

export function serviceAccounts(field: string, values: readonly string[], { namespace }: Context): Condition {
  return ofCaller(field, values, (c) => tri(matchesServiceAccount(values, namespace, c.principal)));
}

export function trustDomains(field: string, values: readonly string[], context: Context): Condition {
  return ofCaller(field, values, (c) => tri(matchesTrustDomain(values, context.trustDomains, c.principal)));
}

type Positive = { [K in keyof Source]: K extends `not${string}` ? never : K }[keyof Source] & string;

const FIELDS: Readonly<Record<Positive, (field: string, values: readonly string[], context: Context) => Condition>> = {
  principals,
  requestPrincipals,
  namespaces,
  serviceAccounts,
  trustDomains,
  ipBlocks: peerAddress,
  remoteIpBlocks: remoteAddress,
};

const FORMS = (Object.keys(FIELDS) as Positive[]).map((field) => ({ field, not: `not${field[0].toUpperCase()}${field.slice(1)}` as keyof Source }));

/** `from[].source`: its fields are ANDed. An empty list is a field left out. */
export function sourceConditions(source: Source, context: Context): readonly Condition[] {
  const conditions: Condition[] = [];
  for (const { field, not } of FORMS) {
    const { [field]: values, [not]: notValues } = source;
    if (values === undefined && notValues === undefined) continue;
    conditions.push(...bothForms(field, values, not, notValues, (name, list) => FIELDS[field](name, list, context)));
  }
  return conditions;
}

export function bothForms(
  field: string, values: readonly string[] = [], notField: string, notValues: readonly string[] = [],
  make: (field: string, values: readonly string[]) => Condition,
): readonly Condition[] {
  return [
    ...(values.length > 0 ? [make(field, values)] : []),
    ...(notValues.length > 0 ? [negated(notField, make(field, notValues), notValues)] : []),
  ];
}
