import type { World } from '../eval';
import type { UnreadObject } from '../manifest';
import { enforcedTable, formatAccessTable } from '../report';

/** What assertions rest on. */
export interface Evidence {
  readonly world: World;
  readonly unread: readonly UnreadObject[];
  /** Services and workloads that the access table is about, `shop/catalog`; undefined: all. */
  readonly subjects?: ReadonlySet<string>;
  /** Addresses of API servers, where an App declares them: manifests do not say whose an address is. */
  readonly apiServer?: readonly string[];
}

export function accessTableOf({ world, unread, subjects, apiServer }: Evidence): string {
  const table = enforcedTable(world, subjects, apiServer);
  return formatAccessTable({ ...table, exceptions: [...table.exceptions, ...unread.map(unreadText)].sort() });
}

function unreadText({ kind, name, namespace, concern }: UnreadObject): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`} is not taken into account (${concern})`;
}
