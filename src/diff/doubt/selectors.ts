import type { LabelSelector } from '../../manifest/kinds';
import { alternatives } from './clauses';

/** Each combination of labels that a selector asks for, as facts; one, which is empty: everything. */
export function selectorFacts(what: string, { matchLabels = {}, matchExpressions = [] }: LabelSelector): readonly (readonly string[])[] {
  const equal = Object.entries(matchLabels).map(([key, value]) => [`${what} ${key}=${value}`]);
  const others = matchExpressions.flatMap(({ key, operator, values = [] }): readonly (readonly string[])[] => {
    if (operator === 'In') return [values.map((value) => `${what} ${key}=${value}`)];
    if (operator === 'NotIn') return values.map((value) => [`${what} ${key}!=${value}`]);
    return [[`${what} ${key} ${operator}`]];
  });
  return alternatives([...equal, ...others]);
}
