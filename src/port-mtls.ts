import type { ExceptionOptions } from './exception-options';
import type { PortModel } from './model/model';
import { statedException, type StatedException } from './private/exceptions';

/** Why a port is an exception, who answers for it, and until when: after `expires` it requires mutual TLS like any other. */
export interface PortMtlsOptions extends ExceptionOptions {}

/**
 * How one port departs from mutual TLS being required. Without it every port is STRICT: plaintext is refused, and callers are known by
 * their certificate.
 *
 * Once it is past its `expires` the port is STRICT again, and grants to addresses on it, which STRICT would refuse, are gone with it. Outside
 * the mesh (`DataPlane.NONE`) no port requires it in the first place.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode
 */
export class PortMtls {
  /** Mutual TLS and plaintext, for callers that have no mesh certificate. Callers with one are still known by it. */
  public static permissive(options: PortMtlsOptions): PortMtls {
    return new PortMtls('permissive', statedException('PortMtls.permissive', options));
  }

  /** Plaintext as far as the mesh is concerned, for ports whose application terminates TLS itself. Nobody is known by a certificate. */
  public static disable(options: PortMtlsOptions): PortMtls {
    return new PortMtls('disable', statedException('PortMtls.disable', options));
  }

  /** Why. */
  public readonly reason: string;

  /** The last day on which it holds, as given. */
  public readonly expires?: string;

  /** Who answers for it, as given. */
  public readonly owner?: string;

  private constructor(
    /** @internal */
    public readonly _mode: PortModel['mtls'],
    stated: StatedException,
  ) {
    this.reason = stated.reason;
    this.expires = stated.expires;
    this.owner = stated.owner;
  }
}
