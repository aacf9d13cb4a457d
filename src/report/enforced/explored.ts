import { intersect, isEmpty, NOTHING, subtract, union } from '../../eval/request-set';
import type { Exploration } from '../../eval/types';

export type Explored = Pick<Exploration, 'allow' | 'maybe'>;

/** Of several ways, what any of them leads to. */
export function anyOf(explored: readonly Exploration[]): Explored {
  if (explored.length === 1) return explored[0];
  const allow = union(...explored.map((e) => e.allow));
  return { allow, maybe: subtract(union(...explored.map((e) => e.maybe)), allow) };
}

/**
 * What the callee's side admits. A crowd is many, and each of them has an egress side of its own: that those without any policy may not
 * leave says nothing about the others.
 */
export function calleeSide({ layers }: Exploration): Exploration {
  const admitting = layers.filter(({ layer }) => layer !== 'egress-policy' && layer !== 'egress-scope');
  const allow = intersect(...admitting.map((l) => l.allow));
  const possible = admitting.every((l) => isEmpty(l.maybe)) ? allow : intersect(...admitting.map((l) => union(l.allow, l.maybe)));
  return { layers: admitting, allow, maybe: possible === allow ? NOTHING : subtract(possible, allow) };
}
