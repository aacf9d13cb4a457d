import type { MeshServiceProps } from '../mesh-service-props';
import type { ServiceModel } from '../model/model';
import { flag, list, struct } from './arguments';
import { statedException } from './exceptions';
import { serviceName } from './names';
import { sortedUnique } from './sorting';

/** With whom a service shares its account. */
export function sharedIdentity(namespace: string, value: MeshServiceProps['sharedIdentity']): Pick<ServiceModel, 'sharedIdentity'> {
  if (value === undefined || value === null) return {};
  const names = list('sharedWith', struct('sharedIdentity', value).sharedWith, serviceName);
  return { sharedIdentity: { services: sortedUnique(names).map((other) => `${namespace}/${other}`), ...statedException('sharedIdentity', value) } };
}

/** Whether what declares it asks for the account, once with the others. */
export function emitsSharedAccount({ sharedIdentity: given, _adoption, _foreign }: Partial<MeshServiceProps>): boolean {
  if (given === undefined || given === null || _adoption !== undefined || _foreign !== undefined) return false;
  return flag('emitServiceAccount', given.emitServiceAccount, true);
}
