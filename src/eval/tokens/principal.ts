import { parsePattern, type Pattern } from '../request-set';

/** What a request principal asks of issuer and subject; a token has to have both. */
export interface PrincipalPattern {
  readonly issuer: Pattern;
  readonly subject: Pattern;
}

const PRESENT: Pattern = { kind: 'present' };

/**
 * `issuer/subject`, taken apart at the last `/`. A star at an end belongs to the half it stands in, and the other half is compared as it
 * is: `https://idp*` asks for the issuer `https:/`, which nobody is.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/security/authz/model/generator.go (`requestPrincipalGenerator`)
 */
export function principalPattern(value: string): PrincipalPattern {
  if (value === '*') return { issuer: PRESENT, subject: PRESENT };
  const slash = value.lastIndexOf('/');
  const issuer = slash < 0 ? undefined : value.slice(0, slash);
  const subject = value.slice(slash + 1);
  if (value.startsWith('*')) return issuer === undefined ? { issuer: PRESENT, subject: parsePattern(value) } : { issuer: parsePattern(issuer), subject: exact(subject) };
  if (value.endsWith('*')) return issuer === undefined ? { issuer: prefix(value), subject: PRESENT } : { issuer: exact(issuer), subject: subject === '*' ? PRESENT : prefix(subject) };
  return issuer === undefined ? { issuer: exact(value), subject: exact('') } : { issuer: exact(issuer), subject: exact(subject) };
}

function exact(value: string): Pattern {
  return { kind: 'exact', value };
}

function prefix(value: string): Pattern {
  return { kind: 'prefix', value: value.slice(0, -1) };
}
