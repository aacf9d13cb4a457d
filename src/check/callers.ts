import type { CallerModel } from '../model/model';
import { gatewayName } from '../model/names';
import type { Facts } from './facts';

interface Called {
  readonly caller: CallerModel;
  /** A service, or a gateway. */
  readonly callee: string;
  readonly construct: string;
}

/** Whoever may connect to something: callers of services and clients of gateways. */
export function* callers({ index: { model: { edges, gateways = [] } } }: Facts): Generator<Called> {
  for (const { caller, callee, constructs } of edges) yield { caller, callee, construct: constructs[0] };
  for (const gateway of gateways) {
    const callee = gatewayName(gateway);
    for (const caller of gateway.listeners.flatMap(({ clients }) => clients)) yield { caller, callee, construct: gateway.construct };
  }
}
