import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { GatewayDestination } from './gateway-destination';
import { GatewayListener } from './gateway-listener';
import { IngressGateway } from './ingress-gateway';
import type { JwtRequirement } from './jwt-requirement';
import { Mesh } from './mesh';
import type { GatewayListenerModel, GatewayModel, MeshModel } from './model/model';
import { createObjects } from './private/api-objects';
import { instance, invalid, list, optionalList, struct } from './private/arguments';
import { objectName } from './private/names';
import type { NamespaceConstruct, Registry } from './private/registry';
import { byKey } from './private/sorting';
import { tokensModel } from './private/tokens-model';

/** Properties of `IngressGatewayPods`. */
export interface IngressGatewayPodsProps {
  /** The mesh of the App. */
  readonly mesh: Mesh;

  /**
   * The gateway, the same object that services allow as a caller. Its pods must be selectable by labels (`gateway-without-pods`) and must be
   * proxies themselves (`unsupported-gateway`): behind a sidecar or ztunnel, STRICT mutual TLS would refuse clients without an identity.
   */
  readonly gateway: IngressGateway;

  /** Ports on which the gateway accepts clients, and who may connect to each. Errors: `empty-list`, `duplicate-listener`, `missing-listener`. */
  readonly listeners: GatewayListener[];

  /**
   * Destinations that the gateway may connect to, in addition to the services of this App that allow it.
   *
   * @default - none
   */
  readonly destinations?: GatewayDestination[];

  /**
   * Requires a JSON Web Token on requests to the client ports, so that everything behind the gateway receives requests of end users only. The
   * listeners must be able to read requests and must not pass TLS through: nothing passes that they cannot read. A redirect to https is a
   * request too.
   *
   * A service that requires tokens itself receives the token only if this property accepts the same issuer with `forwardOriginalToken`
   * (`token-not-forwarded`, `token-refused-at-gateway`, `preflight-refused-at-gateway` at synth).
   *
   * Errors: those of `JwtRequirement`; `unsupported-gateway` if the pods are not a proxy of the mesh.
   *
   * @default - tokens are not checked
   */
  readonly requireJwt?: JwtRequirement;

  /**
   * Prefix of the policies' names: `<name>-ingress`, `<name>-egress`. Errors: `invalid-name`.
   *
   * @default - the name of the Gateway; for `IngressGateway.fromIdentity` the name of the ServiceAccount
   */
  readonly name?: string;
}

/**
 * The pods of an ingress gateway: what may connect to them, and what they may connect to.
 *
 * Emits two NetworkPolicies in the gateway's namespace that isolate the gateway's pods in both directions, whoever owns the namespace.
 * Inbound, they allow each listener's port from its clients, and the status port (15021) from nodes. Outbound, they allow DNS, istiod and
 * whatever every proxy must reach; the services of this App that allow the gateway, on the ports that NetworkPolicy sees (15008 of an ambient
 * service or its waypoint, target ports of a service with sidecars); and the gateway's `destinations`. If a `MeshBaseline` denies by default,
 * or a `MeshNamespace` of this App is the gateway's namespace, both of which allow nothing, it also emits the AuthorizationPolicy that opens
 * the client ports; the baseline then need not list this gateway. With `requireJwt` that policy admits only requests with a token, and a
 * RequestAuthentication names the accepted issuers.
 *
 * Not guaranteed: which requests clients may send is not decided here. The gateway's routes decide what it forwards, and each service decides
 * what it accepts from the gateway. Grants to the gateway's whole namespace do not open the gateway's egress. ztunnel never captures Istio's
 * gateways, whatever their namespace says, so kubelets probe them from node addresses, not from ambient's probe addresses.
 *
 * Errors: those of the properties, `other-app`; at synth `overlapping-selector`, `gateway-name-taken`, `conflicting-gateway`.
 *
 * @see https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio
 */
export class IngressGatewayPods extends Construct {
  /** Namespace and name, `istio-ingress/edge`. */
  public readonly id: string;

  private readonly registry: Registry;
  private readonly objects: ApiObject[];
  /** The gateway's namespace, if it was declared later: `kubectl apply -f` needs the Namespace first. */
  private later: NamespaceConstruct | undefined;

  constructor(scope: Construct, id: string, props: IngressGatewayPodsProps) {
    super(scope, id);
    const given = struct('props of IngressGatewayPods', props);
    const mesh = instance('mesh', given.mesh, Mesh, 'pass the App\'s `Mesh`');
    if (mesh.node.root !== this.node.root) throw invalid('other-app', `\`${this.node.path}\` is given the Mesh of another App`, 'each App has a Mesh of its own');
    this.registry = mesh._registry;
    const model = this.modelOf(given);
    this.id = model.id;
    const { platform, mesh: facts } = this.registry;
    this.objects = this.create(platform.gatewaySlots(facts, model));
    this.registry.declareGateway(model);
    if (model.tokens !== undefined) this.openToClients(model);
    this.registry.withDenyByDefault(() => this.openToClients(model));
    this.registry.withNamespace(model.namespace, (namespace, late) => {
      if (namespace._model.dataPlane !== 'none') this.openToClients(model);
      if (!late) return;
      this.later = namespace;
      namespace._precede?.(this.objects);
    });
  }

