import type { Caller, Prepared, Request, World } from '../../eval';

/** Who asks for what, on one side. */
export interface Asked {
  readonly world: World;
  readonly prepared: Prepared;
  readonly caller: Caller;
  readonly request: Request;
}
