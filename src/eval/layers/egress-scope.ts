import type { Sidecar } from '../../manifest/kinds';
import { entriesInTheWay } from '../cluster/address-rivals';
import { isExcludedOutbound } from '../cluster/capture';
import { unmodelledInterception } from '../cluster/interception';
import type { From } from '../cluster/policies';
import { protocolOf } from '../cluster/protocol';
import { rivalsOf } from '../cluster/service-entries';
import { type Dialled, dialledService, inScope, passesThrough, sidecarsFor } from '../cluster/sidecar-scope';
import { some, type Tri } from '../tri';
import { registeredFor } from '../outward/entries';
import type { Caller, Destination, DialledEntry, RuleRef } from '../types';
import type { World } from '../world';
import { planeOf } from '../ztunnel/hbone';
import { mayBeRouted, routesLeadingTo } from '../routing/routes';
import { routed } from './egress-routes';
import { connectionLayer, type LayerAt, type Verdict, verdict } from './layer';
import { refsText, refText, ruleRef } from '../refs';

/**
 * What the caller's own proxy forwards: its Sidecar, and the mesh's outbound policy for everything outside it. It holds a workload that
 * behaves, not one that goes around its proxy. It sees hosts and Service ports; by the pod's address only a headless Service is known.
 */
export function egressScope(world: World, destination: Destination): LayerAt {
  const { service, entry, port, protocol } = destination;
  if (entry !== undefined) return entryScope(world, entry);
  const dialled = service === undefined ? headless(world, destination) : [dialledService(world, service)];
  const name = service === undefined ? `the address of ${destination.workload.id}` : dialled[0].host;
  const scope = connectionLayer('egress-scope', (caller) => (protocol === 'TCP'
    ? ledAstray(world, caller, destination, name) ?? judgeScope(world, caller, service?.port ?? port, name, (sidecar, namespace) => ({
      known: some(dialled.map((d) => inScope(sidecar, namespace, d))),
      rivals: dialled.flatMap((d) => rivalsOf(world, d, sidecar, namespace).map((entry) => ruleRef(entry))),
      routes: () => dialled.flatMap((d) => routesLeadingTo(world, d.host, d.port, sidecar, namespace)),
    }))
    : verdict('allow', () => `${protocol} is not redirected to a proxy`)), world.settings.mesh && protocol === 'TCP' ? undefined : 'allow');
  if (service === undefined || protocol !== 'TCP' || !mayBeRouted(world, name, service)) return scope;
  const dialledPort = world.services.find(service.namespace, service.name)?.ports.find((p) => p.port === service.port && (p.protocol ?? 'TCP') === 'TCP');
  return routed(world, dialled[0], service, dialledPort === undefined ? 'sniffed' : protocolOf(dialledPort), scope, (caller) => (
    unproxied(world, caller, service.port) !== undefined ? 'no' : isUnsure(caller) ? 'unknown' : 'yes'));
}

/** Also where no Sidecar holds the caller. */
function ledAstray(world: World, caller: Caller, destination: Destination, name: string): Verdict | undefined {
  const because = entriesInTheWay(world, caller, destination).map((entry) => ruleRef(entry));
  return because.length === 0 ? undefined : verdict('undetermined', () => `where ${name} leads, whose name or address ${refsText(because)} has, too, is not modelled`, because);
}

/** By the host of a ServiceEntry, which is found as what leaves the cluster is. */
function entryScope(world: World, entry: DialledEntry): LayerAt {
  const { host, port, protocol, namespace } = entry;
  const scope = connectionLayer('egress-scope', (caller) => judgeScope(world, caller, port, host, (sidecar, own) => (
    { known: some(registeredFor(world, sidecar, own, { host, port, protocol }).map((r) => r.known)) })));
  if (!mayBeRouted(world, host)) return scope;
  return routed(world, { host, namespace, port }, undefined, protocol === 'http' ? 'http' : 'tcp', scope, (caller) => (
    unproxied(world, caller, port) !== undefined ? 'no' : isUnsure(caller) ? 'unknown' : 'yes'));
}

/** Each pod of a headless Service has a listener of its own, at the Service's port. */
function headless(world: World, { workload, port }: Destination): readonly Dialled[] {
  const selecting = world.services.selecting(workload).flatMap((service) => service.ports.map((servicePort) => ({ service, servicePort })));
  return [...selecting, ...world.services.placing(workload)].filter(({ service, servicePort }) => service.headless && servicePort.port === port)
    .map(({ service: { namespace, name }, servicePort }) => ({ ...dialledService(world, { namespace, name, port: servicePort.port }) }));
}

