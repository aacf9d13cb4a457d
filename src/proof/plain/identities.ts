import type { EdgeModel, PortAccessModel } from '../../model/model';
import { transport } from '../declaration';
import type { RequestNames } from './authorization';
import type { Callers } from './callers';

/** What policies say, and what is declared, in the same words. */
export interface Sides {
  /** Undefined: they say more than statements do. */
  readonly read: ReadonlySet<string> | undefined;
  readonly declared: ReadonlySet<string>;
}

/** Who speaks about a connection, and in which words. */
export interface Speech {
  readonly callers: Callers;
  readonly names: RequestNames;
  /** The ports at which a grant is seen. Undefined: it is not decided there as it is declared. */
  portsOf(access: PortAccessModel): readonly number[] | undefined;
}

/** What edges let whom send, as policies about identities would say it; undefined as in `portsOf`. */
export function declaredBy(edges: readonly EdgeModel[], { callers, names, portsOf }: Speech): ReadonlySet<string> | undefined {
  const declared = new Set<string>();
  for (const { caller, access } of edges) {
    const principals = callers.principalsOf(caller);
    for (const one of access) {
      if (transport(one.protocol) !== 'TCP') continue;
      const ports = portsOf(one);
      if (ports === undefined) return undefined;
      for (const principal of principals) for (const port of ports) for (const request of names.ofAccess(one, port)) declared.add(`${principal} ${request}`);
    }
  }
  return declared;
}
