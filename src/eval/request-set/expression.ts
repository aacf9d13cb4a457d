/**
 * Regular expressions as data. Automata are made of them as they stand, and a `RegExp` of what one of them says: nothing parses, so that
 * no character is taken for a metacharacter.
 */
export type Expression
  = | { readonly kind: 'character'; readonly ranges: readonly Range[] }
    | { readonly kind: 'sequence'; readonly of: readonly Expression[] }
  /** Of nothing: matches nothing. */
    | { readonly kind: 'either'; readonly of: readonly Expression[] }
    | { readonly kind: 'repeated'; readonly of: Expression; readonly least: number; readonly most: number };

/** UTF-16 units, both ends included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

export const MAX_CHARACTER = 0xffff;

export const NOTHING: Expression = { kind: 'either', of: [] };
export const ANY_CHARACTER: Expression = { kind: 'character', ranges: [{ min: 0, max: MAX_CHARACTER }] };
export const ANY_TEXT = anyNumberOf(ANY_CHARACTER);

/** One of these characters, `a-z` standing for those from one to the other; a `-` of its own comes last. */
export function oneOf(characters: string): Expression {
  return {
    kind: 'character',
    ranges: [...characters.matchAll(/([^])-([^])|[^]/g)].map(([one, from = one, to = from]) => ({ min: from.charCodeAt(0), max: to.charCodeAt(0) })),
  };
}

export function text(value: string): Expression {
  return { kind: 'sequence', of: Array.from({ length: value.length }, (_, i) => ({ kind: 'character', ranges: [{ min: value.charCodeAt(i), max: value.charCodeAt(i) }] })) };
}

export function sequence(...of: readonly Expression[]): Expression {
  return { kind: 'sequence', of };
}

export function either(...of: readonly Expression[]): Expression {
  return { kind: 'either', of };
}

export function optional(of: Expression): Expression {
  return { kind: 'repeated', of, least: 0, most: 1 };
}

export function anyNumberOf(of: Expression): Expression {
  return { kind: 'repeated', of, least: 0, most: Infinity };
}

export function atLeastOne(of: Expression): Expression {
  return { kind: 'repeated', of, least: 1, most: Infinity };
}

/** What a `RegExp` takes, without anchors. */
export function source(expression: Expression): string {
  switch (expression.kind) {
    case 'character': return `[${expression.ranges.map(({ min, max }) => `${unit(min)}-${unit(max)}`).join('')}]`;
    case 'sequence': return expression.of.map(source).join('');
    case 'either': return expression.of.length === 0 ? '[]' : `(?:${expression.of.map(source).join('|')})`;
    case 'repeated': return `(?:${source(expression.of)}){${expression.least},${expression.most === Infinity ? '' : expression.most}}`;
  }
}

function unit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
