import type { PortModel } from './model/model';
import { reasonText, struct } from './private/arguments';

/** Why a port is an exception. */
export interface PortMtlsOptions {
  /** Stands in every report. Errors: `missing-reason`. */
  readonly reason: string;
}

/**
 * How one port departs from mutual TLS being required. Without it every port is STRICT: plaintext is refused, and callers are known by
 * their certificate.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode
 */
export class PortMtls {
  /** Mutual TLS and plaintext, for callers that have no mesh certificate. Callers with one are still known by it. */
  public static permissive(options: PortMtlsOptions): PortMtls {
    return new PortMtls('permissive', reasonText('PortMtls.permissive', struct('options of PortMtls.permissive', options).reason));
  }

  /** Plaintext as far as the mesh is concerned, for ports whose application terminates TLS itself. Nobody is known by a certificate. */
  public static disable(options: PortMtlsOptions): PortMtls {
    return new PortMtls('disable', reasonText('PortMtls.disable', struct('options of PortMtls.disable', options).reason));
  }

  private constructor(
    /** @internal */
    public readonly _mode: PortModel['mtls'],
    /** Why. */
    public readonly reason: string,
  ) {}
}
