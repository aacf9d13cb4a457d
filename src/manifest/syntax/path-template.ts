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
  const template = path.includes('{*}') || path.includes('{**}');
  let closed = false;
  for (const segment of path.replace(/^\/+|\/+$/g, '').split('/')) {
    if (segment === '{*}' || segment === '{**}') {
      if (closed) return { message: 'has an operator after `{**}`, which must be the last one' };
      closed = segment === '{**}';
    } else if (/[{}]/.test(segment)) {
      return { message: `has braces in segment ${show(segment)}`, repair: 'an operator is a whole segment, `{*}` or `{**}`' };
    } else if (template && segment !== '' && !LITERAL.test(segment)) {
      return { message: `has segment ${show(segment)}, which cannot stand beside a template operator`, repair: 'replace `*` by `{*}` or `{**}`' };
    } else if (template && segment === '') {
      return { message: 'has an empty segment, which cannot stand beside a template operator' };
    }
  }
  return undefined;
}
