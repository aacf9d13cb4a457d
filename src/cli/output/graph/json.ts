import type { AccessGraph } from '../../../graph';

/** `schema/access-graph.schema.json`; nothing is folded here. */
export function graphJson(graph: AccessGraph): string {
  return `${JSON.stringify({ schema: 'cdk8s-mesh-access/access-graph', version: 1, ...graph }, undefined, 2)}\n`;
}
