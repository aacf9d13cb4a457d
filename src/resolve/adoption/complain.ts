import type { Problem } from '../../model/problem';

/** Of the service that adopts. */
export type Complain = (problem: Pick<Problem, 'code' | 'message' | 'repair'>) => void;

/** What adopting found. */
export interface AdoptionFindings {
  readonly problems: Problem[];
  /** Constructs of services of which not all could be read: what else is wrong with them would follow from that, and is not said. */
  readonly incomplete: Set<string>;
}

/** With one of these a service lacks its labels or some of its ports. */
export const LEAVES_INCOMPLETE: ReadonlySet<string> = new Set([
  'missing-workload', 'workload-elsewhere', 'no-shared-labels', 'unknown-target-port', 'ambiguous-target-port',
]);

/** Without what follows from something else that is said. */
export function rootProblems(problems: readonly Problem[], incomplete: ReadonlySet<string>): readonly Problem[] {
  return problems.filter(({ construct }) => !incomplete.has(construct));
}
