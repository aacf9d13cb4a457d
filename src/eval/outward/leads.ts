import type { ServiceEntry, ServiceEntryPort } from '../../manifest/kinds';
import { isExcludedOutbound } from '../cluster/capture';
import { addressView, endsOf } from '../cluster/entry-ends';
import { type From, namespaceOfObject } from '../cluster/policies';
import { sidecarsFor } from '../cluster/sidecar-scope';
import type { ExternalTarget } from '../leave';
import { refText, ruleRef } from '../refs';
import type { Caller, DialledEntry, WorkloadView } from '../types';
import type { World } from '../world';
import { planeOf } from '../ztunnel/hbone';
import { entriesFor, isCaught } from './caught';
import { bareName, isNamed, kindOf, registeredFor } from './entries';

/** Where a connection that a caller opens may go: of several to one or another. */
export interface Lead {
  readonly end: WorkloadView;
  readonly port: number;
  /** What made it of what was dialled; left out: it goes where the caller dials. */
  readonly entry?: DialledEntry;
}

/**
 * A sidecar, or a gateway, sends what a ServiceEntry has to where that leads; ztunnel does, where the address leads to the entry. Who has no
 * proxy, or goes around it, and what nobody registered goes where it is dialled.
 */
export function leadsOf(world: World, caller: Caller, target: ExternalTarget): readonly Lead[] {
  const dialled: Lead = { end: addressView(target.host ?? target.ip ?? 'an unknown address', target.ip), port: target.port };
  switch (planeOf(world, caller)) {
    case 'none': return [dialled];
    case 'ambient': case 'waypoint': return byZtunnel(world, caller, target, dialled);
    case 'unknown': return unique([dialled, ...byProxy(world, caller, target, dialled), ...byZtunnel(world, caller, target, dialled)]);
    default: return isExcludedOutbound(caller.workload?.annotations ?? {}, target.port) ? [dialled] : byProxy(world, caller, target, dialled);
  }
}

function byProxy(world: World, caller: Caller, target: ExternalTarget, dialled: Lead): readonly Lead[] {
  const namespace = caller.namespace ?? '';
  const leads = sidecarsFor(world, namespace, caller.labels).flatMap((sidecar) => {
    const registered = registeredFor(world, sidecar, namespace, target);
    const isSure = registered.some(({ known }) => known === 'yes');
    return [...registered.flatMap(({ entry, port }) => throughEntry(world, entry, port, target)), ...(isSure ? [] : [dialled])];
  });
  return unique(leads);
}

/** https://github.com/istio/ztunnel/blob/master/src/proxy/outbound.rs (`build_request`) */
function byZtunnel(world: World, caller: Caller, target: ExternalTarget, dialled: Lead): readonly Lead[] {
  const found = entriesFor(world, target).flatMap((entry) => (
    (entry.object.spec.ports ?? []).filter((p) => p.number === target.port).map((port) => ({ entry, port }))));
  const [{ entry: only } = { entry: undefined }] = found;
  const isSure = found.length === 1 && isCaught(only!, caller, target) && (only!.object.spec.resolution ?? 'NONE') !== 'NONE';
  return unique([...found.flatMap(({ entry, port }) => throughEntry(world, entry, port, target)), ...(isSure ? [] : [dialled])]);
}

/** What the host's name leads to is known of the host that was dialled alone. */
export function throughEntry(world: World, entry: From<ServiceEntry>, port: ServiceEntryPort, target: ExternalTarget): readonly Lead[] {
  const { resolution = 'NONE', hosts } = entry.object.spec;
  const name = bareName(target);
  const isOwn = isNamed(entry, target);
  const host = isOwn ? name! : hosts[0];
  const ip = resolution === 'NONE' || isOwn ? target.ip : undefined;
  const ref = ruleRef(entry);
  const ends = endsOf(world, entry, port, resolution === 'NONE' ? name ?? target.ip ?? host : host, ip);
  const at = { host, port: target.port, protocol: kindOf(port), namespace: namespaceOfObject(entry), ref };
  if (ends.length > 0) return ends.map(({ workload: end, port: number, sends, why }) => ({ end, port: number, entry: { ...at, sends, why } }));
  const doubt = { text: `no workload in the manifests is behind ${refText(ref)}`, ref };
  return [{ end: { ...addressView(host, undefined), doubt }, port: port.targetPort ?? port.number, entry: { ...at, sends: 'plaintext', why: doubt.text } }];
}

export function unique(leads: readonly Lead[]): readonly Lead[] {
  const keyOf = ({ end, port, entry }: Lead): string => [end.id, end.ip, end.apart, port, entry?.ref.object, entry?.sends].join(' ');
  return [...new Map(leads.map((lead) => [keyOf(lead), lead])).values()];
}
