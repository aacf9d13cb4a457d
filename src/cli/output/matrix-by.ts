import type { AccessTable, CalleeAccess } from '../../report';

/** What one block of the table is about. */
export type Grouping = 'callee' | 'caller' | 'namespace';

/** How the heads of blocks and the names in their rows are called. */
export interface Columns {
  readonly block: string;
  readonly row: string;
}

export const COLUMNS: Readonly<Record<Grouping, Columns>> = {
  callee: { block: 'callee', row: 'caller' },
  caller: { block: 'caller', row: 'callee' },
  namespace: { block: 'namespace', row: 'called from' },
};

/** The same rows under other heads: by caller what it may call, by namespace which ports each other one may call anything of. */
export function regrouped(table: AccessTable, by: Grouping): AccessTable {
  switch (by) {
    case 'callee': return table;
    case 'caller': return { ...table, callees: byCaller(table.callees) };
    case 'namespace': return { ...table, callees: byNamespace(table.callees) };
  }
}

const NOBODY = 'nobody';

/** Nothing is lost: what nobody may call stands under `nobody`. */
function byCaller(callees: readonly CalleeAccess[]): readonly CalleeAccess[] {
  const rows = callees.flatMap(({ callee, callers }) => (
    callers.length === 0 ? [{ head: NOBODY, row: { caller: callee, access: '' } }] : callers.map(({ caller, ...may }) => ({ head: caller, row: { ...may, caller: callee } }))));
  return blocks(rows);
}

function byNamespace(callees: readonly CalleeAccess[]): readonly CalleeAccess[] {
  const ports = new Map<string, Map<string, Set<string>>>();
  for (const { callee, callers } of callees) {
    const [namespace, port] = apart(callee);
    const from = ports.get(namespace) ?? new Map<string, Set<string>>();
    ports.set(namespace, from);
    for (const { caller, access } of callers.length === 0 ? [{ caller: NOBODY, access: '' }] : callers) {
      const name = access.startsWith(DOUBTFUL) ? `${port} (${DOUBTFUL.trim().slice(0, -1)})` : port;
      const home = apart(caller)[0];
      from.set(home, (from.get(home) ?? new Set()).add(name));
    }
  }
  return blocks([...ports].flatMap(([head, from]) => [...from].map(([caller, names]) => ({ head, row: { caller, access: [...names].join(', ') } }))));
}

const DOUBTFUL = 'undetermined: ';

/** `shop` and `catalog:3550` of `shop/catalog:3550 (pod port 8080)`; crowds, identities and addresses are whole. */
function apart(name: string): readonly [string, string] {
  const [, namespace, rest] = /^(?:pod:)?([a-z0-9-]+)\/([^/ ]+)(?: \(.*\))?$/.exec(name) ?? [];
  return namespace === undefined ? [name, name] : [namespace, name.startsWith('pod:') ? `pod:${rest}` : rest];
}

function blocks(rows: readonly { readonly head: string; readonly row: CalleeAccess['callers'][number] }[]): readonly CalleeAccess[] {
  const heads = new Map<string, CalleeAccess['callers'][number][]>();
  for (const { head, row } of rows) {
    const known = heads.get(head);
    if (known === undefined) heads.set(head, [row]);
    else known.push(row);
  }
  return [...heads].sort(([a], [b]) => (a < b ? -1 : 1)).map(([callee, callers]) => (
    { callee, callers: callers.sort((a, b) => (a.caller < b.caller ? -1 : a.caller > b.caller ? 1 : 0)) }));
}
