import type { DestinationRule, Labels } from '../../manifest/kinds';
import { refsText, refText, ruleRef } from '../refs';
import type { Caller, Destination, DialledEntry, RuleRef, WorkloadView } from '../types';
import { carries } from '../matcher/selector';
import { type Tri, tri } from '../tri';
import type { World } from '../world';
import { isExcludedOutbound } from './capture';
import { hostIn, isExported, matchesHostName, serviceHost } from './hosts';
import { type From, namespaceOfObject } from './policies';
import { sentPast } from './sent-past';
import { disabledFor, TLS_MODE, toHeadless } from './service-tls';

/** What the caller's proxy sends: `auto` is mTLS unless the callee's port is known to be plaintext. */
export interface ClientTls {
  /** `simple`: TLS of its own, without a certificate. */
  readonly mode: 'auto' | 'plaintext' | 'mutual' | 'simple' | 'auto-or-plaintext' | 'unknown';
  readonly text: string;
  readonly because: readonly RuleRef[];
}

const TRAFFIC = 'traffic.sidecar.istio.io';

const MODES: Readonly<Record<string, ClientTls['mode'] | undefined>> = { DISABLE: 'plaintext', ISTIO_MUTUAL: 'mutual', SIMPLE: 'simple' };

const AUTO: ClientTls = { mode: 'auto', text: '', because: [] };
const WITHOUT_AUTO: ClientTls = { mode: 'plaintext', text: '`enableAutoMtls` of the mesh is false, and no DestinationRule asks for mTLS', because: [] };

/** Only the client TLS mode of a DestinationRule touches access. One rule that sets it for the host or a port is understood; subsets are not. */
export function clientTls(world: World, caller: Caller, destination: Destination): ClientTls {
  const { workload, service, entry } = destination;
  const dialled = service ?? entry;
  if (dialled === undefined) return AUTO;
  const around = goesAround(caller.workload?.annotations ?? {}, dialled.port);
  if (around !== undefined) return { mode: 'auto-or-plaintext', text: `it may go around its proxy: ${around}`, because: [] };
  const past = service === undefined ? undefined : sentPast(world, caller, service);
  if (past !== undefined) return past;
  const label = workload.labels[TLS_MODE];
  const takesHboneAlone = workload.dataPlane === 'ambient' || workload.dataPlane === 'waypoint';
  if (label !== undefined && (label === 'istio') === takesHboneAlone) return { mode: 'auto-or-plaintext', text: `${workload.id} is labelled \`${TLS_MODE}: ${label}\``, because: [] };
  const unset = entry === undefined ? toService(world, caller, destination) : toEntry(world, entry);
  if (world.policies.destinationRules.length === 0) return unset;
  const host = service === undefined ? entry!.host : serviceHost(world, service);
  const forHost = world.policies.destinationRules.filter((rule) => applies(world, rule, caller, host, dialled.namespace));
  const matching = forHost.filter((rule) => selectsCaller(rule, caller) !== 'no');
  const otherwise = matching.filter((rule) => sendsOtherwise(specText(rule)));
  if (otherwise.length > 0) {
    const because = otherwise.map((rule) => ruleRef(rule));
    return { mode: 'unknown', text: `${refsText(because)} has it sent otherwise (PROXY protocol, tunnel, or to any address)`, because };
  }
  const expecting = matching.filter((rule) => specText(rule).includes('"subjectAltNames"') && expectsAnother(world, rule.object.spec, workload));
  if (expecting.length > 0) {
    const because = expecting.map((rule) => ruleRef(rule));
    return { mode: 'unknown', text: `${refsText(because)} expects another name than ${workload.id} has in its certificate (\`subjectAltNames\`)`, because };
  }
  const setting = matching.filter((rule) => specText(rule).includes('"tls"'));
  // HBONE takes the place of mTLS, and carries what a rule originates beside it.
  if (setting.length === 0 || (takesHboneAlone && unset.mode === 'auto')) return unset;
  const because = setting.map((rule) => ruleRef(rule));
  // One that selects others may still hide one of another namespace.
  const mode = forHost.length === 1 ? modeOf(setting[0], caller, dialled.port) : undefined;
  if (mode === 'AUTO') return unset;
  return {
    mode: MODES[mode ?? ''] ?? 'unknown',
    text: `${refsText(because)} sets the client's TLS mode`,
    because,
  };
}

