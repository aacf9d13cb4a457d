import type { CheckRule } from '../facts';
import { repeated } from '../repeated';

export const duplicateKubernetesService: CheckRule = ({ index }) => {
  const all = index.model.services.flatMap((owner) => owner.kubernetesServices.map(({ name }) => ({ owner, name })));
  return repeated(all, ({ owner, name }) => `${owner.namespace}/${name}`).filter(({ element, first }) => element.owner.id !== first.owner.id || element.owner === first.owner)
    .map(({ element, first }) => ({
      code: 'duplicate-kubernetes-service',
      construct: element.owner.construct,
      message: `\`${element.owner.id}\` has the Kubernetes Service \`${element.name}\`, which \`${first.owner.id}\` has as well`,
      repair: 'give one of them another name',
    }));
};
