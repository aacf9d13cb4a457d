export * from './types';
export { prove, type ProofInput } from './prove';
export { ASSUMPTION_IDS } from './assumptions';
export { mistakenIn } from './opened/mistaken';
export { DisagreementError } from './witness';
