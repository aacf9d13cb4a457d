import type { AccessModel, CallModel, ServiceModel } from '../model/model';
import { callerPlanes } from '../model/planes';
import { declaredName, destinationName, gatewayName } from '../model/names';
import type { Problem } from '../model/problem';
import { byKey, compare, sortedUnique } from '../private/sorting';
import { unite } from './access';
import { resolveAcknowledgedPolicies, resolveAcknowledgements, resolveSuppressions } from './acknowledgements';
import { adopt } from './adoption/adopt';
import { AppIndex } from './adoption/app-index';
import { type AdoptionFindings, rootProblems } from './adoption/complain';
import { unnamedServices } from './adoption/unnamed-services';
import type { AppFacts } from './app-facts';
import { withApiServerCalls } from './api-server-calls';
import { withoutClosedPorts } from './closed-ports';
import type { CallDeclaration, Declarations, GrantDeclaration } from './declarations';
import { resolveEdges } from './edges';
import { resolveExternals } from './externals';
import { resolveGrants } from './grants';
import { type Dated, InForce } from './in-force';
import { formerAccounts, type FormerAccounts, moving } from './former-accounts';
import { withTrustDomainInForce } from './former-trust-domain';
import { inherited } from './inherited';
import { edgesToImports, resolveImports, resolveNeighbours } from './imports';
import { peersByAddress } from './peers-by-address';
import { stayingExceptions, withPortsInForce } from './ports-in-force';
import { isAnything, quarantined, quarantinesOf, withhold } from './quarantine';
import { resolveRoles } from './roles';
import { withExceptionsInForce } from './tokens';
import { scrapeEdges, withScrapedPorts } from './scrapes';
import { sharingUntilMoved, stillSharing, withSharedIdentities, withTheirSharers } from './shared-identities';
import { sharedWaypoints } from './waypoints';

export interface Resolution {
  readonly model: AccessModel;
  /** What could not be resolved and is not in the model. What is in it and cannot stand is for the checks. */
  readonly problems: readonly Problem[];
  /** Constructs of services that could not be read as a whole: a check of them would only say what follows from that. */
  readonly incomplete: ReadonlySet<string>;
}

const NOTHING_ELSE: AppFacts = { workloads: [], kubernetesServices: [] };

/** What the constructs declared, as one model: the same whatever the order of declarations. */
export function resolve(declared: Declarations, app: AppFacts = NOTHING_ELSE): Resolution {
  const problems: Problem[] = [...declared.problems];
  const adopted: AdoptionFindings = { problems: [], incomplete: new Set() };
  const inForce = new InForce(declared.mesh, problems);
  const declarations: Declarations = {
    ...declared,
    grants: declared.grants.filter((g) => (
      g.expires === undefined || inForce.holds(withReason(g), `${nameOf(g)} of ${g.callee} to ${declaredName(g.caller)}`))),
    scrapes: inForce.of(declared.scrapes, (s) => `the scrape of ${s.callee} by ${declaredName(s.caller)}`),
    memberships: inForce.of(declared.memberships, (m) => `the membership of ${declaredName(m.member)} in role ${m.role}`),
    calls: inForce.of(declared.calls, (c) => `the call of ${c.caller} to ${c.callee}`),
    apiServerCalls: inForce.of(declared.apiServerCalls, (c) => `the call of ${c.caller} to the API server`),
    externals: inForce.of(declared.externals, (e) => `the call of ${e.caller} to ${e.host}`),
    gateways: declared.gateways.map(({ destinations, ...gateway }) => ({
      ...withExceptionsInForce(gateway, gatewayName(gateway), (one, what) => inForce.holds(one, what)),
      destinations: destinations.filter((d) => inForce.holds({ ...d, construct: gateway.construct }, `the way of ${gatewayName(gateway)} to ${destinationName(d)}`)),
    })),
  };
  const shared = sharedWaypoints(declarations.namespaces);
  const namespaces = declarations.namespaces.map(shared).sort(byIdAndConstruct);
  const mesh = withTrustDomainInForce(declared.mesh, inForce);
  const former = formerAccounts(declared.migrations, inForce);
  const resolved = resolveServices(declarations, app, former, problems, adopted).map(shared);
  const declaredServices = sharingUntilMoved(stillSharing(resolved, declared.migrations), declared.migrations, mesh);
  const holds = (dated: Dated, what: string): boolean => inForce.holds(dated, what);
  const quarantines = quarantinesOf(declared.quarantines, inForce);
  const dated = declaredServices.map((service) => withExceptionsInForce(withPortsInForce(service, holds), service.id, holds));
  const calling = withApiServerCalls(declarations.apiServerCalls);
  const scraped = withScrapedPorts(declarations.scrapes);
  const services = dated.map((service) => calling(scraped(quarantined(service, quarantines))));
  for (const { one, what } of services.flatMap(stayingExceptions)) inForce.mayJudge(one, what);
  // Of two with one id, which is an error, grants go to the first by construct path.
  const byId = new Map([...services].reverse().map((s) => [s.id, s]));
  const imported = resolveImports(withTheirSharers(declarations.imported, declarations.contracts), inForce);
  const own = new Set([...namespaces.map((n) => n.id), ...declarations.gateways.map((g) => g.namespace)]);
  const neighbours = resolveNeighbours(declarations.contracts, imported, own);
  const planes = callerPlanes({ services, namespaces, imported });
  const calls = resolveCalls(declarations);
  const baseline = only(declarations.baselines, { code: 'duplicate-baseline', what: 'a MeshBaseline', repair: 'say everything in one' }, problems);
  const egress = only(declarations.egressWaypoints, {
    code: 'duplicate-egress-waypoint', what: 'an EgressWaypoint', repair: 'let all external hosts go through one',
  }, problems);
  const ported = resolveGrants(declarations, byId, problems);
  problems.push(...peersByAddress(mesh, ported));
  const { roles, grants } = resolveRoles({ ...declarations, grants: ported }, problems);
  const granted = withoutClosedPorts(resolveEdges(grants, declarations.mesh.trustDomain, namespaces, planes), declaredServices, byId, inForce);
  const scrapes = scrapeEdges(declarations.scrapes, byId, namespaces, declarations.mesh.trustDomain);
  const all = [...granted, ...scrapes, ...edgesToImports(calls, imported, planes)].sort((a, b) => compare(a.id, b.id));
  const externals = resolveExternals(declarations.externals, byId, egress?.waypoint);
  const widened = withSharedIdentities({ edges: all, externals }, [...services, ...imported], mesh);
  const { granted: open, withheld } = withhold({ ...widened, calls }, declarations.apiServerCalls, quarantines);
  const acknowledgements = resolveAcknowledgements(declarations, inForce);
  const acknowledgedPolicies = resolveAcknowledgedPolicies(declarations, inForce);
  const suppressions = resolveSuppressions(declarations, inForce);
  const removed = byKey(declared.removals, ({ what, construct }) => `${what}\n${construct}`);
  const expired = inForce.expired();
  return {
    model: {
      mesh,
      namespaces,
      services,
      ...open,
      ...(baseline === undefined ? {} : { baseline }),
      ...(declarations.gateways.length === 0 ? {} : { gateways: [...declarations.gateways].sort(byIdAndConstruct) }),
      ...(egress === undefined ? {} : { egressWaypoint: egress.waypoint }),
      ...(imported.length === 0 ? {} : { imported }),
      ...(neighbours.length === 0 ? {} : { neighbours }),
      ...(roles.length === 0 ? {} : { roles }),
      ...(expired.length === 0 ? {} : { expired }),
      ...(isAnything(withheld) ? { withheld } : {}),
      ...(removed.length === 0 ? {} : { removed }),
      ...(acknowledgements.length === 0 ? {} : { acknowledgements }),
      ...(acknowledgedPolicies.length === 0 ? {} : { acknowledgedPolicies }),
      ...(suppressions.length === 0 ? {} : { suppressions }),
    },
    problems: byKey([...rootProblems(problems, adopted.incomplete), ...adopted.problems], (p) => `${p.construct}\n${p.code}\n${p.message}`),
    incomplete: adopted.incomplete,
  };
}

