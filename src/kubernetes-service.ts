import { flag, instance, list, struct } from './private/arguments';
import { serviceName } from './private/names';
import { ServicePort } from './service-port';

/** Options of a `KubernetesService`. */
export interface KubernetesServiceOptions {
  /** Ports of the Service; at least one. Errors: `empty-list`. */
  readonly ports: ServicePort[];

  /**
   * Whether the Service is headless: it has no cluster IP, and DNS answers with the pods' addresses.
   *
   * @default false
   * @see https://kubernetes.io/docs/concepts/services-networking/service/#headless-services
   */
  readonly headless?: boolean;
}

/**
 * An additional Kubernetes Service of a `MeshService`: another name for the same pods.
 *
 * Services that lead to the same target port must agree on its protocol: the proxy uses that of the oldest Service, and HTTP rules have no
 * effect if it says TCP.
 */
export class KubernetesService {
  /**
   * An additional Service with the given name.
   *
   * @param name Name of the Service, in the namespace of the `MeshService`. Errors: `invalid-name`.
   * @param options Ports of the Service.
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
    /** Ports of the Service. */
    public readonly ports: ServicePort[],
    /** Whether the Service is headless. */
    public readonly headless: boolean,
  ) {}
}
