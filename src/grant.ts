import type { ICaller } from './caller';
import type { MeshService } from './mesh-service';

/** One grant: what `allowFrom` declared. Grants of the same caller and callee add up; saying one twice changes nothing. */
export class Grant {
  /** @internal */
  constructor(
    /** The service that may be called. */
    public readonly callee: MeshService,
    /** Who may call it. */
    public readonly caller: ICaller,
    /** Why, as given. */
    public readonly reason?: string,
    /** The last day on which it holds, as given. */
    public readonly expires?: string,
    /** Who answers for it, as given. */
    public readonly owner?: string,
  ) {}
}
