import type { Labels } from '../../manifest/kinds';
import { refsText, refText, ruleRef } from '../refs';
import type { Tri } from '../tri';
import type { Destination, RuleRef, WorkloadView } from '../types';
import type { World } from '../world';
import { unmodelledInterception } from './interception';
import { readingOf } from './service-entries';
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
  if (workload.apart !== undefined) return apart(world, workload, port);
  switch (workload.dataPlane) {
    case 'none': return decided('no', noProxy(workload));
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
  const posing = machineAt(world, workload);
  if (posing !== undefined) return decided('unknown', `WorkloadEntry ${posing.id} has the address of ${workload.id}, whose proxy istiod then tells of the ports of that`);
  return readOtherwise(world, workload, port) ?? decided('yes', `the sidecar of ${workload.id} captures port ${port}`);
}

/** One read as who knows what may be HTTP or not. */
function readOtherwise(world: World, workload: WorkloadView, port: number): Capture | undefined {
  const { protocol, otherwise } = readingOf(world, workload, port);
  if (otherwise.length === 0) return undefined;
  const because = otherwise.map((entry) => ruleRef(entry));
  const text = `${refsText(because)} may make port ${port} of ${workload.id} an endpoint that its proxy does not read as ${protocol}, if older than what else leads there`;
  return { captured: 'unknown', text, because };
}

const UNSAID = 'it names no service account, or is labelled to take no mTLS';

/** What comes to a machine its sidecar gets, all of it, as long as nobody there says otherwise. */
function apart(world: World, workload: WorkloadView, port: number): Capture {
  const { id, apart: kind, dataPlane, doubt } = workload;
  if (kind === 'address') {
    return doubt === undefined
      ? { captured: 'no', text: `${id} is outside the cluster, where nothing of these manifests decides`, because: [] }
      : { captured: 'unknown', text: doubt.text, because: [doubt.ref] };
  }
  return dataPlane === 'sidecar'
    ? readOtherwise(world, workload, port) ?? { captured: 'yes', text: `the sidecar of WorkloadEntry ${id} captures port ${port}`, because: [] }
    : { captured: 'unknown', text: `whether there is a proxy at WorkloadEntry ${id} is not known: ${UNSAID}`, because: [] };
}

const machines = new WeakMap<World, ReadonlyMap<string, WorkloadView>>();

/** https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/kube/controller/controller.go (`GetProxyServiceTargets`) */
function machineAt(world: World, { ip }: WorkloadView): WorkloadView | undefined {
  if (ip === undefined) return undefined;
  let byIp = machines.get(world);
  if (byIp === undefined) {
    byIp = new Map(world.workloads.flatMap((w) => (w.apart === undefined || w.ip === undefined ? [] : [[w.ip, w]])));
    machines.set(world, byIp);
  }
  return byIp.get(ip);
}

function noProxy({ id, hostNetwork, missed }: WorkloadView): string {
  if (missed === 'ambient') return `${id} runs without \`ambient.istio.io/redirection: enabled\`, which istio-cni notes where it has led the traffic of a pod to ztunnel`;
  if (missed === 'sidecar') return `${id} runs without \`sidecar.istio.io/status\`, which the injector notes, and has no proxy`;
  return `${id}${hostNetwork ? ' is in its node\'s network and' : ''} has no proxy`;
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
