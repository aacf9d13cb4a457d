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
  const granted = edges.map((edge) => ({ edge, requests: httpOf(edge) }));
  const all = union(...granted.map((g) => g.requests));
  const operations = apis.flatMap((api) => api.operations.map((operation) => ({ api, operation, requests: requestsOfOperation(operation) })));
  const documented = union(...operations.map((o) => o.requests));
  return [
    ...operations.filter((o) => isEmpty(intersect(o.requests, all))).map(({ api, operation }) => `nobody may call ${operation.id} of ${service.id} (${api.file})`),
    ...apis.flatMap((api) => api.unusable.map(({ id, because }) => `${id} of ${service.id} cannot be granted by name (${api.file}): ${because}`)),
    ...granted.flatMap(({ edge, requests }) => {
      const beyond = witness(subtract(requests, documented));
      return beyond === undefined ? [] : [`${edgeName(edge, mesh)} may send ${service.id} what no document names: ${formatWitness(beyond)}`];
    }),
  ];
}

function httpOf(edge: EdgeModel): RequestSet {
  return intersect(mostOf(edge.access.filter((access) => isHttp(access.protocol))), ANY_HTTP);
}

function requestsOfOperation({ method, paths }: OperationModel): RequestSet {
  return requestsOf({ methods: [method], paths });
}
