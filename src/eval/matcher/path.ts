import { escapeRegExp, matchesString } from './string';

const SEGMENT = '[a-zA-Z0-9\\-._~%!$&\'()*+,;:@=]';

/** A path pattern of AuthorizationPolicy on a path that is already normalized and has no query. */
export function matchesPath(pattern: string, path: string): boolean {
  return isTemplate(pattern) ? templateExpression(pattern).test(path) : matchesString(pattern, path);
}

export function isTemplate(pattern: string): boolean {
  return pattern.includes('{*}') || pattern.includes('{**}');
}

/**
 * `{*}` one segment, never empty; `{**}` any number of characters, slashes included.
 * https://github.com/envoyproxy/envoy/blob/main/source/extensions/path/uri_template_lib/uri_template_internal.cc
 */
function templateExpression(pattern: string): RegExp {
  const parts = pattern.split(/(\{\*\*\}|\{\*\})/);
  const source = parts.map((p) => (p === '{**}' ? `(?:${SEGMENT}|/)*` : p === '{*}' ? `${SEGMENT}+` : escapeRegExp(p))).join('');
  return new RegExp(`^${source}$`);
}
