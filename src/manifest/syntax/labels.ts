import { record, string, stringOf, type Check } from '../schema/kit';
import type { Labels } from '../kinds';
import { labelKeyFault, labelValueFault } from './names';

/** Labels of an object, and `matchLabels` where the API server checks both sides. */
export const labels: Check<Labels> = record(stringOf('bad-label', labelKeyFault), stringOf('bad-label', labelValueFault), 'a map of labels');

/** Labels that Istio keeps beside an address or subset: as Kubernetes labels, with upper case in the prefix let through. */
export const istioLabels: Check<Labels> = record(
  stringOf('bad-label', (key) => labelKeyFault(key.toLowerCase())), stringOf('bad-label', labelValueFault), 'a map of labels',
);

/** Keys are as for labels (upper case in the prefix is let through, as the API server does); values are free. */
export const annotations: Check<Labels> = record(
  stringOf('bad-annotation', (key) => labelKeyFault(key.toLowerCase())), string, 'a map of annotations',
);
