import type { GraphEdge, GraphException, GraphExternal, GraphNamespace, GraphService } from './graph-elements';
import type { GraphData } from './private/guardrails/graph-data';

/**
 * The declared access that is in force, as guardrails see it. It is the same whatever the order of declarations, and every list is sorted.
 * Expired declarations are not included.
 */
export class AccessGraph {
  /**
   * A copy, so that changes made by one guardrail are invisible to the others. Not frozen, because jsii marks the objects that it passes to
   * other languages.
   *
   * @internal
   */
  public static _of(data: GraphData): AccessGraph {
    return new AccessGraph(structuredClone(data));
  }

  /** Environment of the whole mesh, from `MeshProps.environment`; undefined if it is not set. */
  public readonly environment?: string;
  /** Declared namespaces, sorted by name. */
  public readonly namespaces: GraphNamespace[];
  /** Declared services, sorted by id. */
  public readonly services: GraphService[];
  /** Allowed calls between callers and services, sorted by id. */
  public readonly edges: GraphEdge[];
  /** Calls to hosts outside the cluster, sorted by caller and host. */
  public readonly externals: GraphExternal[];
  /** Everything that is deliberately more permissive than the default. */
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
   * Returns a declared service; undefined if there is none with this id.
   *
   * @param id Id of the service, `shop/catalog`.
   */
  public service(id: string): GraphService | undefined {
    return this.servicesById.get(id);
  }

  /**
   * Returns a declared namespace; undefined if there is none with this name.
   *
   * @param name Name of the namespace, `shop`.
   */
  public namespace(name: string): GraphNamespace | undefined {
    return this.namespacesByName.get(name);
  }

  /**
   * Returns the edges of callers that may call a service.
   *
   * @param service Id of the service, `shop/catalog`.
   */
  public edgesTo(service: string): GraphEdge[] {
    return this.edges.filter((e) => e.callee === service);
  }

  /**
   * Returns the edges to services that a declared service may call.
   *
   * @param service Id of the service, `shop/frontend`.
   */
  public edgesFrom(service: string): GraphEdge[] {
    return this.edges.filter((e) => e.caller.service === service);
  }
}
