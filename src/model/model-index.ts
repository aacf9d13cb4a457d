import type { AccessModel, EdgeModel, ExternalEdgeModel, ImportedServiceModel, NamespaceModel, ServiceModel, WaypointModel } from './model';

/** The model with the look-ups that renderers need, built once per version of the graph. */
export interface ModelIndex {
  readonly model: AccessModel;
  /** Declared here or imported. */
  service(id: string): ServiceModel;
  /** Undefined: it is declared here. */
  imported(id: string): ImportedServiceModel | undefined;
  namespace(id: string): NamespaceModel;
  edgesTo(service: string): readonly EdgeModel[];
  edgesFrom(service: string): readonly EdgeModel[];
  externalsFrom(service: string): readonly ExternalEdgeModel[];
  /** Of all ambient callers: what leads to the host through the egress waypoint. */
  externalsThrough(host: string): readonly ExternalEdgeModel[];
  /** Services that stand behind a waypoint. */
  servedBy(waypoint: Pick<WaypointModel, 'namespace' | 'name'>): readonly ServiceModel[];
  /** Of callers that do not go through the egress waypoint. */
  externalsIn(namespace: string, host: string): readonly ExternalEdgeModel[];
}
