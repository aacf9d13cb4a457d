import { isDryRun } from '../../eval/authorization/site';
import { operationConditions } from '../../eval/authorization/operation';
import type { Condition } from '../../eval/authorization/condition';
import { demanded } from '../../eval/authorization/demand';
import { whenConditions } from '../../eval/authorization/when';
import type { From } from '../../eval/cluster/policies';
import { expandTrustDomains } from '../../eval/matcher/identity';
import { type RequestSet, setKey } from '../../eval/request-set';
import type { AuthorizationPolicy, Rule } from '../../manifest/kinds';
import type { HttpAccessModel, PortAccessModel } from '../../model/model';
import { requestsOf } from '../declared';

/** Everything on the port. */
const WHOLE = 'whole';

/** Sets of requests by a short name: one name for one set. */
export class RequestNames {
  private readonly names = new Map<string, string>();
  private readonly granted = new WeakMap<HttpAccessModel, string>();
  private readonly written = new Map<string, readonly string[] | undefined>();

  /** What a grant lets send, one text for each alternative. `port`: as whoever decides sees it. */
  public ofAccess({ targetPort, http }: PortAccessModel, port = targetPort): readonly string[] {
    return http === undefined ? [`${port} ${WHOLE}`] : http.map((one) => `${port} ${this.ofHttp(one)}`);
  }

  private ofHttp(http: HttpAccessModel): string {
    let name = this.granted.get(http);
    if (name === undefined) this.granted.set(http, name = this.nameOf(requestsOf(http)));
    return name;
  }

  /** The same of what a rule lets send. Undefined: it says more than ports and requests. */
  public ofRule({ to = [], when = [] }: Rule): readonly string[] | undefined {
    const text = JSON.stringify([to, when]);
    if (!this.written.has(text)) this.written.set(text, this.read(to, when));
    return this.written.get(text);
  }

  private read(to: NonNullable<Rule['to']>, when: NonNullable<Rule['when']>): readonly string[] | undefined {
    const conditions = when.map((w) => whenConditions(w, { namespace: '', trustDomains: [] }));
    if (conditions.includes(undefined)) return undefined;
    const parts = to.map(({ operation: { ports = [], notPorts, ...requests } }) => {
      const all = [...operationConditions(requests), ...conditions.flatMap((c) => c ?? [])];
      return ports.length === 0 || notPorts !== undefined || !all.every(isAboutRequests) ? undefined : { ports, all };
    });
    // A TCP port drops the whole rule for one HTTP field of any of its operations.
    const mixed = new Set(parts.map((part) => part?.all.length === 0)).size > 1;
    if (parts.length === 0 || mixed || parts.includes(undefined)) return undefined;
    return parts.flatMap((part) => {
      const { ports, all } = part!;
      const name = all.length === 0 ? WHOLE : this.nameOf(demanded(all.flatMap((c) => c.demand ?? [])).must);
      return ports.map((port) => `${Number(port)} ${name}`);
    });
  }

  private nameOf(set: RequestSet): string {
    const key = setKey(set);
    let name = this.names.get(key);
    if (name === undefined) this.names.set(key, name = String(this.names.size));
    return name;
  }
}

function isAboutRequests({ demand }: Condition): boolean {
  return demand !== undefined;
}

/**
 * Who may send what to a sidecar or waypoint, one identity and one set of requests to one port each. Undefined: the policies say more than
 * that.
 */
export function allowedBy(
  policies: readonly From<AuthorizationPolicy>[], trustDomains: readonly string[], names: RequestNames,
): ReadonlySet<string> | undefined {
  return allowed(policies, (principals) => expandTrustDomains(principals, trustDomains), names);
}

/** The same of ztunnel. It takes identities as they are written, and is not given a rule with anything of HTTP in it, conditions above all. */
export function allowedByZtunnel(policies: readonly From<AuthorizationPolicy>[], names: RequestNames): ReadonlySet<string> | undefined {
  const hasConditions = policies.some(({ object: { spec } }) => (spec.rules ?? []).some(({ when = [] }) => when.length > 0));
  return hasConditions ? undefined : allowed(policies, (principals) => principals, names);
}

function allowed(
  policies: readonly From<AuthorizationPolicy>[], expanded: (principals: readonly string[]) => readonly string[], names: RequestNames,
): ReadonlySet<string> | undefined {
  const all = new Set<string>();
  for (const policy of policies) {
    const { action = 'ALLOW', rules = [] } = policy.object.spec;
    if (action !== 'ALLOW' || isDryRun(policy)) return undefined;
    for (const rule of rules) {
      const principals = principalsOf(rule);
      const requests = names.ofRule(rule);
      if (principals === undefined || requests === undefined) return undefined;
      for (const principal of expanded(principals)) for (const request of requests) all.add(`${principal} ${request}`);
    }
  }
  return all;
}

function principalsOf({ from = [] }: Rule): readonly string[] | undefined {
  const all: string[] = [];
  for (const { source } of from) {
    const { principals = [], ...others } = source;
    if (principals.length === 0 || Object.keys(others).length > 0 || principals.some((p) => p.includes('*'))) return undefined;
    all.push(...principals);
  }
  return from.length === 0 ? undefined : all;
}
