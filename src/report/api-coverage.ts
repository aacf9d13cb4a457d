import { intersect, isEmpty, type RequestSet, subtract, union, witness, formatWitness, ANY_HTTP } from '../eval/request-set';
import type { AccessModel, EdgeModel, OperationModel, ServiceModel } from '../model/model';
import { groupBy, isHttp } from '../proof/declaration';
import { mostOf, requestsOf } from '../proof/declared';
import { edgeName } from './declared-names';

/** What is granted on the HTTP ports of services, held against their API documents: in both directions. Sorted. */
export function apiCoverage(model: AccessModel): readonly string[] {
  const documented = model.services.filter((service) => service.apis !== undefined);
  if (documented.length === 0) return [];
  const edges = groupBy(model.edges, (e) => e.callee);
  return documented.flatMap((service) => coverageOf(service, edges.get(service.id) ?? [], model)).sort();
}

function coverageOf(service: ServiceModel, edges: readonly EdgeModel[], { mesh }: AccessModel): readonly string[] {
  const apis = service.apis ?? [];
  const all = union(...edges.map(httpOf));
  const operations = apis.flatMap((api) => api.operations.map((operation) => ({ api, operation, requests: requestsOfOperation(operation) })));
  const documented = union(...operations.map((o) => o.requests), ...operations.map((o) => preflightsOf(o.operation)));
  return [
    ...operations.filter((o) => isEmpty(intersect(o.requests, all))).map(({ api, operation }) => `nobody may call ${operation.id} of ${service.id} (${api.file})`),
    ...apis.flatMap((api) => api.unusable.map(({ id, because }) => `${id} of ${service.id} cannot be granted by name (${api.file}): ${because}`)),
    ...edges.flatMap((edge) => {
      const beyond = partsOf(edge).map((part) => witness(subtract(intersect(part, ANY_HTTP), documented)));
      const requests = new Set(beyond.flatMap((request) => (request === undefined ? [] : [formatWitness(request)])));
      return [...requests].map((request) => `${edgeName(edge, mesh)} may send ${service.id} what no document names: ${request}`);
    }),
  ];
}

/** Each path with each method of its own: one request that is beyond may not stand for others. */
function partsOf({ access }: EdgeModel): readonly RequestSet[] {
  return access.filter(({ protocol }) => isHttp(protocol)).flatMap(({ http = [{}] }) => http.flatMap((one) => (
    each(one.methods).flatMap((methods) => each(one.paths).map((paths) => requestsOf({ ...one, methods, paths })))
  )));
}

function each<T>(alternatives: readonly T[] | undefined): readonly (readonly [T] | undefined)[] {
  return alternatives?.map((one) => [one] as const) ?? [undefined];
}

/** A browser asks before it sends: that is part of the operation, and no document says it. */
function preflightsOf({ paths }: OperationModel): RequestSet {
  return requestsOf({ methods: ['OPTIONS'], paths, headers: ['access-control-request-method', 'origin'].map((name) => ({ name, values: [{ kind: 'present' }] })) });
}

function httpOf(edge: EdgeModel): RequestSet {
  return intersect(mostOf(edge.access.filter((access) => isHttp(access.protocol))), ANY_HTTP);
}

function requestsOfOperation({ method, paths }: OperationModel): RequestSet {
  return requestsOf({ methods: [method], paths });
}
