import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Mesh } from '../mesh';
import type { AcknowledgedPolicyModel, BaselineModel, GatewayModel, ImportedServiceModel, MeshModel, NamespaceModel } from '../model/model';
import type { Problem } from '../model/problem';
import { platformFor } from '../platforms';
import type { ModelIndex, Platform } from '../platforms/platform';
import type {
  AcknowledgementDeclaration, ApiServerCallDeclaration, CallDeclaration, ContractDeclaration, Declarations, EgressWaypointDeclaration,
  ExternalDeclaration, GrantDeclaration, MembershipDeclaration, MigrationDeclaration, QuarantineDeclaration, RemovalDeclaration, RoleDeclaration,
  ServiceDeclaration,
  SuppressionDeclaration,
} from '../resolve/declarations';
import type { ScrapeDeclaration } from '../resolve/scrapes';
import { invalid } from './arguments';
import type { RegisteredGuardrail } from './guardrails/registered';

/** By the root of the construct tree: one App, one mesh, one access model. */
const registries = new WeakMap<IConstruct, Registry>();

/** The construct of a namespace, as what lives in it needs it. */
export interface NamespaceConstruct {
  readonly _model: NamespaceModel;
  /** Left out where nothing may live in it. */
  _precede?(later: readonly ApiObject[]): void;
  /** `caller`: name of the service that calls it. */
  _needHost(host: string, caller: string): void;
  /** A service of it comes from this ServiceAccount. Left out where nothing may live in it. */
  _needAccount?(serviceAccount: string): void;
}

/** The construct of the egress waypoint, as those who leave through it need it. */
export type EgressConstruct = Pick<NamespaceConstruct, '_needHost'>;

/** `late`: it was declared after its user. */
type NamespaceUser = (namespace: NamespaceConstruct, late: boolean) => void;

/** What the constructs of one App declared, and how often that changed. */
export class Registry implements Declarations {
  public static create(construct: Mesh, mesh: MeshModel): Registry {
    const { root } = construct.node;
    const known = registries.get(root);
    if (known !== undefined) {
      throw invalid('duplicate-mesh', `this App has a Mesh already, \`${known.mesh.construct}\``, 'declare one Mesh per App and pass it on; another environment is another App');
    }
    const registry = new Registry(construct, mesh);
    registries.set(root, registry);
    return registry;
  }

  public static of(scope: IConstruct): Registry {
    const registry = registries.get(scope.node.root);
    if (registry === undefined) {
      throw invalid('missing-mesh', `the App of \`${scope.node.path}\` has no Mesh`, 'declare `new Mesh(app, \'mesh\')` before what belongs to it');
    }
    return registry;
  }

  public readonly platform: Platform;
  public readonly namespaces: NamespaceModel[] = [];
  public readonly services: ServiceDeclaration[] = [];
  public readonly grants: GrantDeclaration[] = [];
  public readonly scrapes: ScrapeDeclaration[] = [];
  public readonly roles: RoleDeclaration[] = [];
  public readonly memberships: MembershipDeclaration[] = [];
  public readonly calls: CallDeclaration[] = [];
  public readonly externals: ExternalDeclaration[] = [];
  public readonly apiServerCalls: ApiServerCallDeclaration[] = [];
  public readonly egressWaypoints: EgressWaypointDeclaration[] = [];
  public readonly baselines: BaselineModel[] = [];
  public readonly acknowledgements: AcknowledgementDeclaration[] = [];
  public readonly acknowledgedPolicies: AcknowledgedPolicyModel[] = [];
  public readonly gateways: GatewayModel[] = [];
  public readonly suppressions: SuppressionDeclaration[] = [];
  public readonly guardrails: RegisteredGuardrail[] = [];
  public readonly imported: ImportedServiceModel[] = [];
  public readonly contracts: ContractDeclaration[] = [];
  public readonly migrations: MigrationDeclaration[] = [];
  public readonly quarantines: QuarantineDeclaration[] = [];
  public readonly removals: RemovalDeclaration[] = [];
  public readonly problems: Problem[] = [];
  private readonly namespaceConstructs = new Map<string, NamespaceConstruct>();
  private readonly waiting = new Map<string, NamespaceUser[]>();
  private egressConstruct: EgressConstruct | undefined;
  private readonly leaving: ((egress: EgressConstruct) => void)[] = [];
  private readonly closing: (() => void)[] = [];
  private count = 0;

  private constructor(public readonly construct: Mesh, public readonly mesh: MeshModel) {
    this.platform = platformFor(mesh.platform);
  }

  /** Grows with every declaration: whatever was computed for another version is stale. */
  public get version(): number {
    return this.count;
  }

