export { parseCaseFile } from './parse';
export { runCases, type CaseResult } from './run';
export type { Case, CaseFile } from './case-file';
