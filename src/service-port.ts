import type { PortProtocol } from './model/model';
import { PortMtls } from './port-mtls';
import { instance, port as portNumber, struct } from './private/arguments';
import { portName } from './private/names';

/** How a port of a Kubernetes Service leads to the pods. */
export interface ServicePortOptions {
  /**
   * Name of the port in the Service, unique there.
   *
   * @default - protocol and number: `http-80`
   */
  readonly name?: string;

  /**
   * Port that the container listens on. Selector policies, sidecars and NetworkPolicy all see this one.
   *
   * @default - the Service port
   */
  readonly targetPort?: number;

  /**
   * A declared exception from mutual TLS. Applies to the target port.
   *
   * @default - mutual TLS is required
   */
  readonly mtls?: PortMtls;
}

/**
 * A port of a Kubernetes Service, with the protocol spoken on it.
 *
 * The protocol is emitted as `appProtocol` and decides what a grant can be narrowed to. A wrong one makes the proxy read bytes as what
 * they are not: HTTP rules on a port that is TCP to the proxy match nothing.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export class ServicePort {
  /** HTTP/1.1, in plaintext behind the sidecar. */
  public static http(port: number, options?: ServicePortOptions): ServicePort {
    return new ServicePort('http', port, options);
  }

  /** HTTP/2, in plaintext behind the sidecar. */
  public static http2(port: number, options?: ServicePortOptions): ServicePort {
    return new ServicePort('http2', port, options);
  }

  /** gRPC, in plaintext behind the sidecar. */
  public static grpc(port: number, options?: ServicePortOptions): ServicePort {
    return new ServicePort('grpc', port, options);
  }

  /** HTTPS that the application terminates: grants cannot see methods or paths in it. */
  public static https(port: number, options?: ServicePortOptions): ServicePort {
    return new ServicePort('https', port, options);
  }

  /** TLS that the application terminates. */
  public static tls(port: number, options?: ServicePortOptions): ServicePort {
    return new ServicePort('tls', port, options);
  }

  /**
   * Bytes. Where the server speaks first, a caller that is refused still receives the banner: the proxy decides at the client's first
   * byte.
   */
  public static tcp(port: number, options?: ServicePortOptions): ServicePort {
    return new ServicePort('tcp', port, options);
  }

  /** UDP. Meshes do not carry it: NetworkPolicy alone decides, without identity. */
  public static udp(port: number, options?: ServicePortOptions): ServicePort {
    return new ServicePort('udp', port, options);
  }

  /** SCTP. Meshes do not carry it: NetworkPolicy alone decides, without identity. */
  public static sctp(port: number, options?: ServicePortOptions): ServicePort {
    return new ServicePort('sctp', port, options);
  }

  /** Port of the Service. */
  public readonly port: number;
  /** Port of the container. */
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
