import type { World } from '../../src/eval';
import { namespaceOfObject } from '../../src/eval/cluster/policies';
import { waypointOf } from '../../src/eval/waypoint/binding';
import { attachedTo } from '../../src/eval/ztunnel/attached';
import { waypointName } from './istiod-view';
import { keyOf, type Ztunnel } from './ztunnel';
import type { Service, Workload, ZtunnelView } from './xds';

export interface Attachments {
  readonly workloads: number;
  readonly policies: number;
  readonly services: number;
  readonly differences: readonly string[];
}

/** What istiod makes of a PeerAuthentication: names that no object can have. */
const CONVERTED = /^[^/]+\/(istio_converted_static_strict$|converted_peer_authentication_)/;

/** Who is captured, which policies reach each captured workload, and which waypoint each Service has: by istiod, and by the evaluator. */
export function compareAttachments(world: World, view: ZtunnelView, ztunnel: Ztunnel): Attachments {
  const differences: string[] = [];
  const differ = (what: string, istiod: string, evaluator: string) => {
    if (istiod !== evaluator) differences.push(`${what}: istiod ${istiod}, the evaluator ${evaluator}`);
  };
  let policies = 0;
  const workloads = world.workloads.flatMap((w) => {
    const sent = view.workloads.find((x) => keyOf(x) === w.id);
    return sent === undefined ? [] : [{ w, sent }];
  });
  for (const { w, sent } of workloads) {
    differ(`${w.id} is captured by ztunnel`, String(isCaptured(sent)), String(w.dataPlane === 'ambient'));
    if (!isCaptured(sent)) continue;
    const names = ztunnel.policiesOf(sent).map(keyOf).filter((key) => !CONVERTED.test(key));
    policies += names.length;
    differ(`policies of ${w.id}`, list(names), list(attachedTo(world, w).sources.map((p) => `${namespaceOfObject(p)}/${p.object.metadata.name}`)));
  }
  const services = view.services.filter((s) => world.services.find(s.namespace, s.name) !== undefined && isService(s));
  for (const s of services) {
    const [{ port }] = world.services.find(s.namespace, s.name)!.ports;
    const binding = waypointOf(world, { service: s, port });
    if (binding.kind !== 'unknown') differ(`waypoint of Service ${keyOf(s)}`, waypointName(s), binding.kind === 'waypoint' ? keyOf(binding.gateway) : 'none');
  }
  return { workloads: workloads.length, policies, services: services.length, differences };
}

export function isCaptured({ tunnel_protocol, native_tunnel }: Workload): boolean {
  return tunnel_protocol === 'HBONE' && native_tunnel !== true;
}

function isService({ name, namespace, hostname }: Service): boolean {
  return hostname === `${name}.${namespace}.svc.cluster.local`;
}

function list(names: readonly string[]): string {
  return [...names].sort().join(', ') || 'none';
}
