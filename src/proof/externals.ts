import { callerOf } from '../eval/callers';
import { wrappingAtSidecar } from '../eval/cluster/client-tls';
import { mayImport } from '../eval/cluster/service-entries';
import { sidecarsFor } from '../eval/cluster/sidecar-scope';
import { type ExternalTarget, leave } from '../eval/leave';
import { isNamed, kindOf } from '../eval/outward/entries';
import { ruleRef } from '../eval/refs';
import { routesOfEntry } from '../eval/routing/routes';
import { EVERYTHING } from '../eval/request-set';
import type { WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import type { ServiceEntrySpec } from '../manifest/kinds';
import type { ExternalEdgeModel, ExternalProtocol, ServiceModel } from '../model/model';
import type { Gap, Tally } from './gap';
import type { Context } from './knocks';
import { FRESH, firstOf, inBlock } from './minimal';
import { OUTSIDE } from './projection/egress-policy';
import { isEnforced } from './stages';

/** Tried where one of them is declared: addresses of documentation, which nobody has (RFC 5737). */
const ADDRESSES = [OUTSIDE, '198.51.100.10', '192.0.2.10'];
const SHOWN = ['http', 'tls', 'tcp'] as const;

export const shownBy = (protocol: ExternalProtocol): ExternalTarget['protocol'] => (protocol === 'https' ? 'tls' : protocol);

const ports = new WeakMap<World, ReadonlySet<number>>();

/** Of every ServiceEntry of the manifests: on another port a proxy without ALLOW_ANY has no listener for anything external. */
function entryPorts(world: World): ReadonlySet<number> {
  let known = ports.get(world);
  if (known === undefined) {
    known = new Set(world.policies.serviceEntries.flatMap(({ object }) => (object.spec.ports ?? []).map((p) => p.number)));
    ports.set(world, known);
  }
  return known;
}

/** Through its proxy a pod reaches each external host it calls at each of its addresses, and no other host or address on any of their ports. */
export function checkExternals(context: Context, service: ServiceModel, workload: WorkloadView, tally: Tally): readonly Gap[] {
  const { world, declaration } = context;
  const caller = callerOf(world, workload);
  const externals = declaration.externalsFrom(service);
  const at = (target: ExternalTarget, statement: Gap['statement']): readonly Gap[] => {
    tally.decisions++;
    const scope = leave(world, caller, target).layers.find((l) => l.layer === 'egress-scope')!;
    if (scope.answer === (statement === 'declared-works' ? 'allow' : 'deny')) return [];
    return [{
      statement, layer: 'egress-scope', caller: workload.id, callee: target.host ?? target.ip!, port: target.port, protocol: 'TCP', requests: EVERYTHING,
      undecided: scope.answer === 'undetermined', because: scope.because, service,
    }];
  };
  const declared = externals.flatMap((external) => external.ports.flatMap(({ number: port, protocol }) => {
    const ips = external.addresses.length === 0 ? [undefined] : external.addresses.flatMap((a) => firstOf(a) ?? []);
    return [
      ...ips.flatMap((ip) => at({ host: external.host, port, protocol: shownBy(protocol), ...(ip === undefined ? {} : { ip }) }, 'declared-works')),
      ...wrapped(context, service, workload, external.host, port, shownBy(protocol) === 'tls'),
    ];
  }));
  const addresses = externals.flatMap((e) => e.addresses);
  const ip = ADDRESSES.find((a) => !addresses.some((cidr) => inBlock(a, cidr)))!;
  const tried = [...new Set([...entryPorts(world), ...externals.flatMap((e) => e.ports.map((p) => p.number))])].sort((a, b) => a - b);
  const beside = [
    ...tried.flatMap((port) => SHOWN.map((protocol) => ({ host: FRESH.host, ip, port, protocol }))),
    ...externals.flatMap((external) => portsBeside(context, service, external)),
  ];
  const others = isEnforced(service, 'egress-scope') ? beside.flatMap((target) => at(target, 'layer-least-privilege')) : [];
  return [...declared, ...others, ...externals.flatMap((external) => elsewhere(context, service, workload, external))];
}

/** Where ServiceEntries take calls to a declared host beside what anybody of the namespace, whose entry it may share, declared of it. */
function portsBeside(
  { world, declaration }: Context, { namespace }: ServiceModel, { host, addresses, ports: own }: ExternalEdgeModel,
): readonly ExternalTarget[] {
  const ports = world.policies.serviceEntries.filter((entry) => isNamed(entry, { host })).flatMap(({ object: { spec } }) => spec.ports ?? [])
    .filter(({ number }) => own.every((p) => p.number !== number));
  if (ports.length === 0) return [];
  const shared = new Set(declaration.model.externals.filter((e) => e.host === host && declaration.service(e.caller).namespace === namespace)
    .flatMap((e) => e.ports.map((p) => p.number)));
  const [ip] = addresses.flatMap((a) => firstOf(a) ?? []);
  const at = ip === undefined ? {} : { ip };
  return ports.filter(({ number }) => !shared.has(number)).map((port) => ({ host, port: port.number, protocol: kindOf(port), ...at }));
}

/** What arrives is not what the application sent: TLS within TLS is no TLS to the host. */
function wrapped({ world }: Context, service: ServiceModel, workload: WorkloadView, host: string, port: number, isTls: boolean): readonly Gap[] {
  const rules = wrappingAtSidecar(world, callerOf(world, workload), { host, port }, isTls);
  if (rules.length === 0) return [];
  return [{
    statement: 'declared-works', layer: 'egress-scope', caller: workload.id, callee: host, port, protocol: 'TCP', requests: EVERYTHING, undecided: true,
    because: rules.map((rule) => ruleRef(rule, 'spec')), service,
  }];
}

/** The name alone decides, so that every entry for it must lead where it is looked up to, and nowhere else. */
function elsewhere({ world, declaration }: Context, service: ServiceModel, workload: WorkloadView, external: ExternalEdgeModel): readonly Gap[] {
  const { host, ports: dialled } = external;
  const sidecars = sidecarsFor(world, workload.namespace, workload.labels);
  // Callers of one namespace share what they say of a host.
  const own = (address: string): boolean => declaration.model.externals.some((e) => (
    e.host === host && declaration.service(e.caller).namespace === service.namespace && e.addresses.some((cidr) => inBlock(address, cidr))
  ));
  return world.policies.serviceEntries
    .filter((entry) => sidecars.some((sidecar) => dialled.some(({ number }) => mayImport(entry, host, number, sidecar, workload.namespace))))
    .flatMap((entry) => {
      const because = [...(saysTheSame(external, entry.object.spec, own) ? [] : [ruleRef(entry, 'spec')]), ...routesOfEntry(world, entry)];
      if (because.length === 0) return [];
      return [{
        statement: 'layer-least-privilege', layer: 'egress-scope', caller: workload.id, callee: `whatever else ${host} leads to`, protocol: 'TCP',
        requests: EVERYTHING, undecided: true, because, service,
      }];
    });
}

/** `own`: is it an address that was declared? */
export function saysTheSame(external: ExternalEdgeModel, spec: ServiceEntrySpec, own: (address: string) => boolean): boolean {
  const { resolution, location, endpoints = [], workloadSelector, addresses = [], ports = [] } = spec;
  // A name that is looked up is of somebody else's making; what is on the node is found by its address.
  const leadsThere = external.onNode === undefined
    ? resolution === 'DNS' && endpoints.length === 0
    : resolution === 'STATIC' && endpoints.length > 0 && endpoints.every(({ address, ports: at }) => typeof address === 'string' && at === undefined && own(address));
  return leadsThere && location !== 'MESH_INTERNAL' && workloadSelector === undefined
    && addresses.every((address) => !address.includes('/') && own(address))
    && ports.every(({ number, targetPort = number, protocol = 'TCP' }) => targetPort === number && protocol.toUpperCase() !== 'UDP')
    && ports.every((port) => external.ports.every((d) => d.number !== port.number || shownBy(d.protocol) === kindOf(port)));
}