/**
 * What takes nothing but HBONE is sent it whatever modes say: these are about mTLS of sidecars. A sidecar finds that out from endpoints, which it
 * does not have of a headless Service: to pods of that it sends plaintext.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/cluster_tls.go (`applyHBONETransportSocketMatches`)
 */
function toService(world: World, caller: Caller, destination: Destination): ClientTls {
  const { workload, service, placed } = destination;
  if (workload.dataPlane === 'ambient' || workload.dataPlane === 'waypoint') return toHeadless(world, caller, destination) ?? unrecognizedAmbient(destination) ?? AUTO;
  if (world.settings.autoMtls === false) return WITHOUT_AUTO;
  if (placed?.unrecognized === true) return { mode: 'plaintext', text: `istiod does not know whose the address is that ${refText(placed.by)} gives`, because: [placed.by] };
  return disabledFor(world, service!.namespace) ?? toHeadless(world, caller, destination) ?? AUTO;
}

/** istiod may still know by the address that it takes HBONE. */
function unrecognizedAmbient({ placed }: Destination): ClientTls | undefined {
  return placed?.unrecognized === true
    ? { mode: 'auto-or-plaintext', text: `istiod does not know whose the address is that ${refText(placed.by)} gives`, because: [placed.by] }
    : undefined;
}

function toEntry(world: World, { sends, why, namespace, ref }: DialledEntry): ClientTls {
  if (sends === 'plaintext') return { mode: 'plaintext', text: why, because: [ref] };
  if (world.settings.autoMtls === false) return WITHOUT_AUTO;
  if (sends === 'unknown') return { mode: 'unknown', text: why, because: [ref] };
  return disabledFor(world, namespace) ?? AUTO;
}

const texts = new WeakMap<From<DestinationRule>, string>();

/** Asked for every call that a rule may be about. */
function specText(rule: From<DestinationRule>): string {
  let text = texts.get(rule);
  if (text === undefined) texts.set(rule, text = JSON.stringify(rule.object.spec));
  return text;
}

/**
 * Beside TLS: a header before the first byte, CONNECT to another host, and whatever address the caller dials in place of the endpoints.
 *
 * https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy
 * https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/cluster_traffic_policy.go (`applyLoadBalancer`)
 */
function sendsOtherwise(spec: string): boolean {
  return ['"proxyProtocol"', '"tunnel"', '"PASSTHROUGH"'].some((setting) => spec.includes(setting));
}

/**
 * Names given for the server's certificate take the place of those that istiod knows. INVARIANT: each list has the callee's own.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/cluster_tls.go (`conditionallyConvertToIstioMtls`)
 */
