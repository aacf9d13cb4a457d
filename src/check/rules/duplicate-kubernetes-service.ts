import type { ServiceModel } from '../../model/model';
import type { CheckRule } from '../facts';
import { isOther, nameOf, othersOf } from '../others';
import { repeated } from '../repeated';

export const duplicateKubernetesService: CheckRule = ({ index }) => {
  const services: readonly ServiceModel[] = [...othersOf(index), ...index.model.services];
  const all = services.flatMap((owner) => owner.kubernetesServices.map(({ name }) => ({ owner, name })));
  return repeated(all, ({ owner, name }) => `${owner.namespace}/${name}`)
    .filter(({ element, first }) => !isOther(element.owner) && (element.owner.id !== first.owner.id || element.owner === first.owner))
    // That it leads to pods of both says `shared-kubernetes-service`.
    .filter(({ element, first }) => element.owner.adopts === undefined || first.owner.adopts === undefined)
    .map(({ element, first }) => ({
      code: 'duplicate-kubernetes-service',
      construct: element.owner.construct,
      message: `\`${element.owner.id}\` has the Kubernetes Service \`${element.name}\`, which ${nameOf(first.owner)} has as well`,
      repair: 'give one of them another name',
    }));
};
