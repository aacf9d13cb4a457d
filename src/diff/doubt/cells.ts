import type { Condition } from '../../eval/authorization/condition';
import { byRequest } from '../../eval/authorization/rule';
import { type From, namespaceOfObject } from '../../eval/cluster/policies';
import { dialledService, sidecarsFor } from '../../eval/cluster/sidecar-scope';
import { routesFor } from '../../eval/routing/routes';
import { intersect, isEmpty, type RequestSet, subtract, union } from '../../eval/request-set';
import type { Exploration, RuleRef } from '../../eval/types';
import type { AuthorizationPolicy } from '../../manifest/kinds';
import type { Asked } from './asked';
import { compiledRules, connectionOf } from './authorization';

/** Beyond this many nobody goes through them all. */
const MOST = 512;

/**
 * Undecided requests in parts of which each is in doubt for one reason: nothing that takes part in a decision tells two requests of a part from
 * each other. Undefined: they are too many.
 */
export function cellsOf(undecided: RequestSet, cuts: readonly RequestSet[]): readonly RequestSet[] | undefined {
  let cells: readonly RequestSet[] = [undecided];
  for (const cut of cuts) {
    cells = cells.flatMap((cell) => {
      const inside = intersect(cell, cut);
      return isEmpty(inside) ? [cell] : [inside, subtract(cell, cut)].filter((part) => !isEmpty(part));
    });
    if (cells.length > MOST) return undefined;
  }
  return cells;
}

/** Sets of requests that layers, rules and routes tell from others. */
export function cutsOf(asked: Omit<Asked, 'request'>, { layers }: Exploration): readonly RequestSet[] {
  const doubtful = layers.filter(({ maybe }) => !isEmpty(maybe));
  const sources = doubtful.flatMap(({ because }) => because.map(({ source }) => source)).filter(isAuthorization);
  const rules = takenByRules(asked, [...new Set(sources)]);
  const routes = doubtful.some(({ layer }) => layer === 'egress-scope') ? takenByRoutes(asked) : [];
  return [...doubtful.flatMap(({ allow, maybe }) => [allow, maybe]), ...rules, ...routes];
}

/** Rules that ask for the same beside the request are one: of a policy with two hundred paths, requests are in doubt for one reason. */
export function takenByRules(asked: Omit<Asked, 'request'>, policies: readonly From<AuthorizationPolicy>[]): readonly RequestSet[] {
  const connection = connectionOf(asked);
  const sets = new Map<string, RequestSet[]>();
  for (const policy of policies) {
    const { action, provider } = policy.object.spec;
    for (const { from, terms } of compiledRules(asked, policy)) {
      for (const to of terms.to.length === 0 ? [[]] : terms.to) {
        const beside = [from.map((conditions) => conditions.map(textOf)), besideRequest(to), besideRequest(terms.when)];
        const key = JSON.stringify([action, provider, namespaceOfObject(policy), ...beside]);
        const same = sets.get(key);
        const { may } = byRequest({ ...terms, to: [to] }, connection);
        if (same === undefined) sets.set(key, [may]);
        else same.push(may);
      }
    }
  }
  return [...sets.values()].map((same) => union(...same));
}

function besideRequest(conditions: readonly Condition[]): readonly string[] {
  return conditions.filter((c) => c.demand === undefined).map(textOf);
}

function textOf({ field, values }: Condition): string {
  return JSON.stringify([field, values]);
}

function isAuthorization(source: RuleRef['source']): source is From<AuthorizationPolicy> {
  return source.object.kind === 'AuthorizationPolicy';
}

function takenByRoutes({ world, prepared: { destination: { service, entry } }, caller }: Omit<Asked, 'request'>): readonly RequestSet[] {
  const dialled = service === undefined ? entry : dialledService(world, service);
  if (dialled === undefined) return [];
  return sidecarsFor(world, caller.namespace ?? '', caller.labels).flatMap((sidecar) => (
    routesFor(world, dialled, service, caller, sidecar).http.flatMap(({ steps }) => steps.map(({ takes }) => takes.may))));
}
