import type { CallModel, EdgeModel, ExternalEdgeModel } from './edge';
import type { GatewayModel } from './gateway';
import type { SuppressionModel } from './guardrail';
import type { Labels } from './labels';
import type { AcknowledgedPolicyModel, AcknowledgementModel, ExpiredModel, RemovedModel } from './listed';
import type { MeshModel } from './mesh';
import type { NamespaceModel, WaypointModel } from './namespace';
import type { WithheldModel } from './quarantine';
import type { RoleModel } from './role';
import type { ImportedServiceModel, ServiceModel } from './service';

export type * from './access';
export type * from './break-glass';
export type * from './caller';
export type * from './delivery';
export type * from './edge';
export type * from './gateway';
export type * from './labels';
export type * from './listed';
export type * from './mesh';
export type * from './namespace';
export type * from './quarantine';
export type * from './service';
export type * from './stages';
export type * from './stewardship';

export interface BaselineModel {
  readonly construct: string;
  readonly strictMtls: boolean;
  readonly denyByDefault: boolean;
  /** Every gateway of the mesh but those of `AccessModel.gateways`; each gets its own ALLOW where `denyByDefault`. */
  readonly gateways: readonly { readonly id: string; readonly namespace: string; readonly labels: Labels; readonly ports: readonly number[] }[];
}

/**
 * What was declared, resolved: immutable plain data, the same whatever the order of declarations.
 *
 * INVARIANT: every list is sorted by its element's `id` (or the field named), so that rendering needs no sorting of its own.
 */
export interface AccessModel {
  readonly mesh: MeshModel;
  readonly namespaces: readonly NamespaceModel[];
  readonly services: readonly ServiceModel[];
  readonly edges: readonly EdgeModel[];
  readonly calls: readonly CallModel[];
  readonly externals: readonly ExternalEdgeModel[];
  readonly baseline?: BaselineModel;
  /** Sorted by id; left out: none. */
  readonly gateways?: readonly GatewayModel[];
  /** Where ambient services leave the cluster; in a namespace of its own. */
  readonly egressWaypoint?: WaypointModel;
  /** Services of other Apps that are called or allowed here. Left out: none. */
  readonly imported?: readonly ImportedServiceModel[];
  /**
   * Services of other Apps, as contracts that were read have them, in namespaces of this one; those that are `imported` are not repeated.
   * Nothing is called or allowed of them: names, identities and pods of this App's own services must be none of theirs. Left out: none.
   */
  readonly neighbours?: readonly ImportedServiceModel[];
  /** Sorted by id; left out: none. */
  readonly roles?: readonly RoleModel[];
  /** Left out: nothing. */
  readonly expired?: readonly ExpiredModel[];
  /** Because of a quarantine. Left out: nothing. */
  readonly withheld?: WithheldModel;
  /** Sorted by what it is. Left out: nothing. */
  readonly removed?: readonly RemovedModel[];
  /** With a reason each, beside `mesh.acknowledged`. Sorted by assumption and service; left out: none. */
  readonly acknowledgements?: readonly AcknowledgementModel[];
  /** Of others. Sorted by name; left out: none. */
  readonly acknowledgedPolicies?: readonly AcknowledgedPolicyModel[];
  /** Of guardrails. Sorted by guardrail and construct; left out: none. */
  readonly suppressions?: readonly SuppressionModel[];
}
