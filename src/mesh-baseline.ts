import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Mesh } from './mesh';
import type { BaselineModel } from './model/model';
import { createObjects } from './private/api-objects';
import { flag, instance, invalid, list, optionalList, port, struct } from './private/arguments';
import { namespaceName, podLabels, serviceName } from './private/names';
import { byKey } from './private/sorting';

/** A gateway of the mesh that no `IngressGatewayPods` of this App declares, whichever way it was installed. */
export interface BaselineGateway {
  /** Namespace of its pods. */
  readonly namespace: string;

  /** Labels that only its pods carry. */
  readonly podLabels: Record<string, string>;

  /** Ports that its pods take clients on (target ports: often 8080 and 8443). */
  readonly ports: number[];

  /**
   * What its AuthorizationPolicy is named after: `<name>-clients`.
   *
   * @default - the values of its labels, joined by `-`
   */
  readonly name?: string;
}

/** What holds for the whole mesh. */
export interface MeshBaselineProps {
  /** The mesh of the App. */
  readonly mesh: Mesh;

  /**
   * Require mutual TLS in the whole mesh. Cuts off every caller without a sidecar, in namespaces that no App of yours declares too.
   *
   * @default false
   */
  readonly strictMtls?: boolean;

  /**
   * Allow nothing in the whole mesh unless a policy says so, gateways included: needs every gateway of the mesh, declared by an
   * `IngressGatewayPods` or in `gateways` (`missing-gateways`), each of which gets a policy of its own that lets its clients in.
   *
   * @default false
   */
  readonly denyByDefault?: boolean;

  /**
   * Every gateway of the mesh that no `IngressGatewayPods` of this App declares (`duplicate-gateway`).
   *
   * @default - none
   */
  readonly gateways?: BaselineGateway[];
}

/**
 * What holds for the whole mesh: objects of the root namespace, for the team that runs it.
 *
 * Emits, only where asked, a PeerAuthentication and an AuthorizationPolicy without selector in the root namespace, and one
 * AuthorizationPolicy per gateway in the gateway's namespace. Without either option it emits nothing. A gateway that is not declared is
 * closed by `denyByDefault`: synth cannot know the gateways of the cluster. Waypoints do not heed root policies without a target.
 *
 * Belongs into a chart whose namespace is the root namespace (`wrong-namespace`); one per App (`duplicate-baseline`).
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
