import type { Caller, Prepared, Request, World } from '../../eval';
import type { RuleRef } from '../../eval/types';
import type { Hop } from './hops';

/** Who asks for what, on one side. */
export interface Asked {
  readonly world: World;
  readonly prepared: Pick<Prepared, 'destination' | 'waypoint'>;
  readonly caller: Caller;
  readonly request: Request;
  /** What NetworkPolicy sees; left out: whatever lies on the way. */
  readonly hops?: readonly Hop[];
  /** At a gateway, which reads what its listener says, and from some takes a certificate. */
  readonly gateway?: { readonly isHttp: boolean; readonly asksCertificate: boolean };
  /** What an object other than a policy says; left out: what is written in it. */
  contents?(ref: RuleRef): readonly string[] | undefined;
}
