import { formatSet, union } from '../eval/request-set';
import type { PortAccessModel } from '../model/model';
import { requestsOf } from '../proof/declared';

/**
 * Grants in the words of the manifests' table, so that the two can be compared by eye.
 *
 * Callers of one port are mostly granted the same: each distinct grant is put into words once.
 */
export function accessTexts(): (access: PortAccessModel) => string {
  const known = new Map<PortAccessModel['http'], string>();
  return ({ http }) => {
    if (http === undefined) return 'everything';
    let text = known.get(http);
    if (text === undefined) known.set(http, text = formatSet(union(...http.map(requestsOf))));
    return text;
  };
}
