import type { Metadata } from '../manifest/kinds';
import type { BreakGlassModel, EdgeModel, ServiceModel } from '../model/model';
import { BREAK_GLASS_LABEL, metadata } from './metadata';
import type { ModelIndex } from './platform';

/** Says on the object itself what it is there for: who finds it has not the program at hand. */
export function breakGlassMetadata(name: string, service: ServiceModel, { id, reason, expires, owner, ticket }: BreakGlassModel): Metadata {
  const { annotations, ...common } = metadata(`${name}-break-glass-${id}`, service.namespace, service.id, BREAK_GLASS_LABEL);
  return {
    ...common,
    annotations: {
      ...annotations,
      'cdk8s-mesh-access/break-glass-reason': reason,
      'cdk8s-mesh-access/break-glass-expires': expires,
      'cdk8s-mesh-access/break-glass-owner': owner,
      ...(ticket === undefined ? {} : { 'cdk8s-mesh-access/break-glass-ticket': ticket }),
    },
  };
}

/** What is granted for good, or as long as it was said to: the objects of a service itself. */
export function standingEdges(index: ModelIndex, service: string): readonly EdgeModel[] {
  const edges = index.edgesTo(service);
  return edges.some((e) => e.breakGlass !== undefined) ? edges.filter((e) => e.breakGlass === undefined) : edges;
}

/** What one declaration lets in: of a role, everybody who holds it. */
export function edgesOfBreakGlass(index: ModelIndex, service: string, { id }: BreakGlassModel): readonly EdgeModel[] {
  return index.edgesTo(service).filter((e) => e.breakGlass?.id === id);
}
