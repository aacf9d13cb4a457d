import type { DataPlaneName } from './mesh';
import type { Staged } from './stages';
import type { StewardshipModel } from './stewardship';

/** The namespace of the egress waypoint is one of them: owned, `ambient`, and without services. */
export interface NamespaceModel extends StewardshipModel, Staged {
  readonly id: string;
  readonly construct: string;
  /** `false`: only referred to; its owner emits its isolation. */
  readonly owned: boolean;
  /** `false`: the Namespace object is somebody else's, and what it asks for is not in the manifests. Left out: ours, where the namespace is. */
  readonly writesObject?: false;
  readonly dataPlane: DataPlaneName;
  /** What the ambient services of the namespace use, unless they say otherwise. In the egress waypoint's namespace: that one. */
  readonly waypoint?: WaypointModel;
  /** Moves from this data plane to `dataPlane`: for now its pods may be of either. */
  readonly migratingFrom?: DataPlaneName;
  /** `false`: while authorization is only observed, policies of others decide and nobody is allowed explicitly. Left out: everybody is. */
  readonly allowsAll?: false;
  /** Whom its proxies log to beside those of the mesh; left out: nobody. */
  readonly accessLogProviders?: readonly string[];
  /** The environment that it belongs to; left out: none in particular. */
  readonly environment?: string;
  /** Of one that others own: what their contract says of it. Left out: nothing does. */
  readonly isolatedBy?: OwnersWord;
}

/** What the owner of a namespace states in a contract, and their synth proves. */
export interface OwnersWord {
  /** The contract's file. */
  readonly contract: string;
  /** What holds for every pod, whoever declared it. */
  readonly isolation: readonly ('default-deny' | 'strict-mtls' | 'allow-nothing')[];
}

/** A proxy that stands before the Services that use it. Its pods carry the name of their Gateway as a label, and it has one identity. */
export interface WaypointModel {
  readonly namespace: string;
  /** Name of the Gateway. */
  readonly name: string;
  readonly serviceAccount: string;
  /** `true`: this synth writes the Gateway; `false`: it is somebody else's, and its pods are taken as a fact. */
  readonly managed: boolean;
}
