export { CharSet, DFA, NFA, TooManyNodesError } from 'refa';
export type { Concatenation, Element, NoParent } from 'refa';
