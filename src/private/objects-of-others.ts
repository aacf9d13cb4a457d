import type { ApiObject } from 'cdk8s';
import type { AccessModel, ServiceModel } from '../model/model';
import type { Problem } from '../model/problem';
import type { ContractDeclaration } from '../resolve/declarations';
import { isOwn } from './api-objects';
import { objectName } from './object-name';

/**
 * Of two Apps that write one object each undoes the other's: whichever is applied last counts, and neither proved that. What services of ours
 * write because they have a name or an account of others is a problem of theirs, and not said again.
 */
export function objectsOfOthers(
  objects: readonly ApiObject[], { services }: Pick<AccessModel, 'services'>, contracts: readonly ContractDeclaration[],
): readonly Problem[] {
  if (contracts.length === 0) return [];
  const writers = new Map(contracts.flatMap(({ file, objects: theirs }) => theirs.map((name) => [name, file] as const)));
  const others = contracts.flatMap((c) => c.services);
  const named = new Set(others.flatMap(namesOf));
  const twice = new Set(others.map((s) => s.id));
  const said = services.filter((s) => twice.has(s.id)).map(({ construct }) => `${construct}/`);
  return objects.flatMap((object) => {
    const name = objectName(object);
    const file = writers.get(name);
    const { path } = object.node;
    if (file === undefined || (isOwn(object) && named.has(name)) || said.some((construct) => path.startsWith(construct))) return [];
    return [{
      code: 'object-of-others',
      construct: path,
      message: `\`${name}\` is written here, and \`${file}\` says that its App writes it`,
      repair: isOwn(object) && object.kind === 'ServiceAccount'
        ? 'leave it to them: `emitServiceAccount: false` in `migrateIdentity` or `sharedIdentity`'
        : 'give it another name, or what makes it; if it moved, take the contract in which it is not any more',
    }];
  });
}

function namesOf({ namespace, serviceAccount, kubernetesServices }: ServiceModel): readonly string[] {
  return [`ServiceAccount ${namespace}/${serviceAccount}`, ...kubernetesServices.map(({ name }) => `Service ${namespace}/${name}`)];
}
