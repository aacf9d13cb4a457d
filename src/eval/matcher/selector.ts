import type { Labels, LabelSelector } from '../../manifest/kinds';
import { every, type Tri, tri } from '../tri';

/** All of `wanted` are there. */
export function carries(labels: Labels, wanted: Labels | undefined): boolean {
  for (const key in wanted) {
    if (!Object.hasOwn(labels, key) || labels[key] !== wanted[key]) return false;
  }
  return true;
}

/** Whether a LabelSelector asks for nothing. */
export function selectsAll(selector: LabelSelector): boolean {
  for (const _ in selector.matchLabels) return false;
  return selector.matchExpressions === undefined || selector.matchExpressions.length === 0;
}

/** `NotIn` and `DoesNotExist` hold for objects without the key. https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
export function selects(selector: LabelSelector, labels: Labels): boolean {
  const { matchLabels, matchExpressions } = selector;
  return carries(labels, matchLabels) && (matchExpressions === undefined || matchExpressions.every((e) => holds(e, labels)));
}

/** On labels of which only some are known: what is not among `known` may be anything. */
export function selectsKnowing(selector: LabelSelector, known: Labels): Tri {
  const has = (key: string): boolean => Object.hasOwn(known, key);
  return every([
    ...Object.entries(selector.matchLabels ?? {}).map(([k, v]): Tri => (has(k) ? tri(known[k] === v) : 'unknown')),
    ...(selector.matchExpressions ?? []).map((e): Tri => (has(e.key) ? tri(holds(e, known)) : 'unknown')),
  ]);
}

/** The same where only what is `unsure` may be anything. */
export function selectsPartly(selector: LabelSelector, labels: Labels, unsure: readonly string[]): Tri {
  const of = (key: string, held: boolean): Tri => (unsure.includes(key) ? 'unknown' : tri(held));
  return every([
    ...Object.entries(selector.matchLabels ?? {}).map(([k, v]) => of(k, labels[k] === v)),
    ...(selector.matchExpressions ?? []).map((e) => of(e.key, holds(e, labels))),
  ]);
}

function holds(e: NonNullable<LabelSelector['matchExpressions']>[number], labels: Labels): boolean {
  const has = Object.hasOwn(labels, e.key);
  switch (e.operator) {
    case 'In': return has && (e.values ?? []).includes(labels[e.key]);
    case 'NotIn': return !has || !(e.values ?? []).includes(labels[e.key]);
    case 'Exists': return has;
    case 'DoesNotExist': return !has;
  }
}

/** `app=web, tier in (a, b)`, as kubectl writes it. */
export function selectorText(selector: LabelSelector): string {
  const text = [
    ...Object.entries(selector.matchLabels ?? {}).map(([k, v]) => `${k}=${v}`),
    ...(selector.matchExpressions ?? []).map((e) => {
      switch (e.operator) {
        case 'In': return `${e.key} in (${(e.values ?? []).join(', ')})`;
        case 'NotIn': return `${e.key} notin (${(e.values ?? []).join(', ')})`;
        case 'Exists': return e.key;
        case 'DoesNotExist': return `!${e.key}`;
      }
    }),
  ];
  return text.join(', ');
}
