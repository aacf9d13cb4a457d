import { byRequest } from '../../eval/authorization/rule';
import type { From } from '../../eval/cluster/policies';
import { dialledService, sidecarsFor } from '../../eval/cluster/sidecar-scope';
import { routesFor } from '../../eval/routing/routes';
import { intersect, isEmpty, type RequestSet, subtract } from '../../eval/request-set';
import type { Exploration, RuleRef } from '../../eval/types';
import type { AuthorizationPolicy } from '../../manifest/kinds';
import type { Asked } from './asked';
import { compiledRules, connectionOf } from './authorization';

/** Beyond this many nobody goes through them all. */
const MOST = 64;

/**
 * Undecided requests in parts of which each is in doubt for one reason: nothing that takes part in a decision tells two requests of a part from
 * each other. Undefined: they are too many.
 */
export function cellsOf(undecided: RequestSet, cuts: readonly RequestSet[]): readonly RequestSet[] | undefined {
  let cells: readonly RequestSet[] = [undecided];
  for (const cut of cuts) {
    cells = cells.flatMap((cell) => [intersect(cell, cut), subtract(cell, cut)].filter((part) => !isEmpty(part)));
    if (cells.length > MOST) return undefined;
  }
  return cells;
}

/** Sets of requests that layers, rules and routes tell from others. */
export function cutsOf(asked: Omit<Asked, 'request'>, { layers }: Exploration): readonly RequestSet[] {
  const doubtful = layers.filter(({ maybe }) => !isEmpty(maybe));
  const sources = doubtful.flatMap(({ because }) => because.map(({ source }) => source)).filter(isAuthorization);
  const connection = connectionOf(asked);
  const rules = [...new Set(sources)].flatMap((policy) => compiledRules(asked, policy).map(({ terms }) => byRequest(terms, connection).may));
  const routes = doubtful.some(({ layer }) => layer === 'egress-scope') ? takenByRoutes(asked) : [];
  return [...doubtful.flatMap(({ allow, maybe }) => [allow, maybe]), ...rules, ...routes];
}

function isAuthorization(source: RuleRef['source']): source is From<AuthorizationPolicy> {
  return source.object.kind === 'AuthorizationPolicy';
}

function takenByRoutes({ world, prepared: { destination: { service } }, caller }: Omit<Asked, 'request'>): readonly RequestSet[] {
  if (service === undefined) return [];
  const dialled = dialledService(world, service);
  return sidecarsFor(world, caller.namespace ?? '', caller.labels).flatMap((sidecar) => (
    routesFor(world, dialled, service, caller, sidecar).http.flatMap(({ steps }) => steps.map(({ takes }) => takes.may))));
}
