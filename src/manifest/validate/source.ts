import type { Operation, Source } from '../kinds';
import type { Findings } from '../schema/finding';
import type { Fault } from '../schema/kit';

/** Whether any of the lists of a source or operation says something: one of empty lists only is refused by istiod. */
export function hasEntries(fields: Source | Operation): boolean {
  return Object.values(fields).some((entries: readonly string[]) => entries.length > 0);
}

export function sourceRules(source: Source, findings: Findings): void {
  if (!hasEntries(source)) {
    findings.add('empty', 'a source must not be empty', { repair: 'name callers, or remove the whole `from` to mean every caller' });
  }
  const accounts = (['serviceAccounts', 'notServiceAccounts'] as const).find((key) => source[key] !== undefined);
  const others = (['principals', 'notPrincipals', 'namespaces', 'notNamespaces'] as const).find((key) => source[key] !== undefined);
  if (accounts !== undefined && others !== undefined) {
    findings.add('conflict', `\`${accounts}\` cannot be combined with \`${others}\``, { repair: 'make them separate `from` items' });
  }
}

/** `namespace/name`, or a name in the policy's own namespace; no wildcards. */
export function serviceAccountFault(text: string): Fault | undefined {
  if (text === '') return { message: 'must not be empty' };
  if (text.length > 320) return { message: 'is longer than 320 characters' };
  if (text.includes('*')) {
    return { message: 'has a wildcard, which service accounts do not take', repair: 'use `principals` or `namespaces`' };
  }
  const parts = text.split('/');
  return parts.length <= 2 && parts.every((part) => part !== '') ? undefined : { message: 'is not `name` or `namespace/name`' };
}

/** One `*` at most, alone or at an end. */
export function wildcardFault(text: string): Fault | undefined {
  if (text === '') return { message: 'must not be empty' };
  const star = text.indexOf('*');
  if (star !== text.lastIndexOf('*')) return { message: 'has more than one `*`' };
  return star <= 0 || star === text.length - 1 ? undefined : { message: 'has a `*` that is neither first nor last' };
}

export function trustDomainFault(text: string): Fault | undefined {
  return text.includes('/') ? { message: 'is not a trust domain', repair: 'leave out the `/` and what follows' } : wildcardFault(text);
}

/** A port as AuthorizationPolicy has it, a string of digits; istiod takes 0, too. */
export function policyPortFault(text: string): Fault | undefined {
  if (!/^(0|[1-9]\d*)$/.test(text)) {
    return { message: 'is not a port number', repair: 'list the numbers of the ports, each as a string' };
  }
  return Number(text) <= 65535 ? undefined : { message: 'is greater than 65535' };
}
