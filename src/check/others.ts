import type { ImportedServiceModel, ServiceModel } from '../model/model';
import type { ModelIndex } from '../model/model-index';

/** Services of other Apps: those that are used here, and whoever else contracts name in the namespaces of this one. */
export function othersOf({ model: { imported = [], neighbours = [] } }: ModelIndex): readonly ImportedServiceModel[] {
  return [...imported, ...neighbours];
}

export function isOther(service: ServiceModel | ImportedServiceModel): service is ImportedServiceModel {
  return 'contract' in service;
}

/** `` `shop/index` ``, and of another App also where that is said. */
export function nameOf(service: ServiceModel | ImportedServiceModel): string {
  return isOther(service) ? `\`${service.id}\` of \`${service.contract}\`` : `\`${service.id}\``;
}
