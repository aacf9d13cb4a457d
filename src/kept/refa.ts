export { CharSet, DFA, NFA } from 'refa';
export type { Concatenation, Element, NoParent } from 'refa';
