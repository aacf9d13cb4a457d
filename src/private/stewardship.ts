import { DataClass } from '../data-class';
import type { NamespaceModel, ServiceModel } from '../model/model';
import type { NamespaceStewardship, Stewardship } from '../stewardship';
import { instance, optionalList, text } from './arguments';
import { optionalOwner } from './exceptions';
import { sortedUnique } from './sorting';

export function stewardship({ owner, dataClasses }: Stewardship): Pick<ServiceModel, 'owner' | 'dataClasses'> {
  const classes = dataClassNames(dataClasses);
  return { ...optionalOwner(owner), ...(classes === undefined ? {} : { dataClasses: classes }) };
}

export function namespaceStewardship(given: NamespaceStewardship): Pick<NamespaceModel, 'owner' | 'dataClasses' | 'environment'> {
  const { environment } = given;
  return { ...stewardship(given), ...(environment === undefined || environment === null ? {} : { environment: text('environment', environment) }) };
}

export function dataClassNames(dataClasses: unknown): readonly string[] | undefined {
  const classes = optionalList('dataClasses', dataClasses, (what, v) => instance(what, v, DataClass, 'write `DataClass.PCI` or `DataClass.of(…)`').name);
  return classes && sortedUnique(classes);
}
