import { addressOfDestination, peerAddress } from '../authorization/address';
import { type Condition, ofCaller } from '../authorization/condition';
import { negated } from '../authorization/negation';
import { ports as destinationPorts } from '../authorization/operation';
import { isAddressOrCidr } from '../matcher/cidr';
import { IN_NO_IDENTITY, matchesPrincipal, namespaceOf, serviceAccountOf } from '../matcher/identity';
import { matchesString } from '../matcher/string';
import { tri } from '../tri';

/** The fields of a match at ztunnel. What istiod cannot parse it leaves out; a list that is then empty is no field. */
type Make = (field: string, values: readonly string[]) => Condition;

/** Compared as they are, after `spiffe://`: no aliases of the trust domain, and nobody is not anybody. */
const principals: Make = (field, values) => {
  const condition = ofCaller(field, values, ({ principal }) => tri(matchesPrincipal(values, principal)));
  return values.some((v) => v.includes('*')) ? condition : { ...condition, only: values };
};

/** One star at either end; a star elsewhere is a star. */
const namespaces: Make = (field, values) => ofCaller(field, values, ({ principal }) => {
  const namespace = (principal === undefined ? undefined : namespaceOf(principal)) ?? '';
  return tri(values.some((v) => !v.includes(IN_NO_IDENTITY) && matchesString(v, namespace)));
});

const serviceAccountsIn = (own: string): Make => (field, values) => ofCaller(field, values, ({ principal }) => {
  if (principal === undefined) return 'no';
  const id = `${namespaceOf(principal)}/${serviceAccountOf(principal)}`;
  return tri(values.some((v) => !v.includes(IN_NO_IDENTITY) && (v.includes('/') ? v : `${own}/${v}`) === id));
});

const isPort = (v: string): boolean => /^[0-9]+$/.test(v) && Number(v) <= 65535;

interface Field {
  readonly make: Make;
  readonly parses?: (value: string) => boolean;
}

export type Fields = Readonly<Record<'ports' | 'ipBlocks' | 'destinationIps' | 'namespaces' | 'serviceAccounts' | 'principals', Field>>;

export function fieldsFor(policyNamespace: string): Fields {
  return {
    ports: { make: destinationPorts, parses: isPort },
    ipBlocks: { make: peerAddress, parses: isAddressOrCidr },
    destinationIps: { make: addressOfDestination, parses: isAddressOrCidr },
    namespaces: { make: namespaces },
    serviceAccounts: { make: serviceAccountsIn(policyNamespace) },
    principals: { make: principals },
  };
}

/** Both forms of one field: any of `values`, none of `notValues`. */
export function both(
  { make, parses = () => true }: Field, field: string, values: readonly string[] = [], notField: string, notValues: readonly string[] = [],
): readonly Condition[] {
  const positive = values.filter(parses);
  const negative = notValues.filter(parses);
  return [
    ...(positive.length > 0 ? [make(field, positive)] : []),
    ...(negative.length > 0 ? [negated(notField, make(field, negative), negative)] : []),
  ];
}

/** No identity at all: what STRICT is to ztunnel. */
export const NOBODY: Condition = negated('notPrincipals', principals('notPrincipals', ['*']), ['*']);
