export * from './types';
export { ANY_BYTES, ANY_HTTP, bytes, equals, EVERYTHING, fromBoxes, http, intersect, isEmpty, isSubset, NOTHING, setKey, subtract, union, witness } from './algebra';
export { hasAutomaton } from './automata';
export type { HttpBox } from './box';
export { formatSet, formatWitness } from './format';
export { contains, matchesPattern } from './match';
export { BY_WORDS } from './reading';
export { compareText, parseHostPattern, parsePathPattern, parsePattern, patternText } from './pattern';
