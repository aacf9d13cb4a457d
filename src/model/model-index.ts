import type { AccessModel, EdgeModel, ExternalEdgeModel, NamespaceModel, ServiceModel } from './model';

/** The model with the look-ups that renderers need, built once per version of the graph. */
export interface ModelIndex {
  readonly model: AccessModel;
  service(id: string): ServiceModel;
  namespace(id: string): NamespaceModel;
  edgesTo(service: string): readonly EdgeModel[];
  edgesFrom(service: string): readonly EdgeModel[];
  externalsFrom(service: string): readonly ExternalEdgeModel[];
  externalsIn(namespace: string, host: string): readonly ExternalEdgeModel[];
}