interface Registered {
  /** Is what is dialled in the proxy's registry, under this Sidecar? */
  readonly known: Tri;
  /** What else has its name there, so that the name may lead anywhere. */
  readonly rivals?: readonly RuleRef[];
  /** What may lead there although it is not in scope. */
  routes?(): readonly RuleRef[];
}

export function judgeScope(
  world: World, caller: Caller, port: number, name: string, registered: (sidecar: From<Sidecar> | undefined, namespace: string) => Registered,
): Verdict {
  const free = unproxied(world, caller, port);
  if (free !== undefined) return verdict('allow', free);
  const namespace = caller.namespace!;
  const outcomes = sidecarsFor(world, namespace, caller.labels).map((sidecar) => outcome(world, sidecar, registered(sidecar, namespace), name));
  const first = outcomes[0];
  const same = outcomes.every((o) => o.answer === first.answer);
  if (!same) return verdict('undetermined', () => `which Sidecar of \`${namespace}\` applies depends on pod labels that are not known`, outcomes.flatMap((o) => o.because));
  return first.answer === 'deny' && isUnsure(caller)
    ? verdict('undetermined', () => `${first.text()}; but whether ${caller.name} goes through that proxy is not known`, first.because)
    : first;
}

function outcome(world: World, sidecar: From<Sidecar> | undefined, { known, rivals = [], routes }: Registered, name: string): Verdict {
  if (rivals.length > 0) return verdict('undetermined', () => `where ${name} leads, which ${refsText(rivals)} has for a host, too, is not modelled`, rivals);
  const because: readonly RuleRef[] = sidecar === undefined ? [] : [ruleRef(sidecar, 'spec.egress')];
  const scope = (): string => (sidecar === undefined ? 'the mesh, without a Sidecar' : refText(because[0]));
  if (known === 'yes') return verdict('allow', () => `${name} is in the scope of ${scope()}`, because);
  const passes = passesThrough(world, sidecar);
  if (passes === 'yes') return verdict('allow', () => `${name} is not in the scope of ${scope()}, but outbound policy is ALLOW_ANY`, because);
  const leading = known === 'no' && passes === 'no' ? routes?.() ?? [] : [];
  if (leading.length > 0) return verdict('undetermined', () => `${name} is not in the scope of ${scope()}, but ${refsText(leading)} may lead there`, leading);
  return known === 'unknown' || passes === 'unknown'
    ? verdict('undetermined', () => `whether ${scope()} lets ${name} pass is not modelled`, because)
    : verdict('deny', () => `${name} is not in the scope of ${scope()}, and outbound policy is REGISTRY_ONLY`, because);
}

/** Why no Sidecar holds this caller; undefined: one does. */
function unproxied(world: World, caller: Caller, port: number): string | undefined {
  if (!world.settings.mesh) return 'no mesh is installed';
  if (caller.many) return 'it stands for pods that have proxies of their own';
  if ((!caller.pod && caller.workload === undefined) || caller.namespace === undefined) return 'it does not come through a proxy of this cluster';
  const plane = planeOf(world, caller);
  if (plane === 'ambient') return `${caller.name} is in ambient mode, which has no Sidecar`;
  if (caller.workload === undefined) return caller.principal === undefined ? 'it does not come through a proxy' : undefined;
  switch (plane) {
    case 'none': return `${caller.name} has no proxy`;
    case 'gateway': return `${caller.name} is a gateway, which forwards as its routes say and has no Sidecar`;
    case 'waypoint': return `${caller.name} is a waypoint, which forwards to what it stands before and has no Sidecar`;
    default: return isExcludedOutbound(caller.workload.annotations, port) ? `port ${port} is excluded from capture at ${caller.name}` : undefined;
  }
}

function isUnsure({ workload }: Caller): boolean {
  const ranges = ['includeOutboundIPRanges', 'excludeOutboundIPRanges', 'includeOutboundPorts'];
  // An identity without a workload may be a gateway's.
  return workload === undefined
    || (workload.dataPlane === 'unknown' || workload.asProxy !== undefined || ranges.some((r) => workload.annotations[`traffic.sidecar.istio.io/${r}`] !== undefined)
      || unmodelledInterception(workload) !== undefined);
}
