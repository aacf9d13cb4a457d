import type { AuthorizationPolicy, AuthorizationPolicySpec, Condition, Operation, Rule, Source } from '../kinds';
import { addressOrCidrFault } from '../syntax/addresses';
import { pathFault } from '../syntax/path-template';
import { actionRules } from '../validate/authorization-policy';
import { condition as conditionRules } from '../validate/condition';
import { istioAnnotations } from '../validate/istio-annotations';
import { hasEntries, policyPortFault, serviceAccountFault, sourceRules, trustDomainFault } from '../validate/source';
import { defineKind } from './kind';
import { list, nonEmpty, customObject, oneOf, string, stringOf } from './kit';
import { metadata } from './metadata';
import { oneTarget, target } from './selectors';

// https://istio.io/latest/docs/reference/config/security/authorization-policy/

const values = list(nonEmpty);
const addresses = list(stringOf('bad-address', addressOrCidrFault));
const serviceAccounts = list(stringOf('bad-value', serviceAccountFault), { most: 16 });
const trustDomains = list(stringOf('bad-value', trustDomainFault));
const ports = list(stringOf('bad-port', policyPortFault));
const paths = list(stringOf('bad-path', pathFault));

const source = customObject<Source>({
  principals: values,
  notPrincipals: values,
  requestPrincipals: values,
  notRequestPrincipals: values,
  namespaces: values,
  notNamespaces: values,
  serviceAccounts,
  notServiceAccounts: serviceAccounts,
  trustDomains,
  notTrustDomains: trustDomains,
  ipBlocks: addresses,
  notIpBlocks: addresses,
  remoteIpBlocks: addresses,
  notRemoteIpBlocks: addresses,
}, { name: 'a source', rules: sourceRules });

const operation = customObject<Operation>({
  hosts: values,
  notHosts: values,
  ports,
  notPorts: ports,
  methods: values,
  notMethods: values,
  paths,
  notPaths: paths,
}, {
  name: 'an operation',
  rules: (value, findings) => {
    if (!hasEntries(value)) {
      findings.add('empty', 'an operation must not be empty', { repair: 'name operations, or remove the whole `to` to mean every operation' });
    }
  },
});

const condition = customObject<Condition>({ key: string, values, notValues: values }, { name: 'a condition', required: ['key'], rules: conditionRules });

const rule = customObject<Rule>({
  from: list(customObject<{ readonly source: Source }>({ source }, { name: 'a `from` item', required: ['source'] }), { least: 1, most: 512, repair: 'name callers; istiod would read no `from` at all, and take every caller' }),
  to: list(customObject<{ readonly operation: Operation }>({ operation }, { name: 'a `to` item', required: ['operation'] }), { least: 1, repair: 'name operations; istiod would read no `to` at all, and take every request' }),
  when: list(condition),
}, { name: 'a rule' });

const spec = customObject<AuthorizationPolicySpec>({
  ...target,
  action: oneOf('ALLOW', 'DENY', 'AUDIT', 'CUSTOM'),
  provider: customObject<{ readonly name?: string }>({ name: string }, { name: 'a provider' }),
  rules: list(rule, { most: 512 }),
}, {
  name: 'an AuthorizationPolicy spec',
  rules: (value, findings) => {
    oneTarget(value, findings);
    actionRules(value, findings);
  },
});

/** A policy without spec is one that allows nothing. */
export const authorizationPolicy = defineKind<AuthorizationPolicy>({
  group: 'security.istio.io',
  kind: 'AuthorizationPolicy',
  versions: ['v1', 'v1beta1'],
  fields: { metadata, spec },
  required: ['metadata'],
  rules: ({ metadata: meta, spec: { action = 'ALLOW' } = {} }, findings) => istioAnnotations(meta, action, findings),
  defaults: (policy) => (policy.spec as AuthorizationPolicySpec | undefined) === undefined ? { ...policy, spec: {} } : policy,
});
