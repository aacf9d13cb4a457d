import type { ExceptionOptions } from './exception-options';
import { GATEWAY_NAME } from './model/data-plane-labels';
import type { GatewayDestinationModel } from './model/model';
import { cidrText } from './private/addresses';
import { list, port, struct } from './private/arguments';
import { statedException } from './private/exceptions';
import { namespaceName, podLabels, serviceName } from './private/names';

/** Port on which ambient pods and waypoints accept connections: https://istio.io/latest/docs/ambient/architecture/hbone/ */
const HBONE_PORT = 15008;

/** Options of a `GatewayDestination`: its ports, and why the gateway may connect to them. */
export interface GatewayDestinationOptions extends ExceptionOptions {
  /**
   * TCP ports of the pods, as NetworkPolicy sees them: target ports, and 15008 if the destination is ambient. Errors: `invalid-port`,
   * `empty-list`.
   */
  readonly ports: number[];
}

/**
 * A destination that a gateway's pods may connect to although no service of this App allows the gateway: services of other repositories,
 * whose grants are not in this App, and hosts outside the mesh.
 *
 * It opens the gateway's egress only; access at the destination is decided by the destination's owner. Services of this App that allow the
 * gateway (`allowFrom`) do not need it.
 */
export class GatewayDestination {
  /**
   * Pods selected by namespace and labels.
   *
   * @param namespace Namespace of the pods. Errors: `invalid-name`.
   * @param podLabels Labels of the pods. Errors: `invalid-label`, `empty-selector`.
   * @param options Ports of the pods, and why.
   */
  public static pods(namespace: string, podLabels: Record<string, string>, options: GatewayDestinationOptions): GatewayDestination {
    return new GatewayDestination(inPods(namespace, labelsOf(podLabels), options));
  }

  /**
   * All pods of a namespace.
   *
   * @param namespace Namespace of the pods. Errors: `invalid-name`.
   * @param options Ports of the pods, and why.
   */
  public static namespace(namespace: string, options: GatewayDestinationOptions): GatewayDestination {
    return new GatewayDestination(inPods(namespace, {}, options));
  }

  /**
   * The pods of a waypoint, for the ambient services behind it.
   *
   * @param namespace Namespace of the waypoint's Gateway. Errors: `invalid-name`.
   * @param name Name of the waypoint's Gateway. Errors: `invalid-name`.
   * @param options Why.
   */
  public static waypoint(namespace: string, name: string, options: ExceptionOptions): GatewayDestination {
    return new GatewayDestination(inPods(namespace, { [GATEWAY_NAME]: serviceName('name of the waypoint', name) }, { ...options, ports: [HBONE_PORT] }));
  }

  /**
   * A CIDR block, usually outside the cluster. Whether a block also matches pods differs between network plugins.
   *
   * @param cidr Block with prefix length and without host bits. Errors: `invalid-cidr`.
   * @param options Ports at these addresses, and why.
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
