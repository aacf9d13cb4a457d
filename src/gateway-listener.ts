import type { ICaller } from './caller';
import type { CallerModel, GatewayListenerModel, MeshModel } from './model/model';
import { invalid, port, show } from './private/arguments';

/** https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const HEALTH_PORT = 15021;
const METRICS_PORT = 15020;

/**
 * A port of an ingress gateway's pods, with the clients that may connect to it.
 *
 * Clients are `Anyone`, `Cidr`, `Kubelet`, `Nodes`, `ApiServer`, `LoadBalancer`, or pods outside this App that are selected by labels
 * (`Prometheus`, `SpiffeIdentity`, `IngressGateway`). A `MeshService` or `MeshNamespace` cannot be a client (`unsupported-client`), because
 * its egress leads to services only.
 *
 * NetworkPolicy compares the source address that reaches the pod. If a load balancer or a node replaces the client's address with its own,
 * name that address, or preserve the client's (`externalTrafficPolicy: Local`).
 *
 * @see https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip
 */
export class GatewayListener {
  /**
   * A TCP port for clients.
   *
   * @param port Port of the pods: 443 for a listener 443 of a Gateway API gateway that istiod deploys, often 8443 in other deployments.
   * Errors: `invalid-port`, `reserved-port` (15020 and 15021 belong to the proxy).
   * @param clients Clients that may connect; at least one. Errors: `empty-list`, `unsupported-client`.
   */
  public static tcp(port: number, ...clients: ICaller[]): GatewayListener {
    return new GatewayListener(clientPort(port), 'tcp', 'clients', clients);
  }

  /**
   * A UDP port for clients, used for HTTP/3.
   *
   * @param port Port of the pods. Errors: `invalid-port`, `reserved-port`.
   * @param clients Clients that may connect; at least one. Errors: `empty-list`, `unsupported-client`.
   */
  public static udp(port: number, ...clients: ICaller[]): GatewayListener {
    return new GatewayListener(clientPort(port), 'udp', 'clients', clients);
  }

  /**
   * The proxy's status port, 15021, for health checks of the pods. Nodes (`ClusterProps.nodeCidrs`) are allowed without being listed.
   *
   * @param clients Sources of the load balancer's health checks; at least one. Errors: `empty-list`, `unsupported-client`.
   */
  public static health(...clients: ICaller[]): GatewayListener {
    return new GatewayListener(HEALTH_PORT, 'tcp', 'health', clients);
  }

  /**
   * The proxy's port for merged metrics, 15020.
   *
   * @param clients Clients that scrape the metrics; at least one. Errors: `empty-list`, `unsupported-client`.
   */
  public static metrics(...clients: ICaller[]): GatewayListener {
    return new GatewayListener(METRICS_PORT, 'tcp', 'metrics', clients);
  }

  /**
   * The listener that every proxy has, declared or not: the kubelets of its nodes check its readiness, and so do load balancers through any
   * node.
   *
   * @internal
   */
  public static _readiness(mesh: MeshModel): GatewayListenerModel | undefined {
    const { nodeCidrs } = mesh.cluster;
    if (nodeCidrs.length === 0) return undefined;
    return { port: HEALTH_PORT, protocol: 'tcp', purpose: 'health', clients: [{ kind: 'addresses', role: 'kubelet', cidrs: nodeCidrs, except: [] }] };
  }

  private constructor(
    private readonly port: number,
    private readonly protocol: GatewayListenerModel['protocol'],
    private readonly purpose: GatewayListenerModel['purpose'],
    private readonly clients: readonly ICaller[],
  ) {
    if (clients.length === 0) {
      throw invalid('empty-list', `port \`${port}\` of a gateway has no clients`, 'name them (`Anyone.because(reason)` is one), or leave the listener out');
    }
  }

  /** @internal */
  public _toModel(mesh: MeshModel): GatewayListenerModel {
    const { port: number, protocol, purpose, clients } = this;
    return { port: number, protocol, purpose, clients: clients.map((client) => clientModel(number, client, mesh)) };
  }
}

function clientPort(value: unknown): number {
  const number = port('port of a gateway', value);
  if (number === HEALTH_PORT || number === METRICS_PORT) {
    throw invalid('reserved-port', `port \`${number}\` belongs to the gateway's proxy itself`, 'write `GatewayListener.health` or `GatewayListener.metrics`');
  }
  return number;
}

function clientModel(number: number, client: ICaller, mesh: MeshModel): CallerModel {
  if (typeof client?._toCaller !== 'function') {
    throw invalid('unsupported-client', `port \`${number}\` of a gateway takes ${show(client)}`, 'pass `Anyone`, `Cidr` or another of the callers of this package');
  }
  const model = client._toCaller(mesh);
  if (model.kind === 'role') {
    throw invalid('unsupported-client', `port \`${number}\` of a gateway takes \`${client.callerName}\`, and what is granted to a role is services alone`, 'name each client');
  }
  if (model.kind === 'service' || model.kind === 'namespace') {
    throw invalid('unsupported-client', `port \`${number}\` of a gateway takes \`${client.callerName}\`, whose own egress policy leads to services alone`,
      'let it call the services behind the gateway');
  }
  return model;
}
