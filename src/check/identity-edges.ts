import type { CallerModel } from '../model/model';
import type { Facts } from './facts';

type Identity = Extract<CallerModel, { kind: 'identity' }>;

export function* identityEdges({ index }: Facts): Generator<{ readonly caller: Identity; readonly callee: string; readonly construct: string }> {
  for (const { caller, callee, constructs } of index.model.edges) {
    if (caller.kind === 'identity') yield { caller, callee, construct: constructs[0] };
  }
}
