import type { ExceptionOptions } from './exception-options';
import { GATEWAY_NAME } from './model/data-plane-labels';
import type { GatewayDestinationModel } from './model/model';
import { cidrText } from './private/addresses';
import { list, port, struct } from './private/arguments';
import { statedException } from './private/exceptions';
import { namespaceName, podLabels, serviceName } from './private/names';

/** Where ambient pods and waypoints take connections: https://istio.io/latest/docs/ambient/architecture/hbone/ */
const HBONE_PORT = 15008;

/** Which ports, and what is said of it. */
export interface GatewayDestinationOptions extends ExceptionOptions {
  /**
   * TCP ports of the pods, as NetworkPolicy sees them: target ports, and 15008 where the destination is ambient. Errors: `invalid-port`,
   * `empty-list`.
   */
  readonly ports: number[];
}

/**
 * Somewhere that the pods of a gateway may connect to although no service of this App says so: services of other repositories, whose
 * grants are not in this App, and hosts outside the mesh.
 *
 * It opens the gateway's own way out and nothing at the other end, which is its owner's. What a service of this App allows the gateway
 * (`allowFrom`) needs none.
 */
export class GatewayDestination {
  /**
   * Pods by namespace and labels.
   *
   * @param namespace Errors: `invalid-name`.
   * @param podLabels Errors: `invalid-label`, `empty-selector`.
   * @param options Their ports, and why.
   */
  public static pods(namespace: string, podLabels: Record<string, string>, options: GatewayDestinationOptions): GatewayDestination {
    return new GatewayDestination(inPods(namespace, labelsOf(podLabels), options));
  }

  /**
   * Every pod of a namespace.
   *
   * @param namespace Errors: `invalid-name`.
   * @param options Their ports, and why.
   */
  public static namespace(namespace: string, options: GatewayDestinationOptions): GatewayDestination {
    return new GatewayDestination(inPods(namespace, {}, options));
  }

  /**
   * The pods of a waypoint, for the ambient services behind it.
   *
   * @param namespace Namespace of its Gateway. Errors: `invalid-name`.
   * @param name Name of its Gateway. Errors: `invalid-name`.
   * @param options Why.
   */
  public static waypoint(namespace: string, name: string, options: ExceptionOptions): GatewayDestination {
    return new GatewayDestination(inPods(namespace, { [GATEWAY_NAME]: serviceName('name of the waypoint', name) }, { ...options, ports: [HBONE_PORT] }));
  }

  /**
   * A block of addresses, mostly outside the cluster. Whether one also covers pods differs between network plugins.
   *
   * @param cidr With prefix length and without host bits. Errors: `invalid-cidr`.
   * @param options Its ports, and why.
   */
  public static addresses(cidr: string, options: GatewayDestinationOptions): GatewayDestination {
    return new GatewayDestination({ to: { kind: 'addresses', cidr: cidrText('CIDR', cidr) }, ...portsAndReason(options) });
  }

  private constructor(
    /** @internal */
    public readonly _model: GatewayDestinationModel,
  ) {}
}

/** The parameter of the same name hides it. */
const labelsOf = (value: unknown): Record<string, string> => podLabels('podLabels', value);

function inPods(namespace: string, labels: Record<string, string>, options: GatewayDestinationOptions): GatewayDestinationModel {
  return { to: { kind: 'pods', namespace: namespaceName('namespace of the destination', namespace), labels }, ...portsAndReason(options) };
}

function portsAndReason(options: GatewayDestinationOptions): Omit<GatewayDestinationModel, 'to'> {
  const given = struct('options of GatewayDestination', options);
  return { ports: [...new Set(list('ports', given.ports, port))].sort((a, b) => a - b), ...statedException('GatewayDestination', options) };
}
