import type { PortProtocol } from './model/model';
import { PortMtls } from './port-mtls';
import { instance, port as portNumber, struct } from './private/arguments';
import { portName } from './private/names';

/** Options of a `ServicePort`. */
export interface ServicePortOptions {
  /**
   * Name of the port, unique within its Service. Errors: `invalid-name`, at synth `duplicate-port`.
   *
   * @default - protocol and number: `http-80`
   */
  readonly name?: string;

  /**
   * Port that the container listens on. Policies with a selector, sidecars and NetworkPolicy all see this port, not the Service port.
   * Errors: `invalid-port`.
   *
   * @default - the Service port
   */
  readonly targetPort?: number;

  /**
   * Exception from mutual TLS for this port. It applies to the target port.
   *
   * @default - mutual TLS is required
   */
  readonly mtls?: PortMtls;
}

/**
 * A port of a Kubernetes Service, with its protocol.
 *
 * The protocol is emitted as `appProtocol` and determines how far a grant can be restricted. With a wrong protocol the proxy misinterprets
 * the traffic: HTTP rules on a port that the proxy treats as TCP match nothing.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export class ServicePort {
  /**
   * An HTTP/1.1 port, in plaintext between sidecar and application.
   *
   * @param port Port number of the Service. Errors: `invalid-port`, at synth `duplicate-port`, `conflicting-protocols`, `reserved-port`.
   * @param options Its name, target port, and exception from mutual TLS.
   */
  public static http(port: number, options?: ServicePortOptions): ServicePort {
    return new ServicePort('http', port, options);
  }

  /**
   * An HTTP/2 port, in plaintext between sidecar and application.
   *
   * @param port Port number of the Service. Errors: `invalid-port`, at synth `duplicate-port`, `conflicting-protocols`, `reserved-port`.
   * @param options Its name, target port, and exception from mutual TLS.
   */
  public static http2(port: number, options?: ServicePortOptions): ServicePort {
    return new ServicePort('http2', port, options);
  }

  /**
   * A gRPC port, in plaintext between sidecar and application.
   *
   * @param port Port number of the Service. Errors: `invalid-port`, at synth `duplicate-port`, `conflicting-protocols`, `reserved-port`.
   * @param options Its name, target port, and exception from mutual TLS.
   */
  public static grpc(port: number, options?: ServicePortOptions): ServicePort {
    return new ServicePort('grpc', port, options);
  }

  /**
   * An HTTPS port whose TLS the application terminates: grants cannot be restricted by method or path.
   *
   * @param port Port number of the Service. Errors: `invalid-port`, at synth `duplicate-port`, `conflicting-protocols`, `reserved-port`.
   * @param options Its name, target port, and exception from mutual TLS.
   */
  public static https(port: number, options?: ServicePortOptions): ServicePort {
    return new ServicePort('https', port, options);
  }

  /**
   * A TLS port whose TLS the application terminates.
   *
   * @param port Port number of the Service. Errors: `invalid-port`, at synth `duplicate-port`, `conflicting-protocols`, `reserved-port`.
   * @param options Its name, target port, and exception from mutual TLS.
   */
  public static tls(port: number, options?: ServicePortOptions): ServicePort {
    return new ServicePort('tls', port, options);
  }

  /**
   * A TCP port. If the server speaks first, a refused caller still receives the server's banner, because the proxy decides only at the
   * client's first byte.
   *
   * @param port Port number of the Service. Errors: `invalid-port`, at synth `duplicate-port`, `conflicting-protocols`, `reserved-port`.
   * @param options Its name, target port, and exception from mutual TLS.
   */
  public static tcp(port: number, options?: ServicePortOptions): ServicePort {
    return new ServicePort('tcp', port, options);
  }

  /**
   * A UDP port. Meshes do not carry UDP: only NetworkPolicy is enforced, without identity.
   *
   * @param port Port number of the Service. Errors: `invalid-port`, at synth `duplicate-port`, `conflicting-protocols`, `reserved-port`.
   * @param options Its name, target port, and exception from mutual TLS.
   */
  public static udp(port: number, options?: ServicePortOptions): ServicePort {
    return new ServicePort('udp', port, options);
  }

  /**
   * An SCTP port. Meshes do not carry SCTP: only NetworkPolicy is enforced, without identity.
   *
   * @param port Port number of the Service. Errors: `invalid-port`, at synth `duplicate-port`, `conflicting-protocols`, `reserved-port`.
   * @param options Its name, target port, and exception from mutual TLS.
   */
  public static sctp(port: number, options?: ServicePortOptions): ServicePort {
    return new ServicePort('sctp', port, options);
  }

  /** Port number of the Service. */
  public readonly port: number;
  /** Port number of the container. */
  public readonly targetPort: number;
  /** Name of the port in the Service. */
  public readonly name: string;
  /** @internal */
  public readonly _protocol: PortProtocol;
  /** @internal */
  public readonly _mtls: PortMtls | undefined;

  private constructor(protocol: PortProtocol, port: number, options?: ServicePortOptions) {
    const given = struct(`options of ServicePort.${protocol}`, options);
    this._protocol = protocol;
    this.port = portNumber('port', port);
    this.targetPort = given.targetPort === undefined ? this.port : portNumber('targetPort', given.targetPort);
    this.name = given.name === undefined ? `${protocol}-${this.port}` : portName('port name', given.name);
    this._mtls = given.mtls === undefined ? undefined : instance('mtls', given.mtls, PortMtls, 'write `PortMtls.permissive({ reason: … })`');
  }
}
