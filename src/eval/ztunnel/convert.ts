import type { AuthorizationPolicy, Condition as WhenCondition, Operation, Rule, Source } from '../../manifest/kinds';
import { type From, namespaceOfObject } from '../cluster/policies';
import { ruleRef } from '../refs';
import { both, type Fields, fieldsFor } from './fields';
import { type Clause, indexed, type Match, type ZtunnelPolicy } from './policy';

const converted = new WeakMap<From<AuthorizationPolicy>, ZtunnelPolicy>();

/**
 * An AuthorizationPolicy as istiod hands it to ztunnel; the caller has seen to it that it does (`./attached`). An attribute of HTTP costs
 * an ALLOW the whole rule; a DENY keeps what is left of it, which where nothing is left never matches, whatever the status of the
 * policy says about being more restrictive.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/ambient/authorization.go (`convertAuthorizationPolicy`)
 */
export function convert(source: From<AuthorizationPolicy>): ZtunnelPolicy {
  let policy = converted.get(source);
  if (policy === undefined) {
    const action = source.object.spec.action === 'DENY' ? 'DENY' : 'ALLOW';
    const fields = fieldsFor(namespaceOfObject(source));
    const rules = (source.object.spec.rules ?? []).map((rule, i) => ({ rule, ref: ruleRef(source, `spec.rules[${i}]`) }));
    const kept = action === 'ALLOW' ? rules.filter(({ rule }) => !hasHttp(rule)) : rules;
    policy = { source, action, groups: indexed(kept.map(({ rule, ref }) => ({ ref, clauses: clausesOf(rule, fields) }))) };
    converted.set(source, policy);
  }
  return policy;
}

function clausesOf({ from = [], to = [], when = [] }: Rule, fields: Fields): readonly Clause[] {
  return [
    ...(to.length > 0 ? [to.map(({ operation }) => operationMatch(operation ?? {}, fields))] : []),
    ...(from.length > 0 ? [from.map(({ source }) => sourceMatch(source ?? {}, fields))] : []),
    ...when.map((condition) => [whenMatch(condition, fields)]),
  ];
}

function operationMatch(o: Operation, fields: Fields): Match {
  return both(fields.ports, 'ports', o.ports, 'notPorts', o.notPorts);
}

/** Trust domains are left out in silence: beside another field the match widens, alone it never holds. */
function sourceMatch(s: Source, fields: Fields): Match {
  return [
    ...both(fields.ipBlocks, 'ipBlocks', s.ipBlocks, 'notIpBlocks', s.notIpBlocks),
    ...both(fields.namespaces, 'namespaces', s.namespaces, 'notNamespaces', s.notNamespaces),
    ...both(fields.serviceAccounts, 'serviceAccounts', s.serviceAccounts, 'notServiceAccounts', s.notServiceAccounts),
    ...both(fields.principals, 'principals', s.principals, 'notPrincipals', s.notPrincipals),
  ];
}

const WHEN: Readonly<Record<string, keyof Fields>> = {
  'source.ip': 'ipBlocks',
  'source.namespace': 'namespaces',
  'source.principal': 'principals',
  'destination.ip': 'destinationIps',
  'destination.port': 'ports',
};

function whenMatch({ key, values, notValues }: WhenCondition, fields: Fields): Match {
  return Object.hasOwn(WHEN, key) ? both(fields[WHEN[key]], key, values, `${key} not`, notValues) : [];
}

const HTTP_OPERATION = ['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'] as const;
const HTTP_SOURCE = ['remoteIpBlocks', 'notRemoteIpBlocks', 'requestPrincipals', 'notRequestPrincipals'] as const;

/** What istiod counts as HTTP: `source.serviceAccount` and the server name among it, if they are keys of `when`. */
export function hasHttp({ from = [], to = [], when = [] }: Rule): boolean {
  return to.some(({ operation }) => HTTP_OPERATION.some((field) => (operation?.[field] ?? []).length > 0))
    || from.some(({ source }) => HTTP_SOURCE.some((field) => (source?.[field] ?? []).length > 0))
    || when.some(({ key }) => !Object.hasOwn(WHEN, key));
}
