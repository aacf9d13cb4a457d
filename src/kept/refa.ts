export { DFA, JS, NFA } from 'refa';
