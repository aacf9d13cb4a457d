import type { Fault } from '../schema/kit';
import { show } from '../schema/show';

/** Literal segments beside a template operator: Envoy's URI template takes no others, and refuses the whole listener. */
const LITERAL = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/;

/**
 * What istiod refuses in a path of an AuthorizationPolicy. `{*}` is one segment, `{**}` any number and the last operator;
 * braces have no other use (https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation).
 */
export function pathFault(path: string): Fault | undefined {
  if (path === '') return { message: 'must not be empty' };
  if (!path.includes('{') && !path.includes('}')) return undefined;
  const template = path.includes('{*}') || path.includes('{**}');
  let closed = false;
  for (const segment of trimSlashes(path).split('/')) {
    if (segment === '{*}' || segment === '{**}') {
      if (closed) return { message: 'has an operator after `{**}`, which must be the last one' };
      closed = segment === '{**}';
    } else if (/[{}]/.test(segment)) {
      return { message: `has braces in segment ${show(segment)}`, repair: 'an operator is a whole segment, `{*}` or `{**}`' };
    } else if (template && segment === '') {
      return { message: 'has an empty segment, which cannot stand beside a template operator' };
    } else if (template && !LITERAL.test(segment)) {
      return { message: `has segment ${show(segment)}, which cannot stand beside a template operator`, repair: 'replace `*` by `{*}` or `{**}`' };
    }
  }
  return undefined;
}

/** Without a regular expression: `/+$` is quadratic in a path of slashes. */
function trimSlashes(path: string): string {
  let start = 0;
  let end = path.length;
  while (start < end && path[start] === '/') start++;
  while (end > start && path[end - 1] === '/') end--;
  return path.slice(start, end);
}
