import { invalid, refuseToken, show, text } from './arguments';
import { compare } from './sorting';

// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function name(what: string, value: unknown, pattern: RegExp, limit: number, form: string): string {
  const given = text(what, value, 'invalid-name');
  if (given.length > limit) {
    throw invalid('invalid-name', `${what} \`${given}\` has ${given.length} characters, Kubernetes takes ${limit}`, 'choose a shorter one');
  }
  if (!pattern.test(given)) throw invalid('invalid-name', `${what} \`${given}\` is not a valid name`, form);
  return given;
}

export function namespaceName(what: string, value: unknown): string {
  return name(what, value, LABEL, 63, 'use lower-case letters, digits and `-`, with a letter or digit at both ends');
}

/** Names of Services are DNS-1035 labels: the first character is a letter. */
export function serviceName(what: string, value: unknown): string {
  return name(what, value, LABEL_1035, 63, 'use lower-case letters, digits and `-`, with a letter at the start and a letter or digit at the end');
}

/** Names of most other objects: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
export function objectName(what: string, value: unknown): string {
  return name(what, value, SUBDOMAIN, 253, 'use lower-case letters, digits, `-` and `.`, with a letter or digit at both ends');
}

/** Ports of a Service are named by a DNS label. */
export function portName(what: string, value: unknown): string {
  return name(what, value, LABEL, 63, 'use lower-case letters, digits and `-`, with a letter or digit at both ends');
}

const LABEL_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

function labelKeyProblem(key: string): string | undefined {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const last = key.slice(slash + 1);
  if (prefix !== undefined && (prefix.length > 253 || !SUBDOMAIN.test(prefix))) return 'its prefix is not a DNS name';
  if (last.length > 63) return 'its name has more than 63 characters';
  return LABEL_NAME.test(last) ? undefined : 'its name may only have letters, digits, `-`, `_` and `.`, with a letter or digit at both ends';
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export function labels(what: string, value: unknown): Record<string, string> {
  refuseToken(what, value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('invalid-label', `${what} must map label keys to values, got ${show(value)}`, 'write `{ \'app.kubernetes.io/name\': \'catalog\' }`');
  }
  const sorted: Record<string, string> = {};
  for (const [key, v] of Object.entries(value).sort(([a], [b]) => compare(a, b))) {
    const problem = labelKeyProblem(key);
    if (problem !== undefined) throw invalid('invalid-label', `${what} has the key \`${key}\`: ${problem}`, 'see the syntax of Kubernetes labels');
    refuseToken(`${what}[${key}]`, v);
    if (typeof v !== 'string') throw invalid('invalid-label', `${what}[${key}] must be a string, got ${show(v)}`, 'put the value in quotes');
    if (v.length > 63) throw invalid('invalid-label', `${what}[${key}] has ${v.length} characters, Kubernetes takes 63`, 'choose a shorter value');
    if (v !== '' && !LABEL_NAME.test(v)) {
      throw invalid('invalid-label', `${what}[${key}] is \`${v}\``, 'use letters, digits, `-`, `_` and `.`, with a letter or digit at both ends');
    }
    sorted[key] = v;
  }
  return sorted;
}

/** Labels that pick pods: none at all would pick every pod of the namespace. */
export function podLabels(what: string, value: unknown): Record<string, string> {
  const given = labels(what, value);
  if (Object.keys(given).length === 0) {
    throw invalid('empty-selector', `${what} is empty and would select every pod of the namespace`, 'give the labels that only these pods carry');
  }
  return given;
}
