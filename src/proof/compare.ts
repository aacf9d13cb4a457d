import { EVERYTHING, NOTHING, type RequestSet, setKey, subtract, union } from '../eval/request-set';
import type { LayerSet } from '../eval/types';

type Explored = Pick<LayerSet, 'allow' | 'maybe'>;

/** What is let through for certain or perhaps beyond `most`. Texts are compared before any algebra. */
export function excess({ allow, maybe }: Explored, most: RequestSet): RequestSet {
  if (most === EVERYTHING || (allow.boxes.length === 0 && maybe.boxes.length === 0)) return NOTHING;
  if (maybe.boxes.length === 0) return setKey(allow) === setKey(most) ? NOTHING : subtract(allow, most);
  return subtract(union(allow, maybe), most);
}

/** What of `least` is not let through for certain. */
export function missing({ allow }: Explored, least: RequestSet): RequestSet {
  return allow === EVERYTHING || setKey(allow) === setKey(least) ? NOTHING : subtract(least, allow);
}
