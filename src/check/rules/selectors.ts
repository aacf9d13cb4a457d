import type { CheckRule } from '../facts';
import { LabelIndex } from '../label-index';

/** A selector without labels picks every pod of the namespace. */
export const emptySelector: CheckRule = ({ index }) => index.model.services
  .filter(({ podLabels }) => Object.keys(podLabels).length === 0)
  .map(({ id, construct }) => ({
    code: 'empty-selector',
    construct,
    message: `\`${id}\` has no pod labels and would select every pod of its namespace`,
    repair: 'give the labels that only its pods carry',
  }));

/** Policies of one service would bind, and open, the pods of the other. */
export const overlappingSelector: CheckRule = ({ index }) => {
  const services = index.model.services.filter(({ podLabels }) => Object.keys(podLabels).length > 0);
  const byLabels = new LabelIndex(services, ({ podLabels }) => podLabels);
  return services.flatMap((service) => byLabels.selectedBy(service.namespace, service.podLabels)
    .filter(({ id }) => id !== service.id)
    .map((other) => ({
      code: 'overlapping-selector',
      construct: service.construct,
      message: `the pod labels of \`${service.id}\` also select the pods of \`${other.id}\``,
      repair: 'add a label that tells their pods apart',
    })));
};
