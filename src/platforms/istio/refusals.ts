import { callerName } from '../../model/names';
import type { Problem } from '../../model/problem';
import { refuse } from '../capabilities';
import type { ModelIndex } from '../platform';
import { rulesOfEdge } from './authorization-policy';
import { ISTIO_CAPABILITIES } from './capabilities';
import { misreadings } from './patterns';

/** `maxItems` of `spec.rules` in Istio's CustomResourceDefinition. */
const MAX_RULES = 512;

function misreadValues(index: ModelIndex): readonly Problem[] {
  return index.model.edges.flatMap((edge) => edge.access.flatMap(({ http = [] }) => http.flatMap(misreadings)).map(({ field, value, why }) => ({
    code: 'unwritable-value',
    construct: edge.constructs[0],
    message: `${field} \`${value}\` of \`${callerName(edge.caller)}\` calling \`${edge.callee}\` would not be read literally by Istio: ${why}`,
    repair: 'grant a pattern that holds it, `HttpPath.prefix` or `HttpPath.suffix`, or the whole port',
  })));
}

function tooManyRules(index: ModelIndex): readonly Problem[] {
  return index.model.services.flatMap((service) => {
    const edges = index.edgesTo(service.id);
    // One rule per port, whole or per alternative, is the most an edge can need: few services come near the limit.
    const most = edges.reduce((sum, { access }) => sum + access.reduce((n, { http }) => n + (http?.length ?? 1), 0), 0);
    const rules = most <= MAX_RULES ? most : edges.reduce((sum, edge) => sum + rulesOfEdge(index, edge).length, 0);
    if (rules <= MAX_RULES) return [];
    return [{
      code: 'too-many-rules',
      construct: service.construct,
      message: `the callers of \`${service.id}\` need ${rules} rules and an AuthorizationPolicy holds ${MAX_RULES}`,
      repair: 'grant to their namespaces instead of one by one, or split the service',
    }];
  });
}

/** What Istio, or the declared version of it, cannot express. */
export function refusals(index: ModelIndex): readonly Problem[] {
  const misread = misreadValues(index);
  // Rules are counted only where they can be written.
  return [...refuse(index, ISTIO_CAPABILITIES), ...misread, ...(misread.length === 0 ? tooManyRules(index) : [])];
}
