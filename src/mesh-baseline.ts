import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Mesh } from './mesh';
import type { BaselineModel } from './model/model';
import { createObjects } from './private/api-objects';
import { flag, instance, invalid, list, optionalList, port, struct } from './private/arguments';
import { namespaceName, podLabels, serviceName } from './private/names';
import { byKey } from './private/sorting';

/** A gateway of the mesh that no `IngressGatewayPods` of this App declares, however it was installed. */
export interface BaselineGateway {
  /** Namespace of the gateway's pods. */
  readonly namespace: string;

  /** Labels that only the gateway's pods carry. */
  readonly podLabels: Record<string, string>;

  /** Ports on which the pods accept clients (target ports, often 8080 and 8443). */
  readonly ports: number[];

  /**
   * Prefix of the AuthorizationPolicy's name: `<name>-clients`.
   *
   * @default - the values of `podLabels`, joined by `-`
   */
  readonly name?: string;
}

/** Properties of a `MeshBaseline`: policies that apply to the whole mesh. */
export interface MeshBaselineProps {
  /** The mesh of the App. */
  readonly mesh: Mesh;

  /**
   * Whether the whole mesh requires mutual TLS. This blocks every caller without a sidecar, also in namespaces that none of your Apps
   * declares.
   *
   * @default false
   */
  readonly strictMtls?: boolean;

  /**
   * Whether the whole mesh, gateways included, denies everything that no policy allows. Every gateway of the mesh must then be declared, by
   * an `IngressGatewayPods` or in `gateways` (`missing-gateways`); each gets an AuthorizationPolicy that admits its clients.
   *
   * @default false
   */
  readonly denyByDefault?: boolean;

  /**
   * All gateways of the mesh that no `IngressGatewayPods` of this App declares (`duplicate-gateway`).
   *
   * @default - none
   */
  readonly gateways?: BaselineGateway[];
}

/**
 * Policies for the whole mesh in its root namespace, for the team that operates the mesh.
 *
 * Emits, only where the properties ask for it, a PeerAuthentication and an AuthorizationPolicy without selector in the root namespace, and
 * one AuthorizationPolicy per gateway in the gateway's namespace. With neither `strictMtls` nor `denyByDefault` it emits nothing and denies
 * nothing. `denyByDefault` also closes gateways that are not declared: synth cannot know the gateways of the cluster. Not guaranteed:
 * waypoints ignore policies of the root namespace that have no target reference.
 *
 * Must be in a chart whose namespace is the root namespace (`wrong-namespace`); at most one per App (`duplicate-baseline`).
 *
 * @see https://istio.io/latest/docs/concepts/security/#policy-target
 */
export class MeshBaseline extends Construct {
  private readonly objects: readonly ApiObject[];

  constructor(scope: Construct, id: string, props: MeshBaselineProps) {
    super(scope, id);
    const given = struct('props of MeshBaseline', props);
    const mesh = instance('mesh', given.mesh, Mesh, 'pass the App\'s `Mesh`');
    const registry = mesh._registry;
    if (mesh.node.root !== this.node.root) throw invalid('other-app', `\`${this.node.path}\` is given the Mesh of another App`, 'each App has a Mesh of its own');
    const chart = Chart.of(this).namespace;
    if (chart !== registry.mesh.rootNamespace) {
      throw invalid('wrong-namespace', `\`${this.node.path}\` is in a chart of namespace \`${chart ?? 'none'}\`, and only policies of the root namespace hold for the whole mesh`,
        `put it into a chart with the namespace \`${registry.mesh.rootNamespace}\``);
    }
    const model: BaselineModel = {
      construct: this.node.path,
      strictMtls: flag('strictMtls', given.strictMtls, false),
      denyByDefault: flag('denyByDefault', given.denyByDefault, false),
      gateways: gatewayModels(given.gateways),
    };
    registry.declareBaseline(model);
    this.objects = createObjects(this, registry.platform.baselineSlots(registry.mesh, model), () => registry.index());
  }

  /** The PeerAuthentication that requires mutual TLS, if `strictMtls` is set. */
  public get peerAuthentication(): ApiObject | undefined {
    return this.objects.find((o) => o.kind === 'PeerAuthentication');
  }
}

function gatewayModels(given: unknown): BaselineModel['gateways'] {
  const models = optionalList('gateways', given, gatewayModel) ?? [];
  const unique = byKey(models, (g) => g.id);
  if (unique.length < models.length) {
    throw invalid('duplicate-gateway', 'two of `gateways` have the same namespace and name', 'give one of them another `name`, or leave it out');
  }
  return unique;
}

function gatewayModel(what: string, value: unknown): BaselineModel['gateways'][number] {
  const given = struct(what, value as BaselineGateway);
  const namespace = namespaceName(`${what}.namespace`, given.namespace);
  const pods = podLabels(`${what}.podLabels`, given.podLabels);
  const name = given.name === undefined ? nameOf(pods) : serviceName(`${what}.name`, given.name);
  return { id: `${namespace}/${name}`, namespace, labels: pods, ports: [...new Set(list(`${what}.ports`, given.ports, port))].sort((a, b) => a - b) };
}

function nameOf(pods: Record<string, string>): string {
  const name = Object.values(pods).join('-').toLowerCase().replace(/[^a-z0-9-]+/g, '-').replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return name === '' ? 'gateway' : name.slice(0, 200).replace(/-+$/, '');
}
