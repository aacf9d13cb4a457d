import type { ModelIndex } from '../model/model-index';
import { formatProblem, type Problem } from '../model/problem';
import type { AppFacts } from '../resolve/app-facts';
import { factsOf } from './facts';
import { RULES } from './rules';

/** Everything that is wrong with a declaration, sorted by its text, each once. */
export function checkModel(index: ModelIndex, app: AppFacts): Problem[] {
  const facts = factsOf(index, app);
  const problems = new Map(RULES.flatMap((rule) => rule(facts)).map((p) => [formatProblem(p), p]));
  return [...problems].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, problem]) => problem);
}
