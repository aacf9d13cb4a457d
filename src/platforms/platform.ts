import type { KnownObject, Metadata } from '../manifest/kinds';
import type { AccessModel, BreakGlassModel, DataPlaneName, GatewayModel, NamespaceModel, ServiceModel, Staged, WaypointModel } from '../model/model';
import type { ModelIndex } from '../model/model-index';
import type { Problem } from '../model/problem';

/** What follows `metadata` in an object: `{ spec }`, or a ServiceAccount's own keys. */
export type Body<T extends KnownObject> = Omit<T, 'apiVersion' | 'kind' | 'metadata'>;

/**
 * One object whose existence is known when a construct is declared and whose content is known when the model is resolved.
 * `body` is pure: the same model, the same bytes.
 */
export interface Slot<T extends KnownObject = KnownObject> {
  /** Construct id below the declaring construct; PascalCase, frozen by a golden. */
  readonly id: string;
  readonly apiVersion: T['apiVersion'];
  readonly kind: T['kind'];
  readonly metadata: Metadata;
  body(model: ModelIndex): Body<T>;
}

export type { ModelIndex };

/** Mesh facts that are fixed at declaration, before the graph is complete. */
export type DeclaredMesh = AccessModel['mesh'];

export interface WaypointOptionsModel {
  readonly replicas?: number;
  /** Of its container: `{ requests: { cpu: '100m' }, limits: { … } }`. */
  readonly resources?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface DeclaredNamespace extends Staged {
  readonly name: string;
  readonly dataPlane: DataPlaneName;
  /** Its pods move from this data plane to `dataPlane` and may be of either. */
  readonly migratingFrom?: DataPlaneName;
  /** Written here if it is managed. */
  readonly waypoint?: WaypointModel;
  /** What istiod is to deploy for it; left out: its defaults. */
  readonly waypointOptions?: WaypointOptionsModel;
  /** Whom its proxies log to beside those of the mesh; left out: nobody. */
  readonly accessLogProviders?: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** `false`: the Namespace object itself belongs to someone else. */
  readonly emitNamespace: boolean;
  readonly podSecurity: { readonly warn?: string; readonly audit?: string; readonly enforce?: string };
}

/** How far the namespace of a service is; nothing said: all that it has is enforced. */
export type NamespaceRollout = Pick<NamespaceModel, 'stage' | 'allowsAll'>;

export interface Platform {
  readonly name: string;
  namespaceSlots(mesh: DeclaredMesh, ns: DeclaredNamespace): readonly Slot[];
  /** `service` has all fields fixed at declaration; edges come later, through the index. `namespace`: what holds for all of its pods. */
  serviceSlots(mesh: DeclaredMesh, service: ServiceModel, namespace?: NamespaceRollout): readonly Slot[];
  /**
   * An account that services of the namespace share, or that their pods ran under, as long as some may: without it their certificates would
   * not be renewed.
   */
  accountSlots(namespace: string, serviceAccount: string): readonly Slot[];
  /** What lets somebody in for an emergency: objects of its own at the callee, which close it when they are gone. */
  breakGlassSlots(mesh: DeclaredMesh, service: ServiceModel, breakGlass: BreakGlassModel): readonly Slot[];
  /** What cuts a service off, whatever else is in the cluster. Its other objects allow nothing then. */
  quarantineSlots(mesh: DeclaredMesh, service: ServiceModel): readonly Slot[];
  /**
   * Objects of one external host in one namespace. `tenant`: of this one service of a namespace that others own, where an object that is
   * named after the host alone would be the owner's or another tenant's, too.
   */
  externalSlots(mesh: DeclaredMesh, namespace: string, host: string, tenant?: string): readonly Slot[];
  /** The namespace of the egress waypoint with all in it that depends on no host: `ns.waypoint` is the waypoint, which is managed. */
  egressWaypointSlots(mesh: DeclaredMesh, ns: DeclaredNamespace): readonly Slot[];
  /** Objects of one external host that ambient services reach through the egress waypoint: in its namespace, once for all callers. */
  egressSlots(mesh: DeclaredMesh, waypoint: WaypointModel, host: string): readonly Slot[];
  /** Isolation of the pods of an ingress gateway. */
  gatewaySlots(mesh: DeclaredMesh, gateway: GatewayModel): readonly Slot[];
  /** What opens it to its clients where a baseline allows nothing in the whole mesh. */
  gatewayClientsSlots(gateway: GatewayModel): readonly Slot[];
  baselineSlots(mesh: DeclaredMesh, baseline: NonNullable<AccessModel['baseline']>): readonly Slot[];
  /** What this platform or version cannot express, per edge. Never approximated: refused. */
  refuse(index: ModelIndex): readonly Problem[];
}
