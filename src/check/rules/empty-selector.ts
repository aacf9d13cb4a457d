import type { CheckRule } from '../facts';

/** A selector without labels picks every pod of the namespace. */
export const emptySelector: CheckRule = ({ index }) => index.model.services
  .filter(({ podLabels }) => Object.keys(podLabels).length === 0)
  .map(({ id, construct }) => ({
    code: 'empty-selector',
    construct,
    message: `\`${id}\` has no pod labels and would select every pod of its namespace`,
    repair: 'give the labels that only its pods carry',
  }));
