import type { Labels, Sidecar, SidecarEgress } from '../../manifest/kinds';
import { some, type Tri, tri } from '../tri';
import type { World } from '../world';
import { isExported, matchesHostName, serviceHost } from './hosts';
import type { From } from './policies';
import type { ServiceView } from './services';

/** Something with a host and a port that a caller dials. */
export interface Dialled {
  readonly host: string;
  /** Namespace of the Service or ServiceEntry that has the host. */
  readonly namespace: string;
  readonly port: number;
  readonly exportTo?: readonly string[];
}

const isUnselective = (s: From<Sidecar>): boolean => s.object.spec.workloadSelector === undefined;

/**
 * The Sidecar of a pod: the oldest of its namespace that selects it, else the namespace's oldest without selector, else the root
 * namespace's. `undefined`: none, so that everything exported is in scope. Several: the pod's labels are not known. An empty selector selects.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/model/push_context.go (`initSidecarScopes`, `getSidecarScope`)
 */
export function sidecarsFor(world: World, namespace: string, labels: Labels | undefined): readonly (From<Sidecar> | undefined)[] {
  const own = world.policies.in(namespace).sidecar;
  const fallback = own.unselective ?? world.policies.in(world.settings.rootNamespace).sidecar.unselective;
  if (labels === undefined) return [...own.all.filter((s) => !isUnselective(s)), fallback];
  return [own.selecting(labels).find((s) => !isUnselective(s)) ?? fallback];
}

/** A listener bound by hand, or without redirection, is reached some other way than the host it is for: not decided. */
export function inScope(sidecar: From<Sidecar> | undefined, callerNamespace: string, dialled: Dialled): Tri {
  if (!isExported(dialled.exportTo, dialled.namespace, callerNamespace)) return 'no';
  const egress = sidecar?.object.spec.egress ?? [];
  if (egress.length === 0) return 'yes';
  // A listener for one port takes it away from those for all ports.
  const forPort = egress.filter((e) => e.port?.number === dialled.port);
  const listeners = forPort.length > 0 ? forPort : egress.filter((e) => e.port?.number === undefined);
  const importing = listeners.filter((e) => imports(e, callerNamespace, dialled));
  return some(importing.map((e): Tri => (e.bind === undefined && e.captureMode !== 'NONE' ? 'yes' : 'unknown')));
}

interface Imports {
  /** `namespace/host` without wildcard in the host. */
  readonly exact: ReadonlySet<string>;
  readonly patterns: readonly (readonly [namespace: string, pattern: string])[];
}

const compiled = new WeakMap<SidecarEgress, Imports>();

function importsOf(listener: SidecarEgress): Imports {
  let result = compiled.get(listener);
  if (result === undefined) {
    const entries = listener.hosts.map((e) => e.toLowerCase());
    result = {
      exact: new Set(entries.filter((e) => !e.includes('/*'))),
      patterns: entries.filter((e) => e.includes('/*')).map((e) => [e.slice(0, e.indexOf('/')), e.slice(e.indexOf('/') + 1)]),
    };
    compiled.set(listener, result);
  }
  return result;
}

/** `ns/host`; `*` every namespace, `.` the caller's own, `~` none. */
function imports(listener: SidecarEgress, callerNamespace: string, dialled: Dialled): boolean {
  const { exact, patterns } = importsOf(listener);
  const places = ['*', dialled.namespace, ...(dialled.namespace === callerNamespace ? ['.'] : [])];
  return places.some((place) => exact.has(`${place}/${dialled.host.toLowerCase()}`))
    || patterns.some(([namespace, pattern]) => places.includes(namespace) && matchesHostName(pattern, dialled.host));
}

/**
 * Is a route of a namespace that is for all hosts of a pattern with a star imported with any of them? To sidecars the two match either way round.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/model/sidecar.go (`VSMatches`)
 */
export function importsSome(
  sidecar: From<Sidecar> | undefined, callerNamespace: string, { host: pattern, namespace, exportTo }: Omit<Dialled, 'port'>,
): boolean {
  if (!isExported(exportTo, namespace, callerNamespace)) return false;
  const egress = sidecar?.object.spec.egress ?? [];
  const places = ['*', namespace, ...(namespace === callerNamespace ? ['.'] : [])];
  const isAmong = (entry: string): boolean => {
    const host = entry.slice(entry.indexOf('/') + 1);
    return places.includes(entry.slice(0, entry.indexOf('/'))) && (matchesHostName(pattern, host) || matchesHostName(host, pattern));
  };
  return egress.length === 0 || egress.some(({ hosts }) => hosts.some((entry) => isAmong(entry.toLowerCase())));
}

/** A Service as something to dial; `networking.istio.io/exportTo` hides it. */
export function dialledService(world: World, service: { readonly namespace: string; readonly name: string; readonly port: number }): Dialled {
  const view = world.services.find(service.namespace, service.name);
  const exportTo = view === undefined ? undefined : exportToOf(view) ?? world.settings.defaultExportTo?.service;
  return { host: serviceHost(world, service), namespace: service.namespace, port: service.port, ...(exportTo === undefined ? {} : { exportTo }) };
}

function exportToOf(service: ServiceView): readonly string[] | undefined {
  return service.source.object.metadata.annotations?.['networking.istio.io/exportTo']?.split(',').map((e) => e.trim());
}

/** May the proxy forward to what is not in its scope? `unknown`: through another proxy. */
export function passesThrough(world: World, sidecar: From<Sidecar> | undefined): Tri {
  const policy = sidecar?.object.spec.outboundTrafficPolicy;
  if (policy?.egressProxy !== undefined) return 'unknown';
  return tri((policy?.mode ?? (policy === undefined ? world.settings.outboundTrafficPolicy : 'REGISTRY_ONLY')) === 'ALLOW_ANY');
}
