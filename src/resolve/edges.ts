import { callerName } from '../model/names';
import type { AddressesModel, CallerModel, EdgeModel, NamespaceModel, PortAccessModel, ServiceModel } from '../model/model';
import type { PlanesOfCaller } from '../model/planes';
import type { Problem } from '../model/problem';
import { compare, sortedUnique } from '../private/sorting';
import { AccessResolver, unite, unreachablePaths } from './access';
import type { Declarations, GrantDeclaration } from './declarations';
import { Router } from './routes';
import { saidTogether } from './said';

interface Pair {
  readonly callee: ServiceModel;
  readonly callers: CallerModel[];
  readonly sourceCidrs: AddressesModel | undefined;
  readonly access: (readonly PortAccessModel[])[];
  readonly grants: GrantDeclaration[];
}

/** Grants of the same callee and caller are one edge, whatever their number and order. */
export function resolveEdges(
  declarations: Declarations,
  services: ReadonlyMap<string, ServiceModel>,
  namespaces: readonly NamespaceModel[],
  planes: PlanesOfCaller,
  problems: Problem[],
): EdgeModel[] {
  const pairs = new Map<string, Pair>();
  const resolver = new AccessResolver();
  const router = new Router(planes);
  // Of two of one name, which is an error, the first counts.
  const byPrefix = new Map([...namespaces].reverse().map((n) => [`${declarations.mesh.trustDomain}/ns/${n.id}/sa/`, n]));
  for (const grant of declarations.grants) {
    const service = services.get(grant.callee);
    if (service === undefined) throw new Error(`no service \`${grant.callee}\` was declared`);
    const access = accessOf(declarations, resolver, service, grant, problems).filter((ports) => ports.length > 0);
    if (access.length === 0) continue;
    const { sourceCidrs } = grant.when ?? {};
    const id = `${grant.callee}<-${callerKey(grant.caller)}${sourceCidrs === undefined ? '' : `@${addressesKey(sourceCidrs)}`}`;
    let pair = pairs.get(id);
    if (pair === undefined) pairs.set(id, pair = { callee: service, callers: [], sourceCidrs, access: [], grants: [] });
    pair.callers.push(grant.caller);
    pair.access.push(...access);
    pair.grants.push(grant);
  }
  return [...pairs].sort(([a], [b]) => compare(a, b)).map(([id, pair]) => router.route({
    id,
    callee: pair.callee.id,
    caller: inItsNamespace(united(pair.callers), byPrefix),
    ...(pair.sourceCidrs === undefined ? {} : { sourceCidrs: pair.sourceCidrs }),
    access: pair.access.length === 1 ? pair.access[0] : unite(pair.access.flat()),
    reasons: sortedUnique(pair.grants.flatMap((g) => g.reason ?? [])),
    constructs: sortedUnique(pair.grants.map((g) => g.construct)),
    ...saidTogether(pair.grants),
  }, pair.callee));
}

function accessOf(
  { mesh }: Declarations, resolver: AccessResolver, service: ServiceModel, grant: GrantDeclaration, problems: Problem[],
): readonly (readonly PortAccessModel[])[] {
  for (const { path, because } of grant.access.flatMap((a) => unreachablePaths(a.http, mesh.pathNormalization))) {
    problems.push({
      code: 'unreachable-path',
      construct: grant.construct,
      message: `path \`${path}\` can never match: the mesh ${because} before it compares (\`pathNormalization\` is \`${mesh.pathNormalization}\`)`,
      repair: 'write the path as it is after that',
    });
  }
  return grant.access.map((access) => resolver.resolve(service, access, grant.when, (problem) => problems.push({
    ...problem,
    construct: grant.construct,
    message: `${problem.message} (granted to \`${callerName(grant.caller)}\`)`,
  })));
}

/** Tells callers apart, and stays the same when unrelated facts change. */
function callerKey(caller: CallerModel): string {
  switch (caller.kind) {
    case 'service': return `service:${caller.service}`;
    case 'namespace': return `namespace:${caller.namespace}`;
    case 'identity': return `${caller.role}:${caller.principal}${podsKey(caller.pods)}${wayKey(caller)}`;
    case 'addresses': return caller.role === 'cidr' ? `cidr:${addressesKey(caller)}` : caller.role;
    case 'anyone': return 'anyone';
  }
}

function addressesKey({ cidrs, except }: AddressesModel): string {
  return [...cidrs, ...except.map((e) => `!${e}`)].join(',');
}

function podsKey(pods: Extract<CallerModel, { kind: 'identity' }>['pods']): string {
  if (pods === undefined) return '';
  return `[${pods.wholeNamespace ? '*' : Object.entries(pods.labels).map(([k, v]) => `${k}=${v}`).sort(compare).join(',')}]`;
}

function wayKey({ dataPlane, usesWaypoints = true }: Extract<CallerModel, { kind: 'identity' }>): string {
  return `${dataPlane === undefined ? '' : `@${dataPlane}`}${usesWaypoints ? '' : '@pods'}`;
}

/** An identity of a namespace that is declared has its data plane. A gateway is a proxy of its own wherever it runs. */
function inItsNamespace(caller: CallerModel, byPrefix: ReadonlyMap<string, NamespaceModel>): CallerModel {
  if (caller.kind !== 'identity' || caller.role === 'ingress-gateway' || caller.dataPlane !== undefined) return caller;
  const declared = byPrefix.get(caller.principal.slice(0, caller.principal.lastIndexOf('/') + 1));
  if (declared === undefined || declared.dataPlane === 'none' || declared.migratingFrom !== undefined) return caller;
  return { ...caller, dataPlane: declared.dataPlane };
}

/** Callers with one key differ at most in the reasons of "anyone". */
function united(callers: readonly CallerModel[]): CallerModel {
  const [first] = callers;
  if (first.kind !== 'anyone') return first;
  return { kind: 'anyone', reason: sortedUnique(callers.flatMap((c) => (c.kind === 'anyone' ? [c.reason] : []))).join('; ') };
}
