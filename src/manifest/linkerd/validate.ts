import type { Findings } from '../schema/finding';
import type { Fault } from '../schema/kit';
import { show } from '../schema/show';
import { LINKERD_GROUP, type LinkerdAuthorizationPolicy, type LinkerdRef } from './kinds';

// https://github.com/linkerd/linkerd2/blob/main/policy-controller/runtime/src/admission.rs, validation.rs

export const ACCESS_POLICIES = ['all-unauthenticated', 'all-authenticated', 'cluster-unauthenticated', 'cluster-authenticated', 'deny', 'audit'] as const;

const DNS_LIKE = /^(\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const SPIFFE = /^spiffe:\/\/[a-z0-9._-]+(\/[a-zA-Z0-9._-]+)*$/;

/** A star is a whole first label, or everything. A proxy would take any other one, or one in a SPIFFE id, as it is. */
export function identityFault(id: string): Fault | undefined {
  return DNS_LIKE.test(id) || SPIFFE.test(id)
    ? undefined
    : { message: 'is no identity', repair: 'write `*`, `*.shop.serviceaccount.identity.linkerd.cluster.local`, a whole name, or a SPIFFE id without stars' };
}

export function oneOfTwo<K extends string>(a: K, b: K): (value: { readonly [key in K]?: unknown }, findings: Findings) => void {
  return (value, findings) => {
    if ((value[a] === undefined) === (value[b] === undefined)) {
      findings.add(value[a] === undefined ? 'missing-field' : 'conflict', `${value[a] === undefined ? 'needs' : 'takes'} one of \`${a}\` and \`${b}\``);
    }
  };
}

const nameOf = ({ group = '', kind }: LinkerdRef): string => `${group === 'core' ? '' : group}/${kind}`;
const TARGETS = [`${LINKERD_GROUP}/Server`, '/Namespace', `${LINKERD_GROUP}/HTTPRoute`, 'gateway.networking.k8s.io/HTTPRoute', 'gateway.networking.k8s.io/GRPCRoute'];

export function targetFault(ref: LinkerdRef, findings: Findings): void {
  if (!TARGETS.includes(nameOf(ref))) {
    findings.add('bad-value', `a policy of Linkerd cannot refer to ${show(nameOf(ref))}`, { value: ref.kind, repair: `refer to ${TARGETS.join(', ')}` });
  }
}

/** A policy for a whole namespace is for its own. */
export function ownNamespace({ metadata, spec }: LinkerdAuthorizationPolicy, findings: Findings): void {
  const { kind, name } = spec.targetRef;
  if (kind === 'Namespace' && metadata.namespace !== undefined && name !== metadata.namespace) {
    findings.addAt(['spec', 'targetRef', 'name'], 'bad-value', `${show(name)} is not the policy's own namespace`, { value: name, repair: `write ${show(metadata.namespace)}` });
  }
}

/** Of each kind one, and of identities one altogether. */
export function requiredRefs({ requiredAuthenticationRefs: refs }: LinkerdAuthorizationPolicy['spec'], findings: Findings): void {
  const count = (...names: readonly string[]): number => refs.filter((r) => names.includes(nameOf(r))).length;
  const identities = count(`${LINKERD_GROUP}/MeshTLSAuthentication`, '/ServiceAccount');
  const networks = count(`${LINKERD_GROUP}/NetworkAuthentication`);
  if (identities + networks < refs.length) {
    findings.addAt(['requiredAuthenticationRefs'], 'bad-value', 'must refer to a MeshTLSAuthentication or NetworkAuthentication (policy.linkerd.io) or a ServiceAccount');
  } else if (identities > 1 || networks > 1) {
    findings.addAt(['requiredAuthenticationRefs'], 'conflict', 'takes one identity and one NetworkAuthentication', { repair: 'write a policy for each' });
  }
}
