import { formatSet, intersect, isEmpty, isSubset, type RequestSet } from '../../eval/request-set';
import type { Exploration } from '../../eval/types';

/** What a caller may do, or undefined: nothing. What cannot be decided is shown as such, never left out. `all`: whatever the port carries. */
export function accessText(explored: Pick<Exploration, 'allow' | 'maybe'>, all: RequestSet): string | undefined {
  // Past a waypoint that takes HTTP, a pod may take other bytes, too, which the port is not for.
  const [allow, maybe] = [intersect(explored.allow, all), intersect(explored.maybe, all)];
  const text = (set: RequestSet): string => isSubset(all, set) ? 'everything' : formatSet(set);
  const texts = [
    ...(isEmpty(allow) ? [] : [text(allow)]),
    ...(isEmpty(maybe) ? [] : [`undetermined: ${text(maybe)}`]),
  ];
  return texts.length === 0 ? undefined : texts.join('; ');
}

export function isUndetermined({ maybe }: Pick<Exploration, 'maybe'>, all: RequestSet): boolean {
  return !isEmpty(intersect(maybe, all));
}
