import type { Labels } from '../../manifest/kinds';
import { refsText, refText, ruleRef } from '../refs';
import type { Tri } from '../tri';
import type { Destination, RuleRef, WorkloadView } from '../types';
import type { World } from '../world';
import { unmodelledInterception } from './interception';
import { entriesLeadingTo } from './service-entries';
import { sidecarsFor } from './sidecar-scope';

const INBOUND_INCLUDED = 'traffic.sidecar.istio.io/includeInboundPorts';
const INBOUND_EXCLUDED = 'traffic.sidecar.istio.io/excludeInboundPorts';
const OUTBOUND_EXCLUDED = 'traffic.sidecar.istio.io/excludeOutboundPorts';

/** Merged metrics and health, health, Envoy's metrics: never redirected to the proxy's inbound listener. */
export const OWN_PORTS: readonly number[] = [15020, 15021, 15090];

/** https://istio.io/latest/docs/reference/config/annotations/ */
const AROUND_ZTUNNEL: readonly (readonly [key: string, isSet: (value: string) => boolean])[] = [
  ['ambient.istio.io/bypass-inbound-capture', (value) => ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value)],
  ['istio.io/reroute-virtual-interfaces', (value) => value.trim() !== ''],
];

export interface Capture {
  readonly captured: Tri;
  readonly text: string;
  readonly because: readonly RuleRef[];
}

/** Does the callee's proxy see the connection at all? Where it does not, nothing of the mesh decides. */
export function captureOf(world: World, { workload, port, protocol }: Destination): Capture {
  const decided = (captured: Tri, text: string, because: readonly RuleRef[] = []): Capture => ({ captured, text, because });
  if (!world.settings.mesh) return decided('no', 'no mesh is installed');
  // No data plane redirects anything but TCP.
  if (protocol !== 'TCP') return decided('no', `${protocol} is not redirected to a proxy`);
  switch (workload.dataPlane) {
    case 'none': return decided('no', workload.hostNetwork ? `${workload.id} is in its node's network and has no proxy` : `${workload.id} has no proxy`);
    case 'unknown': return decided('unknown', unknownPlane(world, workload));
    case 'ambient': return byZtunnel(workload);
    case 'waypoint': return decided('unknown', `${workload.id} is a waypoint, whose own listeners are not modelled`);
    case 'gateway': return decided('unknown', `${workload.id} is a gateway, whose listeners are not modelled`);
    case 'sidecar': break;
  }
  const interception = unmodelledInterception(workload);
  if (interception !== undefined) return decided('unknown', `what of the traffic to ${workload.id} its proxy sees is not modelled under ${interception}`);
  if (OWN_PORTS.includes(port)) return decided('no', `port ${port} of a sidecar is not captured`);
  const included = workload.annotations[INBOUND_INCLUDED];
  const redirected = included === undefined || included.trim() === '*'
    ? !lists(workload.annotations, INBOUND_EXCLUDED, port)
    : lists(workload.annotations, INBOUND_INCLUDED, port);
  if (!redirected) return decided('no', `port ${port} of ${workload.id} is excluded from capture by annotation`);
  const [sidecar] = sidecarsFor(world, workload.namespace, workload.labels);
  if (sidecar !== undefined && (sidecar.object.spec.ingress ?? []).length > 0) {
    const ref = ruleRef(sidecar, 'spec.ingress');
    return decided('unknown', `${refText(ref)} replaces the listeners of ${workload.id}, which is not modelled`, [ref]);
  }
  const leading = entriesLeadingTo(world, workload, port).map((entry) => ruleRef(entry));
  if (leading.length > 0) {
    return decided('unknown', `${refsText(leading)} may make port ${port} of ${workload.id} an endpoint and change what its proxy reads it as, which is not modelled`, leading);
  }
  return decided('yes', `the sidecar of ${workload.id} captures port ${port}`);
}

function unknownPlane({ namespaces }: World, { id, namespace, otherIstiod }: WorkloadView): string {
  if (otherIstiod !== undefined) return `what the proxy of ${id} goes by is not known: ${otherIstiod}`;
  return namespaces.has(namespace)
    ? `what a proxy of ${id} goes by is not known: \`discoverySelectors\` of the mesh leave out namespace \`${namespace}\``
    : `whether ${id} has a proxy is not known: namespace \`${namespace}\` is not in the manifests`;
}

/** All TCP ports: what excludes ports from a sidecar's capture is nothing to istio-cni. */
function byZtunnel({ id, annotations }: WorkloadView): Capture {
  const unmodelled = AROUND_ZTUNNEL.find(([key, isSet]) => isSet(annotations[key] ?? ''))?.[0];
  return unmodelled === undefined
    ? { captured: 'yes', text: `ztunnel captures every TCP port of ${id}`, because: [] }
    : { captured: 'unknown', text: `under the annotation \`${unmodelled}\` plaintext to ${id} may go past ztunnel`, because: [] };
}

export function isExcludedOutbound(annotations: Labels, port: number): boolean {
  return lists(annotations, OUTBOUND_EXCLUDED, port);
}

function lists(annotations: Labels, key: string, port: number): boolean {
  return (annotations[key] ?? '').split(',').some((p) => p.trim() !== '' && Number(p) === port);
}
