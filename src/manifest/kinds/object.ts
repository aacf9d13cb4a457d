export type Labels = Readonly<Record<string, string>>;
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  /** Of an object read from a cluster: what decides where the oldest wins. */
  readonly creationTimestamp?: string;
  /** Who made it, in a cluster. */
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
}

export interface AnyObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
}

/** Of one API version and kind. */
export interface Kind<A extends string, K extends string> extends AnyObject {
  readonly apiVersion: A;
  readonly kind: K;
}
