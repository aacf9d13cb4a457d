import { formatSet, union } from '../eval/request-set';
import type { PortAccessModel } from '../model/model';
import { requestsOf } from '../proof/declared';

/**
 * Grants in the words of the manifests' table, so that the two can be compared by eye.
 *
 * Callers of one port are mostly granted the same: each distinct grant is put into words once.
 */
export function accessTexts(): (access: PortAccessModel) => string {
  const known = new Map<string, string>();
  return ({ http }) => {
    if (http === undefined) return 'everything';
    const key = JSON.stringify(http);
    const text = known.get(key) ?? formatSet(union(...http.map(requestsOf)));
    known.set(key, text);
    return text;
  };
}
