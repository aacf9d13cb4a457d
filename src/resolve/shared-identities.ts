import type {
  EdgeModel, ExternalEdgeModel, FormerAccountModel, ImportedServiceModel, MeshModel, ServiceId, ServiceModel, SharedIdentityModel,
} from '../model/model';
import { hasMeshIdentity, sharersOf } from '../model/sharers';
import { byKey, compare } from '../private/sorting';
import { callerKey } from './caller-key';
import type { ContractDeclaration, MigrationDeclaration } from './declarations';

interface Accesses {
  readonly edges: readonly EdgeModel[];
  readonly externals: readonly ExternalEdgeModel[];
}

/**
 * What is granted to one of those who share an identity, all of them have: whoever renders, proves and reports sees it as an edge of its own.
 *
 * Hosts outside know no identity but at the egress waypoint, and who scrapes in plaintext shows none.
 */
export function withSharedIdentities(
  { edges, externals }: Accesses, services: readonly ServiceModel[], mesh: Pick<MeshModel, 'platform'>,
): Accesses {
  const known = services.filter((s) => hasMeshIdentity(mesh, s));
  if (known.every((s) => s.sharedIdentity === undefined)) return { edges, externals };
  const sharers = sharersOf(known);
  const others = (id: ServiceId): readonly ServiceId[] => sharers(id).map((s) => s.id);
  return {
    edges: [...edges, ...edges.flatMap((edge) => widened(edge, others))].sort(byId),
    externals: [...externals, ...externals.flatMap((external) => shared(external, others))].sort(byId),
  };
}

function shared(external: ExternalEdgeModel, others: (id: ServiceId) => readonly ServiceId[]): readonly ExternalEdgeModel[] {
  const { caller: identityOf, host, through } = external;
  return through === undefined ? [] : others(identityOf).map((caller) => ({ ...external, id: `${caller}~${identityOf}->${host}`, caller, identityOf }));
}

function widened(edge: EdgeModel, others: (id: ServiceId) => readonly ServiceId[]): readonly EdgeModel[] {
  const { id, callee, caller, pastProxy } = edge;
  if (caller.kind !== 'service' || pastProxy === true) return [];
  const rest = id.slice(`${callee}<-${callerKey(caller)}`.length);
  return others(caller.service).map((service) => {
    const sharer = { kind: 'service', service } as const;
    return { ...edge, id: `${callee}<-${callerKey(sharer)}~${caller.service}${rest}`, caller: sharer, identityOf: caller.service };
  });
}

/**
 * What is said of those with whom an identity is no longer shared, because the day is past until which one of them came from it, is over with
 * that: that a day passes makes nothing wrong.
 */
export function stillSharing(services: readonly ServiceModel[], migrations: readonly MigrationDeclaration[]): readonly ServiceModel[] {
  if (services.every((s) => s.sharedIdentity === undefined)) return services;
  const ever = sharersOf(services.map((s) => ({ ...s, formerAccounts: migrations.filter((m) => m.service === s.id) })));
  const now = sharersOf(services);
  return services.map((service) => {
    const { sharedIdentity, ...alone } = service;
    if (sharedIdentity === undefined) return service;
    const current = new Set(now(service.id).map((s) => s.id));
    const ended = new Set(ever(service.id).map((s) => s.id).filter((id) => !current.has(id)));
    const others = sharedIdentity.services.filter((id) => !ended.has(id));
    return others.length === 0 ? alone : { ...service, sharedIdentity: { ...sharedIdentity, services: others } };
  });
}

/**
 * Those who come from one account, and each say so, are one caller until the last of them has left it: whoever still runs under it is taken for
 * any of them.
 */
export function sharingUntilMoved(
  services: readonly ServiceModel[], migrations: readonly MigrationDeclaration[], mesh: Pick<MeshModel, 'platform'>,
): readonly ServiceModel[] {
  const said = new Set(migrations.filter((m) => m.shared === true).map((m) => `${m.service} ${m.serviceAccount}`));
  if (said.size === 0) return services;
  const leaving = services.filter((s) => hasMeshIdentity(mesh, s));
  const held = new Map<string, number>();
  const crowded = ({ namespace, formerAccounts = [] }: ServiceModel): readonly FormerAccountModel[] => (
    formerAccounts.filter((f) => (held.get(`${namespace}/${f.serviceAccount}`) ?? 0) > 1));
  for (const { namespace, formerAccounts = [] } of leaving) {
    for (const f of formerAccounts) held.set(`${namespace}/${f.serviceAccount}`, (held.get(`${namespace}/${f.serviceAccount}`) ?? 0) + 1);
  }
  const agreeing = new Map(leaving.filter((s) => s.sharedIdentity === undefined).flatMap((s): readonly [ServiceModel, SharedIdentityModel][] => {
    const [last, ...earlier] = byKey(crowded(s), (f) => f.expires).reverse();
    if (last === undefined || ![last, ...earlier].every((f) => said.has(`${s.id} ${f.serviceAccount}`))) return [];
    const { expires, reason, owner } = last;
    return [[s, { services: [], reason, expires, ...(owner === undefined ? {} : { owner }), untilMoved: true }]];
  }));
  const all = services.map((s) => ({ service: s, sharing: { ...s, ...(agreeing.has(s) ? { sharedIdentity: agreeing.get(s)! } : {}) } }));
  const sharers = sharersOf(all.filter(({ service }) => hasMeshIdentity(mesh, service)).map(({ sharing }) => sharing));
  return all.map(({ service, sharing }) => {
    const others = sharers(service.id).map((s) => s.id);
    return !agreeing.has(service) || others.length === 0 ? service : { ...sharing, sharedIdentity: { ...agreeing.get(service)!, services: others } };
  });
}

/** With whoever shares their identity in their App: a grant to one of them is one to all. */
export function withTheirSharers(
  imported: readonly ImportedServiceModel[], contracts: readonly ContractDeclaration[],
): readonly ImportedServiceModel[] {
  return [...imported, ...imported.flatMap(({ contract, sharedIdentity }) => contracts.filter(({ file }) => file === contract)
    .flatMap(({ services }) => services.filter(({ id }) => sharedIdentity?.services.includes(id) === true)))];
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return compare(a.id, b.id);
}
