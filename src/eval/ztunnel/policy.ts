import type { AuthorizationPolicy, PeerAuthentication } from '../../manifest/kinds';
import type { Condition, Connection } from '../authorization/condition';
import { IdentityIndex } from '../authorization/identity-index';
import type { From } from '../cluster/policies';
import { every, some, type Tri } from '../tri';
import type { RuleRef } from '../types';

/** What istiod makes of a policy for ztunnel. https://github.com/istio/istio/blob/master/pkg/workloadapi/security/authorization.proto */
export interface ZtunnelPolicy {
  readonly source: From<AuthorizationPolicy> | From<PeerAuthentication>;
  readonly action: 'ALLOW' | 'DENY';
  /** One is enough. None: it never matches. */
  readonly groups: IdentityIndex<Group>;
}

/** Groups in their order. The clause by which callers are told apart is the one that names them. */
export function indexed(groups: readonly Omit<Group, 'position'>[]): IdentityIndex<Group> {
  const withPosition = groups.map((group, position): Group => ({ ...group, position }));
  return new IdentityIndex(withPosition, ({ clauses }) => clauses.find(namesCallers) ?? []);
}

function namesCallers(clause: Clause): boolean {
  return clause.length > 0 && clause.every((match) => match.some((condition) => condition.only !== undefined));
}

/** All clauses must hold: `to`, `from`, and each `when`. Without one it always matches. */
export interface Group {
  /** Among the groups of its policy. */
  readonly position: number;
  readonly ref: RuleRef;
  readonly clauses: readonly Clause[];
}

/** One match is enough. */
export type Clause = readonly Match[];

/**
 * All fields must hold. **Empty, it never matches**: what is left of an alternative that had nothing but what ztunnel does not know.
 * That is the opposite of what an empty alternative means at a sidecar.
 */
export type Match = readonly Condition[];

export function groupHolds({ clauses }: Group, c: Connection): Tri {
  return every(clauses.map((clause) => (clause.length === 0 ? 'yes' : some(clause.map((match) => matchHolds(match, c))))));
}

function matchHolds(match: Match, c: Connection): Tri {
  return match.length === 0 ? 'no' : every(match.map((condition) => condition.bytes(c)));
}

/** What a group would have needed: of each clause the match that lacks least. A clause that cannot match lacks no field in particular. */
export function lackingIn({ clauses }: Group, c: Connection): readonly Condition[] {
  return clauses.flatMap((clause) => clause
    .filter((match) => match.length > 0)
    .map((match) => match.filter((condition) => condition.bytes(c) !== 'yes'))
    .reduce<readonly Condition[] | undefined>((best, l) => (best === undefined || l.length < best.length ? l : best), undefined) ?? []);
}

/** Some clause has only matches that never match. */
export function neverMatches({ clauses }: Group): boolean {
  return clauses.some((clause) => clause.length > 0 && clause.every((match) => match.length === 0));
}
