import { flag, instance, list, struct } from './private/arguments';
import { serviceName } from './private/names';
import { ServicePort } from './service-port';

/** A further Kubernetes Service in front of the same pods. */
export interface KubernetesServiceOptions {
  /** At least one. Errors: `empty-list`. */
  readonly ports: ServicePort[];

  /**
   * Without a cluster address: DNS answers with the pods.
   *
   * @default false
   * @see https://kubernetes.io/docs/concepts/services-networking/service/#headless-services
   */
  readonly headless?: boolean;
}

/**
 * A further Kubernetes Service of a `MeshService`: another name for the same pods.
 *
 * Where two Services lead to one target port they must agree on the protocol: to the proxy the oldest Service decides, and HTTP rules
 * vanish where it says TCP.
 */
export class KubernetesService {
  /**
   * A Service with this name.
   *
   * @param name Name in the namespace of the `MeshService`. Errors: `invalid-name`.
   * @param options Its ports.
   */
  public static of(name: string, options: KubernetesServiceOptions): KubernetesService {
    const given = struct('options of KubernetesService.of', options);
    return new KubernetesService(
      serviceName('service name', name),
      list('ports', given.ports, (what, v) => instance(what, v, ServicePort, 'write `ServicePort.http(80)`')),
      flag('headless', given.headless, false),
    );
  }

  private constructor(
    /** Name of the Service. */
    public readonly name: string,
    /** Its ports. */
    public readonly ports: ServicePort[],
    /** Without a cluster address. */
    public readonly headless: boolean,
  ) {}
}
