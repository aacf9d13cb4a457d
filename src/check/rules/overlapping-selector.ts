import type { CheckRule } from '../facts';
import { LabelIndex } from '../../private/label-index';

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
