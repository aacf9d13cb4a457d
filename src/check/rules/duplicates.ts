import type { CheckRule } from '../facts';
import { transport } from '../ports';

/** Elements that come again under a key that was there before. */
function repeated<T>(elements: readonly T[], key: (element: T) => string): readonly { readonly element: T; readonly first: T }[] {
  const known = new Map<string, T>();
  return elements.flatMap((element) => {
    const first = known.get(key(element));
    if (first !== undefined) return [{ element, first }];
    known.set(key(element), element);
    return [];
  });
}

export const duplicateService: CheckRule = ({ index }) => repeated(index.model.services, ({ id }) => id).map(({ element, first }) => ({
  code: 'duplicate-service',
  construct: element.construct,
  message: `the service \`${element.id}\` is declared a second time, first by \`${first.construct}\``,
  repair: 'give one of them another name or namespace',
}));

export const duplicateNamespace: CheckRule = ({ index }) => repeated(index.model.namespaces, ({ id }) => id).map(({ element, first }) => ({
  code: 'duplicate-namespace',
  construct: element.construct,
  message: `the namespace \`${element.id}\` is declared a second time, first by \`${first.construct}\``,
  repair: 'pass the one `MeshNamespace` to everything that lives in it',
}));

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

/** The API server refuses a Service with two ports of one number and protocol, or of one name. */
export const duplicatePort: CheckRule = ({ index }) => index.model.services.flatMap((owner) => owner.kubernetesServices.flatMap(({ name, ports }) => {
  const byNumber = repeated(ports, ({ port, protocol }) => `${port}/${transport(protocol)}`);
  const byName = repeated(ports, (p) => p.name).filter(({ element }) => !byNumber.some((n) => n.element === element));
  return [
    ...byNumber.map(({ element }) => `port \`${element.port}\` over ${transport(element.protocol)}`),
    ...byName.map(({ element }) => `a port named \`${element.name}\``),
  ].map((what) => ({
    code: 'duplicate-port',
    construct: owner.construct,
    message: `the Kubernetes Service \`${owner.namespace}/${name}\` has ${what} twice`,
    repair: 'leave one out, or give it another number and name',
  }));
}));
