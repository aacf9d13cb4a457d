export * from './types';
export { prove, type ProofInput } from './prove';
export { ASSUMPTION_IDS } from './assumptions';
export { DisagreementError } from './witness';
