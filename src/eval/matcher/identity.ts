import { escapeRegExp, matchesString } from './string';

/**
 * No name of Kubernetes, and no SPIFFE id, has it: what asks for it means nobody.
 *
 * https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md
 */
export const IN_NO_IDENTITY = '~';

function mayMatch(value: string): boolean {
  return !value.includes(IN_NO_IDENTITY);
}

/**
 * `principals` on an identity without scheme. `*` needs an identity; the suffix form is anchored to `spiffe://`, which changes nothing.
 * A value that itself begins with `spiffe://` never matches: Istio puts the scheme in front.
 */
export function matchesPrincipal(patterns: readonly string[], principal: string | undefined): boolean {
  return principal !== undefined && patterns.some((p) => mayMatch(p) && matchesString(p, principal));
}

/**
 * Trust-domain aliases: a value of five parts whose trust domain is one of ours (or `cluster.local`) stands for all of ours;
 * any other value only for itself, so that `cluster.local/*` is no alias.
 * https://github.com/istio/istio/blob/master/pilot/pkg/trustdomain/bundle.go
 */
export function expandTrustDomains(patterns: readonly string[], trustDomains: readonly string[]): readonly string[] {
  if (trustDomains.length === 1 && trustDomains[0] === 'cluster.local') return patterns;
  return [...new Set(patterns.flatMap((pattern) => {
    const [domain, ...rest] = pattern.split('/');
    if (rest.length !== 4 || domain === '*') return [pattern];
    if (domain !== 'cluster.local' && !trustDomains.some((t) => matchesString(domain, t))) return [pattern];
    return trustDomains.map((t) => (domain.startsWith('*') && t.endsWith(domain.slice(1)) ? pattern : [t, ...rest].join('/')));
  }))];
}

/** `namespaces`: `*` anywhere stands for anything; matched inside the URI, so only identities of the form `…/ns/<namespace>/…` have one. */
export function matchesNamespace(patterns: readonly string[], principal: string | undefined): boolean {
  return principal !== undefined
    && patterns.some((p) => mayMatch(p) && new RegExp(`^.*/ns/${p.split('*').map(escapeRegExp).join('.*')}/.*$`).test(`spiffe://${principal}`));
}

/** `serviceAccounts`: `ns/sa`, or `sa` in the policy's namespace; any trust domain. */
export function matchesServiceAccount(values: readonly string[], policyNamespace: string, principal: string | undefined): boolean {
  return principal !== undefined && values.filter(mayMatch).some((value) => {
    const [namespace, name] = value.includes('/') ? [value.slice(0, value.indexOf('/')), value.slice(value.indexOf('/') + 1)] : [policyNamespace, value];
    return new RegExp(`^spiffe://.+/ns/${escapeRegExp(namespace)}/(.+/|)sa/${escapeRegExp(name)}(/.+)?$`).test(`spiffe://${principal}`);
  });
}

/** `trustDomains`: exact, `*`, or one star at either end that stays within the trust domain. A value of ours stands for all of ours. */
export function matchesTrustDomain(values: readonly string[], trustDomains: readonly string[], principal: string | undefined): boolean {
  if (principal === undefined) return false;
  const domain = principal.split('/')[0];
  return values.filter(mayMatch).some((v) => v === '*' || (trustDomains.includes(v) ? trustDomains : [v]).some((d) => matchesString(d, domain)));
}

/** `shop` of `cluster.local/ns/shop/sa/frontend`. */
export function namespaceOf(principal: string): string | undefined {
  return /^[^/]+\/ns\/([^/]+)\/sa\/[^/]+$/.exec(principal)?.[1];
}

/** `frontend` of `cluster.local/ns/shop/sa/frontend`. */
export function serviceAccountOf(principal: string): string | undefined {
  return /^[^/]+\/ns\/[^/]+\/sa\/([^/]+)$/.exec(principal)?.[1];
}
