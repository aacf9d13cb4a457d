import type { ICaller } from './caller';
import type { CallerPods } from './caller-pods';
import type { CallerModel, MeshModel } from './model/model';
import { callerPods, type Identity, parseSpiffeId, type OutsidePods, principalOf } from './private/outside-caller';

/** A workload identified by its mesh identity: a service of another repository, a batch system, an agent. */
export class SpiffeIdentity implements ICaller {
  /**
   * The workload with the given identity.
   *
   * @param spiffeId `spiffe://<trust domain>/ns/<namespace>/sa/<service account>`, without wildcards. The trust domain is the mesh's, because
   * a foreign one is refused in the TLS handshake (at synth `foreign-trust-domain`). Errors: `invalid-spiffe-id`, `invalid-trust-domain`,
   * `invalid-name`.
   * @param pods The pods of the workload. Errors: `conflicting-pods`, `empty-selector`.
   * @see https://istio.io/latest/docs/concepts/security/#istio-identity
   */
  public static of(spiffeId: string, pods?: CallerPods): SpiffeIdentity {
    const identity = parseSpiffeId(spiffeId);
    return new SpiffeIdentity(spiffeId, identity, callerPods('SpiffeIdentity', identity.namespace, pods));
  }

  private constructor(
    /** The SPIFFE id as given. */
    public readonly callerName: string,
    private readonly identity: Identity,
    private readonly pods: OutsidePods,
  ) {}

  /** @internal */
  public _toCaller(mesh: MeshModel): CallerModel {
    return { kind: 'identity', role: 'spiffe', principal: principalOf(mesh, this.identity), ...this.pods };
  }
}
