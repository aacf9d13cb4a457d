import type { ICaller } from './caller';
import type { MeshService } from './mesh-service';

/** A grant declared with `allowFrom`. Grants of the same caller and callee are additive; repeating one has no effect. */
export class Grant {
  /** @internal */
  constructor(
    /** The service that may be called. */
    public readonly callee: MeshService,
    /** The caller that is allowed. */
    public readonly caller: ICaller,
    /** Reason of the grant, as given. */
    public readonly reason?: string,
    /** Last day on which the grant holds, as given. */
    public readonly expires?: string,
    /** Team or person responsible for the grant, as given. */
    public readonly owner?: string,
  ) {}
}
