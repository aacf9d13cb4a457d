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

const isUnselective = (s: From<Sidecar>): boolean => Object.keys(s.object.spec.workloadSelector?.labels ?? {}).length === 0;

/**
 * The Sidecar of a pod: the oldest of its namespace that selects it, else the namespace's oldest without selector, else the root
 * namespace's. `undefined`: none, so that everything exported is in scope. Several: the pod's labels are not known.
 *
 * https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export function sidecarsFor(world: World, namespace: string, labels: Labels | undefined): readonly (From<Sidecar> | undefined)[] {
  const own = world.policies.in(namespace).sidecar;
  const fallback = own.all.find(isUnselective) ?? world.policies.in(world.settings.rootNamespace).sidecar.all.find(isUnselective);
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
  return some(listeners.filter((e) => imports(e, callerNamespace, dialled)).map((e): Tri => (e.bind === undefined && e.captureMode !== 'NONE' ? 'yes' : 'unknown')));
}

function imports(listener: SidecarEgress, callerNamespace: string, dialled: Dialled): boolean {
  return listener.hosts.some((entry) => {
    const [namespace, host] = [entry.slice(0, entry.indexOf('/')), entry.slice(entry.indexOf('/') + 1)];
    const inNamespace = namespace === '*' || (namespace === '.' ? dialled.namespace === callerNamespace : dialled.namespace === namespace);
    return inNamespace && matchesHostName(host, dialled.host);
  });
}

/** A Service as something to dial; `networking.istio.io/exportTo` hides it. */
export function dialledService(world: World, service: { readonly namespace: string; readonly name: string; readonly port: number }): Dialled {
  const view = world.services.find(service.namespace, service.name);
  const exportTo = view === undefined ? undefined : exportToOf(view);
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