  /** Some service takes over workloads that were there before. */
  public get adopts(): boolean {
    return this.services.some(({ adoption }) => adoption !== undefined);
  }

  /** The resolved model, for whoever renders. */
  public index(): ModelIndex {
    return this.construct._synthesis.index();
  }

  public declareNamespace(model: NamespaceModel, construct: NamespaceConstruct): void {
    this.add(this.namespaces, model);
    // A second one of the same name is a problem that resolve reports; the first stays in place.
    if (this.namespaceConstructs.has(model.id)) return;
    this.namespaceConstructs.set(model.id, construct);
    const waiting = this.waiting.get(model.id) ?? [];
    this.waiting.delete(model.id);
    for (const then of waiting) then(construct, true);
  }

  /** Now, or as soon as the namespace is declared: declarations may come in any order. */
  public withNamespace(name: string, then: NamespaceUser): void {
    const construct = this.namespaceConstructs.get(name);
    if (construct !== undefined) {
      then(construct, false);
      return;
    }
    this.waiting.set(name, [...this.waiting.get(name) ?? [], then]);
  }

  public declareEgressWaypoint(declaration: EgressWaypointDeclaration, construct: EgressConstruct): void {
    this.add(this.egressWaypoints, declaration);
    // A second one is a problem that resolve reports; the first stays in place.
    if (this.egressConstruct !== undefined) return;
    this.egressConstruct = construct;
    for (const then of this.leaving.splice(0)) then(construct);
  }

  /** Now, or as soon as it is declared. */
  public withEgressWaypoint(then: (egress: EgressConstruct) => void): void {
    if (this.egressConstruct === undefined) this.leaving.push(then);
    else then(this.egressConstruct);
  }

  public declareService(declaration: ServiceDeclaration): void {
    this.add(this.services, declaration);
  }

  public declareGrant(declaration: GrantDeclaration): void {
    this.add(this.grants, declaration);
  }

  public declareScrape(declaration: ScrapeDeclaration): void {
    this.add(this.scrapes, declaration);
  }

  public declareRole(declaration: RoleDeclaration): void {
    this.add(this.roles, declaration);
  }

  public declareMembership(declaration: MembershipDeclaration): void {
    this.add(this.memberships, declaration);
  }

  public declareCall(declaration: CallDeclaration): void {
    this.add(this.calls, declaration);
  }

  public declareExternal(declaration: ExternalDeclaration): void {
    this.add(this.externals, declaration);
  }

  public declareApiServerCall(declaration: ApiServerCallDeclaration): void {
    this.add(this.apiServerCalls, declaration);
  }

  public declareBaseline(model: BaselineModel): void {
    this.add(this.baselines, model);
    if (model.denyByDefault) for (const then of this.closing.splice(0)) then();
  }

  /** Now, or as soon as a baseline allows nothing in the whole mesh; never without one. */
  public withDenyByDefault(then: () => void): void {
    if (this.baselines.some(({ denyByDefault }) => denyByDefault)) then();
    else this.closing.push(then);
  }

  public declareGateway(model: GatewayModel): void {
    this.add(this.gateways, model);
  }

  public declareAcknowledgement(declaration: AcknowledgementDeclaration): void {
    this.add(this.acknowledgements, declaration);
  }

  public declareAcknowledgedPolicy(declaration: AcknowledgedPolicyModel): void {
    this.add(this.acknowledgedPolicies, declaration);
  }

  public declareSuppression(declaration: SuppressionDeclaration): void {
    this.add(this.suppressions, declaration);
  }

  public addGuardrail(guardrail: RegisteredGuardrail): void {
    if (this.guardrails.some(({ id }) => id === guardrail.id)) {
      throw invalid('duplicate-guardrail', `the App has a guardrail \`${guardrail.id}\` already`, 'add it once, or give one of them another `id`');
    }
    this.add(this.guardrails, guardrail);
  }

  public declareImport(model: ImportedServiceModel): void {
    this.add(this.imported, model);
  }

  public declareContract(declaration: ContractDeclaration): void {
    this.add(this.contracts, declaration);
  }

  public declareMigration(declaration: MigrationDeclaration): void {
    this.add(this.migrations, declaration);
  }

  public declareQuarantine(declaration: QuarantineDeclaration): void {
    this.add(this.quarantines, declaration);
  }

  public declareRemoval(declaration: RemovalDeclaration): void {
    this.add(this.removals, declaration);
  }

  public report(problem: Problem): void {
    this.add(this.problems, problem);
  }

  private add<T>(to: T[], value: T): void {
    to.push(value);
    this.count++;
  }
}
