import type { Condition as WhenCondition } from '../../manifest/kinds';
import { UNDECIDED } from '../approximation';
import { matchesHeader } from '../matcher/string';
import { own } from '../own';
import { parsePattern, type Pattern } from '../request-set';
import { addressOfDestination, peerAddress, remoteAddress } from './address';
import { type Condition, ofCaller, ofRequest } from './condition';
import { ports } from './operation';
import { bothForms, type Context, namespaces, principals, serviceAccounts, trustDomains } from './source';
import { audiences, ofClaim, presenter, requestPrincipals } from './token';

type Make = (field: string, values: readonly string[], context: Context) => Condition;

const KEYS: Readonly<Record<string, Make>> = {
  'source.principal': principals,
  'source.namespace': namespaces,
  'source.serviceAccount': serviceAccounts,
  'source.trustDomain': trustDomains,
  'source.ip': peerAddress,
  'remote.ip': remoteAddress,
  'destination.port': ports,
  'destination.ip': addressOfDestination,
  // Our own callers send `outbound_.80_._.<host>`, but nobody has to; plaintext has no server name at all.
  'connection.sni': (field, values) => ofCaller(field, values, (c) => (c.principal === undefined ? 'no' : 'unknown')),
  'request.auth.principal': requestPrincipals,
  'request.auth.audiences': audiences,
  'request.auth.presenter': presenter,
};

/**
 * One entry of `when`. Undefined: its key is unknown, and the rule that has it is skipped, whatever its action
 * (istiod refuses such a policy; read from files it is still there).
 *
 * https://istio.io/latest/docs/reference/config/security/conditions/
 */
export function whenConditions({ key, values, notValues }: WhenCondition, context: Context): readonly Condition[] | undefined {
  const make = makerOf(key);
  return make === undefined ? undefined : bothForms(key, values, `${key} not`, notValues, (field, list) => make(field, list, context));
}

function makerOf(key: string): Make | undefined {
  if (Object.hasOwn(KEYS, key)) return KEYS[key];
  const header = /^request\.headers\[(.+)\]$/.exec(key)?.[1];
  if (header !== undefined) return (field, values) => headers(field, header.toLowerCase(), values);
  const claim = /^request\.auth\.claims(\[.+\])$/.exec(key)?.[1];
  if (claim !== undefined) return ofClaim(claim);
  if (/^experimental\.envoy\.filters\..+\[.+\]$/.test(key)) return filterState;
  return undefined;
}

/** The proxy adds or replaces these before any policy is asked: what the caller sent says nothing. */
const OF_THE_PROXY = ['host', 'x-envoy-internal', 'x-forwarded-client-cert', 'x-forwarded-proto', 'x-request-id'];

/** An empty value is one. */
const ANY_VALUE: Pattern = { kind: 'prefix', value: '' };

/** A header that is absent has no value to match; names have no case, values do. `:path` and the like are no headers that are modelled. */
function headers(field: string, name: string, values: readonly string[]): Condition {
  if (OF_THE_PROXY.includes(name) || name.startsWith(':')) {
    return { field, values, httpOnly: true, perCaller: false, bytes: () => 'no', request: () => 'unknown', requests: () => UNDECIDED };
  }
  const patterns = values.map((value) => (value === '*' ? ANY_VALUE : parsePattern(value)));
  return ofRequest(field, values, (r) => matchesHeader(values, own(r.headers, name), own(r.repeatedHeaders, name)), `header ${name}`, patterns);
}

/** Metadata of other filters: nothing in the manifests says what it will be. */
function filterState(field: string, values: readonly string[]): Condition {
  return { field, values, httpOnly: false, perCaller: false, bytes: () => 'unknown', request: () => 'unknown', requests: () => UNDECIDED };
}
