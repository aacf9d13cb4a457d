import type { ExceptionOptions } from './exception-options';
import type { PortModel } from './model/model';
import { statedException, type StatedException } from './private/exceptions';

/** Why a port is an exception from mutual TLS, who is responsible, and until when. After `expires` it requires mutual TLS like any other port. */
export interface PortMtlsOptions extends ExceptionOptions {}

/**
 * An exception from mutual TLS on one port. Without it every port is STRICT: plaintext is refused, and callers are identified by their
 * certificate.
 *
 * After its `expires` the port is STRICT again, and grants to addresses on it are removed, since STRICT would refuse them. Outside the mesh
 * (`DataPlane.NONE`) no port requires mutual TLS in the first place.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode
 */
export class PortMtls {
  /**
   * Accepts mutual TLS and plaintext, for callers without a mesh certificate. Callers with a certificate are still identified by it.
   *
   * @param options Why, who is responsible, and until when. Errors: `missing-reason`, `invalid-date`, at synth `missing-as-of`.
   */
  public static permissive(options: PortMtlsOptions): PortMtls {
    return new PortMtls('permissive', statedException('PortMtls.permissive', options));
  }

  /**
   * Disables mutual TLS, for ports whose application terminates TLS itself. To the mesh the traffic is plaintext, and no caller is identified
   * by a certificate.
   *
   * @param options Why, who is responsible, and until when. Errors: `missing-reason`, `invalid-date`, at synth `missing-as-of`.
   */
  public static disable(options: PortMtlsOptions): PortMtls {
    return new PortMtls('disable', statedException('PortMtls.disable', options));
  }

  /** Reason of the exception. */
  public readonly reason: string;

  /** Last day on which the exception holds, as given. */
  public readonly expires?: string;

  /** Team or person responsible for the exception, as given. */
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
