import type { Labels } from '../model/model';

interface Pods {
  readonly namespace: string;
  readonly labels: Labels;
}

const within = (a: Labels, b: Labels): boolean => Object.entries(a).every(([key, value]) => b[key] === value);

/** Either may name more of the labels that the pods carry. */
export function areSamePods(a: Pods, b: Pods): boolean {
  return a.namespace === b.namespace && (within(a.labels, b.labels) || within(b.labels, a.labels));
}

export function areSameLabels(a: Labels, b: Labels): boolean {
  return within(a, b) && within(b, a);
}
