import { formatSet, isEmpty, isSubset, type RequestSet } from '../../eval/request-set';
import type { Exploration } from '../../eval/types';

/** What a caller may do, or undefined: nothing. What cannot be decided is shown as such, never left out. `all`: whatever the port carries. */
export function accessText({ allow, maybe }: Exploration, all: RequestSet): string | undefined {
  const text = (set: RequestSet): string => isSubset(all, set) ? 'everything' : formatSet(set);
  const texts = [
    ...(isEmpty(allow) ? [] : [text(allow)]),
    ...(isEmpty(maybe) ? [] : [`undetermined: ${text(maybe)}`]),
  ];
  return texts.length === 0 ? undefined : texts.join('; ');
}
