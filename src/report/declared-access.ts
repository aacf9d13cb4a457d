import { formatSet, union } from '../eval/request-set';
import type { PortAccessModel } from '../model/model';
import { requestsOf } from '../proof/declared';

/** A grant in the words of the manifests' table, so that the two can be compared by eye. */
export function declaredAccessText({ http }: PortAccessModel): string {
  return http === undefined ? 'everything' : formatSet(union(...http.map(requestsOf)));
}
