import { alignColumns } from './columns';

/** Who may call one port, and what. The same shape for what was declared and for what manifests allow, so that the two can be read side by side. */
export interface CalleeAccess {
  /** `shop/frontend:80 (pod port 8080)`. */
  readonly callee: string;
  /** Sorted by caller. Empty: nobody. */
  readonly callers: readonly CallerAccess[];
}

export interface CallerAccess {
  readonly caller: string;
  /** `GET, HEAD /product/{*}`, `everything`. */
  readonly access: string;
  /** The last day on which it holds; left out: without end, or not known. */
  readonly until?: string;
}

export interface AccessTable {
  /** Sorted by callee. */
  readonly callees: readonly CalleeAccess[];
  /** Who may connect to the pods of ingress gateways; left out where nothing of them is declared. */
  readonly gateways?: readonly CalleeAccess[];
  /** Who may come through gateways, by what their routes lead to; sorted by callee. Left out: nobody, or not known. */
  readonly waysIn?: readonly CalleeAccess[];
  /** What leaves the mesh, `shop/cart -> api.payments.example:443 (https)`; sorted. */
  readonly externals: readonly string[];
  /**
   * Where NetworkPolicy lets pods out to that no manifest has, `shop/operator -> 10.128.0.2/32 on 443, 6443`; sorted. Left out: of what is
   * declared, which says it by name.
   */
  readonly waysOut?: readonly string[];
  /** What is called of other Apps' services, `shop/cart -> web/search:80 (pod port 8080) (contracts/web.json)`; sorted. Left out: nothing. */
  readonly elsewhere?: readonly string[];
  /** What a reviewer should look at twice, each with its reason where one was given; sorted. */
  readonly exceptions: readonly string[];
  /** What is granted beside what API documents say; sorted. Left out: nothing, or no document is known. */
  readonly documents?: readonly string[];
  /** What was declared until a day that is past and is not there any more; sorted. Left out: nothing, or not known. */
  readonly expired?: readonly string[];
  /** Somebody else's objects that were taken out; sorted. Left out: none, or not known. */
  readonly removed?: readonly string[];
}

/** For people and for snapshots: columns are aligned per callee only, so that one new caller does not move every other line. */
export function formatAccessTable(table: AccessTable): string {
  const { callees, gateways = [], waysIn = [], externals, waysOut = [], exceptions } = table;
  const { elsewhere = [], documents = [], expired = [], removed = [] } = table;
  const blocks = [...callees, ...gateways].map(({ callee, callers }) => {
    const rows = callers.length === 0 ? ['nobody'] : alignColumns(callers.map(row));
    return block(callee, rows);
  });
  blocks.push(...waysIn.map(({ callee, callers }) => block(`${callee} through gateways`, alignColumns(callers.map(row)))));
  if (elsewhere.length > 0) blocks.push(block('Calls to services of other Apps', elsewhere));
  if (externals.length > 0) blocks.push(block('External hosts', externals));
  if (waysOut.length > 0) blocks.push(block('Ways out of pods', waysOut));
  if (exceptions.length > 0) blocks.push(block('Exceptions', exceptions));
  if (documents.length > 0) blocks.push(block('API documents', documents));
  if (expired.length > 0) blocks.push(block('Expired', expired));
  if (removed.length > 0) blocks.push(block('Removed', removed));
  return blocks.length === 0 ? 'nothing can be called\n' : blocks.join('\n');
}

function row({ caller, access, until }: CallerAccess): readonly string[] {
  return [caller, until === undefined ? access : `${access} until ${until}`];
}

function block(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`), ''].join('\n');
}

export function byText<T>(textOf: (value: T) => string): (a: T, b: T) => number {
  return (a, b) => {
    const x = textOf(a);
    const y = textOf(b);
    return x < y ? -1 : x > y ? 1 : 0;
  };
}
