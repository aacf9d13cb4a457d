import type { Problem } from '../../model/problem';

/** Of the service that adopts. */
export type Complain = (problem: Pick<Problem, 'code' | 'message' | 'repair'>) => void;
