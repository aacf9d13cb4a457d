import type { World } from '../world';

/** `catalog.shop.svc.cluster.local`. */
export function serviceHost(world: World, service: { readonly namespace: string; readonly name: string }): string {
  return `${service.name}.${service.namespace}.svc.${world.settings.clusterDomain ?? 'cluster.local'}`;
}

/** A short name is one of the object's own namespace; what has a dot in it stands for itself. */
export function hostIn(world: World, namespace: string, host: string): string {
  return (/[.*]/.test(host) ? host : serviceHost(world, { namespace, name: host })).toLowerCase();
}

/** `*.example.com` stands for any name below it, not for itself; `*` for everything. Host names have no case. */
export function matchesHostName(pattern: string, host: string): boolean {
  const p = pattern.toLowerCase();
  const h = host.toLowerCase();
  return p === '*' || (p.startsWith('*') ? h.endsWith(p.slice(1)) && h.length > p.length - 1 : h === p);
}

/** `exportTo`: `*`, `.` (its own namespace), `~` (nobody), names. Left out: everybody. */
export function isExported(exportTo: readonly string[] | undefined, own: string, to: string | undefined): boolean {
  return exportTo === undefined || exportTo.length === 0 || exportTo.some((e) => e === '*' || (e === '.' ? own === to : e === to));
}
