import type { HeaderValueModel, HttpAccessModel, PathModel } from '../../model/model';

/**
 * Istio takes one `*` at either end of a value as a wildcard (the leading one first) and `{*}`, `{**}` in a path as operators.
 * There is no escape, so a value that would be read otherwise than declared cannot be written at all.
 *
 * https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule
 */
const TEMPLATE_OPERATOR = /\{\*{1,2}\}/;

/** Why Istio would not read `value` as declared; undefined: it would. */
function misread(kind: 'exact' | 'prefix' | 'suffix', value: string): string | undefined {
  if (value === '') return 'an empty value matches everything or nothing';
  if (kind !== 'suffix' && value.startsWith('*')) return 'a leading `*` is a wildcard';
  if (kind === 'exact' && value.endsWith('*')) return 'a trailing `*` is a wildcard';
  return undefined;
}

function misreadPath({ kind, value }: PathModel): string | undefined {
  if (kind === 'template') return TEMPLATE_OPERATOR.test(value) ? undefined : misread('exact', value);
  if (TEMPLATE_OPERATOR.test(value)) return '`{*}` and `{**}` make it a template';
  return misread(kind === 'under' ? 'exact' : kind, value);
}

const misreadHeader = (v: HeaderValueModel): string | undefined => (v.kind === 'present' ? undefined : misread(v.kind, v.value));

export interface Misreading {
  readonly field: 'method' | 'path' | 'host' | 'header value';
  readonly value: string;
  readonly why: string;
}

/** The values of a grant that Istio would read as something else. */
export function misreadings(access: HttpAccessModel): readonly Misreading[] {
  const found: Misreading[] = [];
  const check = (field: Misreading['field'], value: string, why: string | undefined): void => {
    if (why !== undefined) found.push({ field, value, why });
  };
  for (const method of access.methods ?? []) check('method', method, misread('exact', method));
  for (const path of access.paths ?? []) check('path', path.value, misreadPath(path));
  for (const host of access.hosts ?? []) check('host', host, misread('exact', host));
  for (const { values } of access.headers ?? []) {
    for (const value of values) check('header value', value.kind === 'present' ? '*' : value.value, misreadHeader(value));
  }
  return found;
}

/** `under('/cart')` is two patterns: `/cart/*` alone misses `/cart`, and `/cart*` also has `/cartoon`. */
export function pathPatterns({ kind, value }: PathModel): readonly string[] {
  switch (kind) {
    case 'exact':
    case 'template': return [value];
    case 'prefix': return [`${value}*`];
    case 'suffix': return [`*${value}`];
    case 'under': {
      const base = value.replace(/\/+$/, '');
      return base === '' ? ['/*'] : [base, `${base}/*`];
    }
  }
}

/** A Host header may carry a port, which Istio compares like the rest: https://istio.io/latest/docs/ops/best-practices/security/#writing-host-match-policies */
export function hostPatterns(host: string): readonly string[] {
  return [host, `${host}:*`];
}

export function headerPattern(value: HeaderValueModel): string {
  switch (value.kind) {
    case 'exact': return value.value;
    case 'prefix': return `${value.value}*`;
    case 'suffix': return `*${value.value}`;
    case 'present': return '*';
  }
}
