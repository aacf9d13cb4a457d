import type { ModelIndex } from '../model/model-index';
import { formatProblem, type Problem } from '../model/problem';
import { factsOf, type WorkloadFact } from './facts';
import { RULES } from './rules';

export type { WorkloadFact } from './facts';

/** Everything that is wrong with a declaration, sorted by its text, each once. */
export function checkModel(index: ModelIndex, workloads: readonly WorkloadFact[]): Problem[] {
  const facts = factsOf(index, workloads);
  const problems = new Map(RULES.flatMap((rule) => rule(facts)).map((p) => [formatProblem(p), p]));
  return [...problems].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, problem]) => problem);
}
