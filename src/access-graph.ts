import type { GraphEdge, GraphException, GraphExternal, GraphNamespace, GraphService } from './graph-elements';
import type { GraphData } from './private/guardrails/graph-data';

/**
 * What is declared and in force, for guardrails: the same whatever the order of declarations, every list sorted. What has expired is not
 * in it.
 */
export class AccessGraph {
  /**
   * A copy: what one guardrail does to it no other sees. Not frozen, since jsii marks what it hands to other languages.
   *
   * @internal
   */
  public static _of(data: GraphData): AccessGraph {
    return new AccessGraph(structuredClone(data));
  }

  /** The environment of the whole mesh, as `MeshProps.environment` has it; undefined: nothing is said. */
  public readonly environment?: string;
  /** Declared namespaces, by name. */
  public readonly namespaces: GraphNamespace[];
  /** Declared services, by id. */
  public readonly services: GraphService[];
  /** Who may call whom, by id. */
  public readonly edges: GraphEdge[];
  /** Who calls which host outside the cluster, by caller and host. */
  public readonly externals: GraphExternal[];
  /** What is wider than it would be by default. */
  public readonly exceptions: GraphException[];
  private readonly servicesById: ReadonlyMap<string, GraphService>;
  private readonly namespacesByName: ReadonlyMap<string, GraphNamespace>;

  private constructor({ environment, namespaces, services, edges, externals, exceptions }: GraphData) {
    this.environment = environment;
    this.namespaces = namespaces;
    this.services = services;
    this.edges = edges;
    this.externals = externals;
    this.exceptions = exceptions;
    this.servicesById = new Map(services.map((s) => [s.id, s]));
    this.namespacesByName = new Map(namespaces.map((n) => [n.name, n]));
  }

  /**
   * A declared service; undefined: there is none.
   *
   * @param id `shop/catalog`.
   */
  public service(id: string): GraphService | undefined {
    return this.servicesById.get(id);
  }

  /**
   * A declared namespace; undefined: there is none.
   *
   * @param name `shop`.
   */
  public namespace(name: string): GraphNamespace | undefined {
    return this.namespacesByName.get(name);
  }

  /**
   * Who may call a service.
   *
   * @param service `shop/catalog`.
   */
  public edgesTo(service: string): GraphEdge[] {
    return this.edges.filter((e) => e.callee === service);
  }

  /**
   * Whom a declared service may call.
   *
   * @param service `shop/frontend`.
   */
  public edgesFrom(service: string): GraphEdge[] {
    return this.edges.filter((e) => e.caller.service === service);
  }
}
