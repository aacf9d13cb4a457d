import type * as Refa from '../../kept/refa';
import { SEGMENT_CLASS, SEGMENTS_CLASS, templateParts } from './template';
import type { Pattern, StringSet } from './types';
import { type Dimension, UNIVERSE } from './universe';

/** Loading costs about as much as proving a small mesh, and most proofs never get here. */
let refa: typeof Refa | undefined;
function load(): typeof Refa {
  refa ??= require('../../kept/refa') as typeof Refa;
  return refa;
}

const MAX_CHARACTER = 0xffff;
const READABLE_CHARACTERS = [...'xyzabcdefghijklmnopqrstuvwABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-.'].map((c) => c.charCodeAt(0));

/** A shortest string of the set, of readable characters where there is a choice; undefined: the set is empty. Exact. */
export function shortest(dimension: Dimension, set: StringSet): string | undefined {
  const plain = (set.notIn ?? []).filter((p) => p.kind !== 'all');
  const excluded = [
    ...(plain.length > 0 ? [regular(plain.map(source).join('|'))] : []),
    ...(set.notIn ?? []).filter((p) => p.kind === 'all').map(automaton),
  ];
  const room = excluded.reduce((rest, e) => intersect(rest, complement(e)), universe(dimension));
  const words = set.in === undefined ? [first(room)] : set.in.map((p) => first(intersect(automaton(p), room)));
  return words.reduce((best, w) => (w !== undefined && (best === undefined || w.length < best.length) ? w : best), undefined);
}

const universes = new Map<Dimension, Refa.DFA>();
function universe(dimension: Dimension): Refa.DFA {
  let dfa = universes.get(dimension);
  if (dfa === undefined) {
    const { is, without, notAtEnd } = UNIVERSE[dimension];
    const never = [...(without === undefined ? [] : [`.*(?:${without}).*`]), ...(notAtEnd === undefined ? [] : [`.*(?:${notAtEnd})`])];
    dfa = never.length === 0 ? regular(is) : intersect(regular(is), complement(regular(never.join('|'))));
    dfa.minimize();
    universes.set(dimension, dfa);
  }
  return dfa;
}

function automaton(p: Pattern): Refa.DFA {
  return p.kind === 'all' ? p.of.map(automaton).reduce(intersect) : regular(source(p));
}

function source(p: Pattern): string {
  switch (p.kind) {
    case 'exact': return literal(p.value);
    case 'prefix': return `${literal(p.value)}.*`;
    case 'suffix': return `.*${literal(p.value)}`;
    case 'present': return '.+';
    case 'template': return templateParts(p.value).map((part) => {
      if (part.kind === 'text') return literal(part.text);
      return part.kind === 'segment' ? `${SEGMENT_CLASS}+` : `${SEGMENTS_CLASS}*`;
    }).join('');
    case 'all': throw new Error('an intersection has no regular expression of its own');
  }
}

/** Every character by number: there is no metacharacter that could be forgotten. */
function literal(text: string): string {
  let escaped = '';
  for (let i = 0; i < text.length; i++) escaped += `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return escaped;
}

function regular(regex: string): Refa.DFA {
  const { JS, NFA, DFA } = load();
  const { expression } = JS.Parser.fromLiteral({ source: regex, flags: 's' }).parse();
  const dfa = DFA.fromFA(NFA.fromRegex(expression, { maxCharacter: MAX_CHARACTER }));
  dfa.minimize();
  return dfa;
}

function intersect(a: Refa.DFA, b: Refa.DFA): Refa.DFA {
  return load().DFA.fromIntersection(a, b);
}

function complement(dfa: Refa.DFA): Refa.DFA {
  const copy = dfa.copy();
  copy.complement();
  return copy;
}

function first(dfa: Refa.DFA): string | undefined {
  for (const word of dfa.wordSets()) {
    return word.map((chars) => String.fromCharCode(READABLE_CHARACTERS.find((c) => chars.has(c)) ?? chars.ranges[0].min)).join('');
  }
  return undefined;
}
