import type * as Refa from '../../kept/refa';
import { ANY_CHARACTER, ANY_TEXT, either, type Expression, MAX_CHARACTER, sequence, text } from './expression';
import { re2Expression } from './re2';
import { templateExpression } from './template';
import { TooLargeError } from './too-large';
import type { Pattern, StringSet } from './types';
import { type Dimension, UNIVERSE } from './universe';

/** Most proofs never get here. */
let refa: typeof Refa | undefined;
function load(): typeof Refa {
  refa ??= require('../../kept/refa') as typeof Refa;
  return refa;
}

const READABLE_CHARACTERS = [...'xyzabcdefghijklmnopqrstuvwABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-.'].map((c) => c.charCodeAt(0));

/** What one expression may come to, for several to be compared; and what these may come to together. */
const STATES = 500;
const STATES_TOGETHER = 30_000;
const KNOWN = 2_000;
const known = new Map<string, boolean>();

/** May the expression be part of a set? Of some, a few characters long, the automaton would be larger than memory: `(a|b)*a(a|b){30}`. */
export function hasAutomaton(regex: string): boolean {
  let has = known.get(regex);
  if (has === undefined) {
    const expression = re2Expression(regex);
    has = expression !== undefined && withinStates(() => determinate(expression, STATES)) !== undefined;
    if (known.size >= KNOWN) known.clear();
    known.set(regex, has);
  }
  return has;
}

/** A shortest string of the set, of readable characters where there is a choice; undefined: the set is empty. Exact. */
export function shortest(dimension: Dimension, set: StringSet): string | undefined {
  const found = withinStates(() => ({ word: shortestOf(dimension, set) }));
  if (found === undefined) throw new TooLargeError([...set.in ?? [], ...set.notIn ?? []]);
  return found.word;
}

/** Undefined: it takes more states than are allowed. */
function withinStates<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof load().TooManyNodesError) return undefined;
    throw error;
  }
}

function shortestOf(dimension: Dimension, set: StringSet): string | undefined {
  const plain = (set.notIn ?? []).filter((p) => p.kind !== 'all');
  const excluded = [
    ...(plain.length > 0 ? [regular(either(...plain.map(expressionOf)))] : []),
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
    const never = [
      ...(without === undefined ? [] : [sequence(ANY_TEXT, without, ANY_TEXT)]),
      ...(notAtEnd === undefined ? [] : [sequence(ANY_TEXT, notAtEnd)]),
    ];
    dfa = never.length === 0 ? regular(is) : intersect(regular(is), complement(regular(either(...never))));
    dfa.minimize();
    universes.set(dimension, dfa);
  }
  return dfa;
}

function automaton(p: Pattern): Refa.DFA {
  return p.kind === 'all' ? p.of.map(automaton).reduce(intersect) : regular(expressionOf(p));
}

function expressionOf(p: Pattern): Expression {
  switch (p.kind) {
    case 'exact': return text(p.value);
    case 'prefix': return sequence(text(p.value), ANY_TEXT);
    case 'suffix': return sequence(ANY_TEXT, text(p.value));
    case 'present': return sequence(ANY_CHARACTER, ANY_TEXT);
    case 'template': return templateExpression(p.value);
    case 'expression': return re2Expression(p.value)!;
    case 'all': throw new Error('an intersection has no regular expression of its own');
  }
}

function regular(expression: Expression): Refa.DFA {
  const dfa = determinate(expression, STATES_TOGETHER);
  dfa.minimize();
  return dfa;
}

function determinate(expression: Expression, states: number): Refa.DFA {
  const { NFA, DFA } = load();
  return DFA.fromFA(NFA.fromRegex(element(expression), { maxCharacter: MAX_CHARACTER }), new DFA.LimitedNodeFactory(states));
}

function element(expression: Expression): Refa.NoParent<Refa.Element> {
  switch (expression.kind) {
    case 'character': return { type: 'CharacterClass', characters: load().CharSet.empty(MAX_CHARACTER).union(expression.ranges) };
    case 'sequence': return { type: 'Alternation', alternatives: [concatenation(expression)] };
    case 'either': return { type: 'Alternation', alternatives: expression.of.map(concatenation) };
    case 'repeated': return { type: 'Quantifier', min: expression.least, max: expression.most, lazy: false, alternatives: [concatenation(expression.of)] };
  }
}

function concatenation(expression: Expression): Refa.NoParent<Refa.Concatenation> {
  return { type: 'Concatenation', elements: expression.kind === 'sequence' ? expression.of.map(element) : [element(expression)] };
}

function intersect(a: Refa.DFA, b: Refa.DFA): Refa.DFA {
  const { DFA } = load();
  return DFA.fromIntersection(a, b, new DFA.LimitedNodeFactory(STATES_TOGETHER));
}

function complement(dfa: Refa.DFA): Refa.DFA {
  const copy = dfa.copy(new (load().DFA.LimitedNodeFactory)(STATES_TOGETHER));
  copy.complement();
  return copy;
}

function first(dfa: Refa.DFA): string | undefined {
  for (const word of dfa.wordSets()) {
    return word.map((chars) => String.fromCharCode(READABLE_CHARACTERS.find((c) => chars.has(c)) ?? chars.ranges[0].min)).join('');
  }
  return undefined;
}
