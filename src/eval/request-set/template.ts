/**
 * Envoy's URI templates as Istio uses them: `{*}` one segment, `{**}` any number of them.
 *
 * https://github.com/envoyproxy/envoy/blob/main/source/extensions/path/uri_template_lib/uri_template_internal.cc
 */
import { anyNumberOf, atLeastOne, type Expression, oneOf, sequence, text } from './expression';

/** `{*}` matches one or more of these, as a real Envoy 1.40 was asked character by character. */
const SEGMENT = new Set('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%!$&\'()*+,;:@=');

/** The same characters for an automaton. */
const SEGMENT_CLASS = 'a-zA-Z0-9._~%!$&\'()*+,;:@=';

type TemplatePart = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'segment' } | { readonly kind: 'segments' };

export function templateParts(template: string): readonly TemplatePart[] {
  return template.split(/(\{\*\*?\})/).filter((part) => part !== '').map((part): TemplatePart => {
    if (part === '{*}') return { kind: 'segment' };
    return part === '{**}' ? { kind: 'segments' } : { kind: 'text', text: part };
  });
}

export function templateExpression(template: string): Expression {
  return sequence(...templateParts(template).map((part) => {
    if (part.kind === 'text') return text(part.text);
    return part.kind === 'segment' ? atLeastOne(oneOf(`${SEGMENT_CLASS}-`)) : anyNumberOf(oneOf(`${SEGMENT_CLASS}/-`));
  }));
}

/** By backtracking over the parts; shares nothing with the automata, so that each can be checked against the other. */
export function matchesTemplate(template: string, path: string): boolean {
  return matches(templateParts(template), 0, path, 0);
}

function matches(parts: readonly TemplatePart[], i: number, path: string, at: number): boolean {
  if (i === parts.length) return at === path.length;
  const part = parts[i];
  if (part.kind === 'text') return path.startsWith(part.text, at) && matches(parts, i + 1, path, at + part.text.length);
  let end = at;
  while (end < path.length && (SEGMENT.has(path[end]) || (part.kind === 'segments' && path[end] === '/'))) end++;
  const least = part.kind === 'segment' ? at + 1 : at;
  for (; end >= least; end--) {
    if (matches(parts, i + 1, path, end)) return true;
  }
  return false;
}
