import type { AnyObject, KnownObject, Labels } from './kinds';
import type { LinkerdObject } from './linkerd/kinds';

/** Where an object came from: a file and line, or the construct that made it. */
export interface Origin {
  readonly file?: string;
  /** 1-based line of the document's first key. */
  readonly line?: number;
  readonly construct?: string;
  /** It is in the cluster already and is not written with the others; left out: it is written. */
  readonly existing?: true;
}

/** An object of any kind, with its place. */
export interface Placed<T extends AnyObject = AnyObject> {
  readonly object: T;
  readonly origin: Origin;
  /** 1-based line of a key path such as `spec.rules[0].to[1]`; undefined for objects that were never text. */
  lineOf?(path: string): number | undefined;
}

export interface ManifestObject<T extends KnownObject = KnownObject> extends Placed<T> {}

/** An object whose kind may carry access but is not understood: reported, never ignored. */
export interface UnreadObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly origin: Origin;
  /** What it may do to access, for the report: `routes traffic`, `may open pods to the network`… */
  readonly concern: string;
  /** What of others' enforcement it may undo; left out: nothing, it adds to what is there or leads elsewhere. */
  readonly weakens?: Weakened;
  /** Of one that `weakens` proxies, labels of the pods that it is for; left out: all of its namespace. */
  readonly selects?: Labels;
  /** Of one that `weakens` proxies: it is for Gateways and Services that it refers to, and so for no sidecar. Left out: it is not. */
  readonly attached?: true;
  /** Of one that `weakens` services, the Services that it refers to; left out: all of its namespace. */
  readonly services?: readonly string[];
  /** A policy of Linkerd, for those who look for traps. */
  readonly linkerd?: Placed<LinkerdObject>;
}

/**
 * `mesh`: every proxy of the mesh. `proxies`: those of its namespace, from the root namespace all. `network`: who isolates the pods of its namespace,
 * without one all pods. `pods`: who runs in its namespace. `gateways`: what istiod deploys for Gateways. `services`: calls to Services of its
 * namespace.
 */
export type Weakened = 'mesh' | 'proxies' | 'network' | 'pods' | 'gateways' | 'services';

/** An object that is given again: what is read of it is the same at both places. */
export interface RepeatedObject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly origin: Origin;
  readonly first: Origin;
}

/** The checked objects of one cluster's manifests, in the order read. */
export interface Manifests {
  readonly objects: readonly ManifestObject[];
  readonly unread: readonly UnreadObject[];
}

/** One thing wrong with the input; a reader reports all of them at once. */
export interface ManifestProblem {
  readonly code: string;
  readonly origin: Origin;
  /** Key path inside the document, `spec.rules[0].to[0].operation.method`. */
  readonly path?: string;
  readonly line?: number;
  readonly message: string;
  readonly value?: unknown;
  readonly repair?: string;
}
