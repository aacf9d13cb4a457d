/**
 * `service`: pods that a Service leads to; `workloads`: those of one service account that are no Service's alone; `identity` and `pods`: named
 * by policies, in no manifest; `crowd` and `addresses`: everybody of a kind; `host`: outside the cluster; `gateway`: one whose pods are in no
 * manifest.
 */
export type NodeKind = 'service' | 'workloads' | 'identity' | 'pods' | 'crowd' | 'addresses' | 'host' | 'gateway' | 'namespace';

export interface GraphNode {
  /** `service shop/catalog`: the same whatever else is in the graph. */
  readonly id: string;
  readonly kind: NodeKind;
  /** `shop/catalog`, `any pod`, `10.0.0.0/8`. */
  readonly name: string;
  /** Left out: in none. */
  readonly namespace?: string;
  /** Ids of workloads; sorted. */
  readonly workloads: readonly string[];
  /** How many of these workloads have no proxy. Left out: no mesh is installed. */
  readonly outsideMesh?: 'all' | 'some' | 'none';
  /** A port of it takes plaintext although its proxy could ask for more. */
  readonly acceptsPlaintext: boolean;
}

/** What makes an edge stand out. */
export interface Marks {
  /** From everybody of a kind. */
  readonly open: boolean;
  /** Without mutual TLS on the way, for one of the callers at least. */
  readonly plaintext: boolean;
  /** To a host outside the cluster. */
  readonly external: boolean;
  /** Of some of it nobody can say whether it is allowed. */
  readonly undetermined: boolean;
  /** By a gateway, for whoever comes there from outside. */
  readonly ingress: boolean;
}

export interface GraphEdge extends Marks {
  /** Ids of nodes. */
  readonly from: string;
  readonly to: string;
  /** What is dialled: `8080`, `53/UDP`, of a gateway `shop.example:443`; sorted. */
  readonly ports: readonly string[];
  /** As the access table says it; sorted as there. */
  readonly calls: readonly Call[];
  /** Of the crowd, who may not call; sorted. */
  readonly except: readonly string[];
}

export interface Call {
  readonly caller: string;
  readonly callee: string;
  readonly access: string;
}

/** One edge for each pair of nodes and each set of marks. */
export interface AccessGraph {
  readonly by: 'service' | 'namespace';
  /** Sorted by id. */
  readonly nodes: readonly GraphNode[];
  /** Sorted by nodes, then marks. */
  readonly edges: readonly GraphEdge[];
}