function expectsAnother({ settings }: World, spec: unknown, { namespace, serviceAccount }: WorkloadView): boolean {
  const own = `spiffe://${settings.trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
  return listsNamed('subjectAltNames', spec).some((names) => names.length > 0 && !names.includes(own));
}

function listsNamed(field: string, value: unknown): readonly (readonly unknown[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (
    key === field && Array.isArray(inner) ? [inner as readonly unknown[]] : listsNamed(field, inner)));
}

/**
 * Rules by which a waypoint may wrap what it sends on. It reads those of a sidecar, and takes no mode that stands for mTLS: HBONE is its own.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/cluster_waypoint.go (`buildWaypointTLSContext`)
 */
export function wrappingAtWaypoint(world: World, waypoint: Caller, host: string, namespace: string): readonly From<DestinationRule>[] {
  return world.policies.destinationRules.filter((rule) => {
    if (!applies(world, rule, waypoint, host, namespace) || selectsCaller(rule, waypoint) === 'no') return false;
    const text = specText(rule);
    return sendsOtherwise(text) || (text.includes('"tls"') && !['DISABLE', 'ISTIO_MUTUAL'].includes(modeOf(rule, waypoint) ?? ''));
  });
}

/**
 * Rules by which a sidecar may wrap what it sends to somebody outside the mesh. `isTls`: what the application sends is TLS already, and any
 * more is too much; else TLS may be meant (it is originated), and only a certificate of the mesh is nothing for them.
 *
 * https://istio.io/latest/docs/tasks/traffic-management/egress/egress-tls-origination/
 */
export function wrappingAtSidecar(
  world: World, caller: Caller, { host, port }: { readonly host: string; readonly port: number }, isTls: boolean,
): readonly From<DestinationRule>[] {
  return world.policies.destinationRules.filter((rule) => {
    if (!applies(world, rule, caller, host, caller.namespace ?? '') || selectsCaller(rule, caller) === 'no') return false;
    const text = specText(rule);
    if (sendsOtherwise(text)) return true;
    if (!text.includes('"tls"')) return false;
    const mode = modeOf(rule, caller, port);
    return isTls ? mode !== 'DISABLE' && mode !== 'AUTO' : mode === undefined || mode === 'ISTIO_MUTUAL';
  });
}

/** Annotations of the caller by which its own proxy may not see the call, so that it is sent as the application sends it. */
function goesAround(annotations: Labels, port: number): string | undefined {
  if (isExcludedOutbound(annotations, port)) return `port ${port} is excluded from capture`;
  const included = annotations[`${TRAFFIC}/includeOutboundIPRanges`];
  if (included !== undefined && included.trim() !== '*') return 'only some addresses are captured';
  return (annotations[`${TRAFFIC}/excludeOutboundIPRanges`] ?? '').trim() === '' ? undefined : 'some addresses are excluded from capture';
}

/** Istio looks in the caller's namespace, the service's and the root namespace. */
function applies(world: World, rule: From<DestinationRule>, caller: Caller, host: string, serviceNamespace: string): boolean {
  const namespace = namespaceOfObject(rule);
  const { spec } = rule.object;
  const pattern = hostIn(world, namespace, spec.host);
  return [caller.namespace, serviceNamespace, world.settings.rootNamespace].includes(namespace)
    && isExported((spec.exportTo as readonly string[] | undefined) ?? world.settings.defaultExportTo?.destinationRule, namespace, caller.namespace)
    && (matchesHostName(pattern, host) || host.toLowerCase().startsWith(`${pattern}.`));
}

/** A rule with a selector is for callers of its own namespace that it selects. */
function selectsCaller(rule: From<DestinationRule>, { namespace, labels }: Caller): Tri {
  const { workloadSelector } = rule.object.spec as { workloadSelector?: { matchLabels?: Labels } };
  if (workloadSelector === undefined) return 'yes';
  if (namespaceOfObject(rule) !== namespace) return 'no';
  return labels === undefined ? 'unknown' : tri(carries(labels, workloadSelector.matchLabels));
}

/**
 * Undefined: subsets, callers that a selector may or may not select, or (without `port`) single ports. What is said for a port replaces
 * all that is said for the host, also where it says nothing of TLS: `AUTO`.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/networking/util/util.go (`GetPortLevelTrafficPolicy`)
 */
function modeOf(rule: From<DestinationRule>, caller: Caller, port?: number): string | undefined {
  const { trafficPolicy, subsets } = rule.object.spec as {
    trafficPolicy?: { tls?: Tls; portLevelSettings?: readonly { port?: { number?: number }; tls?: Tls }[] };
    subsets?: unknown;
  };
  const ofPorts = trafficPolicy?.portLevelSettings ?? [];
  if (selectsCaller(rule, caller) !== 'yes' || hasTls(subsets) || (port === undefined && hasTls(ofPorts))) return undefined;
  const own = ofPorts.find((p) => p.port?.number === port);
  return own === undefined || port === undefined ? trafficPolicy?.tls?.mode ?? 'AUTO' : own.tls?.mode ?? 'AUTO';
}

interface Tls { readonly mode?: string }

function hasTls(settings: unknown): boolean {
  return settings !== undefined && JSON.stringify(settings).includes('"tls"');
}
