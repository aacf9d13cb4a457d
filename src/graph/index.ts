import type { World } from '../eval';
import { placedAt } from '../eval/cluster/services';
import type { EnforcedAccess, EnforcedCallee, EnforcedCaller, EnforcedWay } from '../report';
import { byText } from '../report/access-table';
import { NOTHING } from '../report/enforced/callers';
import { Places, type Place } from './places';
import type { AccessGraph, Call, GraphEdge, GraphNode, Marks } from './types';

export { foldAlike, type FoldedGraph, type FoldedNode } from './fold';
export type * from './types';

/** Who may call whom, as nodes and edges. Everybody who can be called has a node, called or not. */
export function graphOf(world: World, access: EnforcedAccess, by: AccessGraph['by']): AccessGraph {
  return new Builder(world, by).build(access);
}

type Edge = Omit<GraphEdge, 'ports' | 'calls' | 'except'> & { readonly ports: Set<string>; readonly calls: Call[]; readonly except: Set<string> };
type Node = { -readonly [K in keyof GraphNode]: GraphNode[K] };

class Builder {
  private readonly places: Places;
  private readonly nodes = new Map<string, Node>();
  private readonly edges = new Map<string, Edge>();
  private readonly bare: ReadonlySet<string>;

  constructor(private readonly world: World, private readonly by: AccessGraph['by']) {
    this.places = new Places(world);
    const placed = world.services.all.flatMap((service) => placedAt(world.services, service));
    this.bare = new Set([...world.workloads, ...placed].filter((w) => w.dataPlane === 'none').map((w) => w.id));
  }

  build({ callees, externals, waysIn }: EnforcedAccess): AccessGraph {
    for (const callee of callees) this.addCallee(callee);
    for (const { caller, host, port, protocol, undetermined } of externals) {
      const from = this.node(this.places.ofAccount(caller));
      const to = this.node({ kind: 'host', name: host });
      const call = { caller, callee: `${host}:${port} (${protocol})`, access: undetermined ? 'undetermined: everything' : 'everything' };
      this.edge(from, to, { open: false, plaintext: false, external: true, undetermined, ingress: false }, `${port}`, call);
    }
    for (const way of waysIn) this.addWay(way);
    return {
      by: this.by,
      nodes: [...this.nodes.values()].sort(byText((n) => n.id)),
      edges: [...this.edges].sort(byText(([key]) => key))
        .map(([, { ports, except, ...edge }]) => ({ ...edge, ports: [...ports].sort(), except: [...except].sort() })),
    };
  }

  private addCallee(callee: EnforcedCallee): void {
    const to = this.node(this.places.ofCallee(callee));
    to.acceptsPlaintext ||= callee.plaintext;
    const allowed = callee.callers.filter(mayCall);
    const refused = callee.callers.filter((row) => !mayCall(row));
    for (const row of allowed) {
      const { crowd, plaintext, undetermined, caller, access } = row;
      const from = this.node(this.places.ofCaller(row));
      const call = { caller, callee: callee.callee, access };
      const edge = this.edge(from, to, { open: crowd, plaintext, external: false, undetermined, ingress: false }, callee.port, call);
      if (crowd) for (const other of refused) if ((other.kind === 'addresses') === (row.kind === 'addresses')) edge.except.add(other.caller);
    }
  }

  /** From the gateway, which sends on what it is asked; where nobody knows the Service there is nothing to draw it to. */
  private addWay({ caller, callee, access, subject, gateway, dialled, account, undetermined }: EnforcedWay): void {
    if (subject === undefined) return;
    const from = this.node(account === undefined ? { kind: 'gateway', name: gateway, namespace: gateway.split('/')[0] } : this.places.ofAccount(account));
    const to = this.node(this.places.ofService(subject));
    const marks = { open: false, plaintext: false, external: false, undetermined, ingress: true };
    this.edge(from, to, marks, dialled, { caller, callee, access });
  }

  private node(place: Place): Node {
    const { namespace } = place;
    const at: Place = this.by === 'namespace' && namespace !== undefined ? { kind: 'namespace', name: namespace, namespace } : place;
    const id = `${at.kind} ${at.name}`;
    const node = this.nodes.get(id) ?? { id, ...at, workloads: [], acceptsPlaintext: false };
    const workloads = place.kind === 'service' || place.kind === 'workloads' ? this.places.workloadsOf(place) : [];
    // Most of the time it has them already: they are looked at once for each edge.
    if (workloads.some((workload) => !node.workloads.includes(workload))) {
      node.workloads = [...new Set([...node.workloads, ...workloads])].sort();
      const bare = node.workloads.filter((workload) => this.bare.has(workload)).length;
      if (this.world.settings.mesh) node.outsideMesh = bare === 0 ? 'none' : bare === node.workloads.length ? 'all' : 'some';
    }
    this.nodes.set(id, node);
    return node;
  }

  private edge(from: Node, to: Node, marks: Marks, port: string, call: Call): Edge {
    const key = [from.id, to.id, ...Object.values(marks).map(Number)].join('\n');
    const edge = this.edges.get(key) ?? { from: from.id, to: to.id, ...marks, ports: new Set(), calls: [], except: new Set() };
    edge.ports.add(port);
    edge.calls.push(call);
    this.edges.set(key, edge);
    return edge;
  }
}

/** A line that says `nothing` is about who may not what the crowd may. */
function mayCall({ access }: EnforcedCaller): boolean {
  return access !== NOTHING;
}