  /** The NetworkPolicy for inbound traffic of the gateway's pods. */
  public get ingressPolicy(): ApiObject | undefined {
    return this.object('IngressPolicy');
  }

  /** The NetworkPolicy for outbound traffic of the gateway's pods. */
  public get egressPolicy(): ApiObject | undefined {
    return this.object('EgressPolicy');
  }

  /** The AuthorizationPolicy that admits the gateway's clients, if a `MeshBaseline` or `MeshNamespace` allows nothing or a token is required. */
  public get clientsPolicy(): ApiObject | undefined {
    return this.object('Clients');
  }

  /** The RequestAuthentication with the token issuers that the gateway accepts. */
  public get requestAuthentication(): ApiObject | undefined {
    return this.object('Tokens');
  }

  private modelOf(given: Partial<IngressGatewayPodsProps>): GatewayModel {
    const { mesh } = this.registry;
    const gateway = instance('gateway', given.gateway, IngressGateway, 'write `IngressGateway.fromGateway(namespace, name)`');
    const { pods, ...caller } = gateway._toCaller(mesh);
    if (pods === undefined || pods.wholeNamespace) {
      throw invalid('gateway-without-pods', `\`${this.node.path}\` cannot tell the pods of \`${gateway.callerName}\` from others`, 'give the gateway its `podLabels`');
    }
    if (caller.dataPlane === 'sidecar' || caller.dataPlane === 'ambient') {
      throw invalid('unsupported-gateway', `the pods of \`${gateway.callerName}\` are on the data plane \`${caller.dataPlane}\`, which refuses clients without an identity`,
        'take a gateway that is a proxy of the mesh, or keep its pods out of the data plane');
    }
    const name = objectName('name of the gateway', given.name ?? gateway._name);
    const isProxy = mesh.platform === 'istio' && caller.dataPlane !== 'none';
    const tokens = tokensModel(this.node.path, given.requireJwt);
    if (tokens.tokens !== undefined && !isProxy) {
      throw invalid('unsupported-gateway', `the pods of \`${gateway.callerName}\` are no proxy of the mesh, and check no tokens of \`requireJwt\``,
        'have the services behind it require them');
    }
    return {
      id: `${pods.namespace}/${name}`,
      construct: this.node.path,
      namespace: pods.namespace,
      name,
      caller: { ...caller, pods },
      isProxy,
      listeners: listenerModels(given.listeners, mesh, isProxy),
      destinations: destinationModels(given.destinations),
      ...tokens,
    };
  }

  /** Called for the mesh and for the namespace, either of which may allow nothing: only the first call emits. */
  private openToClients(model: GatewayModel): void {
    if (this.clientsPolicy !== undefined) return;
    const objects = this.create(this.registry.platform.gatewayClientsSlots(model));
    this.objects.push(...objects);
    this.later?._precede?.(objects);
  }

  private create(slots: Parameters<typeof createObjects>[1]): ApiObject[] {
    return createObjects(this, slots, () => this.registry.index());
  }

  private object(id: string): ApiObject | undefined {
    return this.objects.find((o) => o.node.id === id);
  }
}

const portOf = ({ port, protocol }: GatewayListenerModel): string => `${String(port).padStart(5, '0')} ${protocol}`;

function listenerModels(given: unknown, mesh: MeshModel, isProxy: boolean): readonly GatewayListenerModel[] {
  const declared = list('listeners', given, (what, value) => instance(what, value, GatewayListener, 'write `GatewayListener.tcp(port, …clients)`')._toModel(mesh));
  const twice = declared.find((listener, i) => declared.findIndex((other) => portOf(other) === portOf(listener)) < i);
  if (twice !== undefined) {
    throw invalid('duplicate-listener', `two of \`listeners\` have port \`${twice.port}\` over \`${twice.protocol}\``, 'name all of its clients in one');
  }
  if (!declared.some(({ purpose }) => purpose === 'clients')) {
    throw invalid('missing-listener', 'none of `listeners` is for clients', 'write `GatewayListener.tcp(port, …clients)` for each port that the gateway serves');
  }
  const readiness = isProxy ? GatewayListener._readiness(mesh) : undefined;
  const health = declared.find(({ purpose }) => purpose === 'health');
  const all = readiness === undefined ? declared : [{ ...readiness, clients: [...readiness.clients, ...health?.clients ?? []] }, ...declared];
  return byKey(all, portOf).map((listener) => ({ ...listener, clients: byKey(listener.clients, (c) => JSON.stringify(c)) }));
}

function destinationModels(given: unknown): GatewayModel['destinations'] {
  const models = optionalList('destinations', given, (what, value) => instance(what, value, GatewayDestination, 'write `GatewayDestination.pods(…)` or the like')._model);
  return byKey(models ?? [], (destination) => JSON.stringify([destination.to, destination.ports]));
}