function nameOf({ breakGlass }: GrantDeclaration): string {
  return breakGlass === undefined ? 'the grant' : 'the break-glass access';
}

/** Whoever allows anyone has given the reason there; and whoever certifies a role asks for what ended of it. */
function withReason(grant: GrantDeclaration): Dated {
  if (grant.caller.kind === 'role') return { ...grant, role: grant.caller.role };
  return grant.caller.kind !== 'anyone' || grant.reason !== undefined ? grant : { ...grant, reason: grant.caller.reason };
}

/** What an App has one of: the first by construct path. */
function only<T extends { readonly construct: string }>(
  declared: readonly T[],
  { code, what, repair }: { readonly code: string; readonly what: string; readonly repair: string },
  problems: Problem[],
): T | undefined {
  const [first, ...further] = [...declared].sort((a, b) => compare(a.construct, b.construct));
  for (const { construct } of further) problems.push({ code, construct, message: `the App has ${what} already, \`${first.construct}\``, repair });
  return first;
}

function byIdAndConstruct(a: { readonly id: string; readonly construct: string }, b: { readonly id: string; readonly construct: string }): number {
  return compare(a.id, b.id) || compare(a.construct, b.construct);
}

function resolveServices(
  declarations: Declarations, app: AppFacts, former: FormerAccounts, problems: Problem[], adopted: AdoptionFindings,
): ServiceModel[] {
  const namespaces = new Map(declarations.namespaces.map((n) => [n.id, n]));
  const index = new AppIndex(declarations.services.some(({ adoption }) => adoption !== undefined) ? app : NOTHING_ELSE);
  return declarations.services.map((declared) => {
    const namespace = namespaces.get(declared.service.namespace);
    const complete = moving(adopt(declared, index, former(declared.service.id), adopted), former, problems);
    const service = inherited(complete, namespace);
    problems.push(...unnamedServices(complete, service, namespace));
    return service;
  }).sort(byIdAndConstruct);
}

/** Stating a call twice says nothing new but another reason. */
function resolveCalls(declarations: Declarations): CallModel[] {
  const calls = new Map<string, CallDeclaration[]>();
  for (const call of declarations.calls) {
    const id = `${call.caller}->${call.callee}`;
    const known = calls.get(id);
    if (known === undefined) calls.set(id, [call]);
    else known.push(call);
  }
  return [...calls].sort(([a], [b]) => compare(a, b)).map(([id, same]) => {
    const reasons = sortedUnique(same.flatMap((c) => c.reason ?? []));
    const [construct] = sortedUnique(same.map((c) => c.construct));
    const access = unite(same.flatMap((c) => c.access ?? []));
    return {
      id, caller: same[0].caller, callee: same[0].callee, construct,
      ...(reasons.length === 0 ? {} : { reasons }),
      ...(access.length === 0 ? {} : { access }),
    };
  });
}
