import type { Gateway, GatewayListener } from '../../manifest/kinds';
import type { GatewayServer, IstioGateway } from '../../manifest/route-kinds';
import { isHttp, isTls } from '../../manifest/syntax/protocols';
import { GATEWAY_NAME } from '../cluster/gateways';
import { type From, namespaceOfObject } from '../cluster/policies';
import { targetPort } from '../cluster/services';
import { carries } from '../matcher/selector';
import { ruleRef } from '../refs';
import type { RuleRef, WorkloadView } from '../types';
import type { World } from '../world';

/** What a gateway listens for at a port: a server of an Istio Gateway, or a listener of the Gateway API's. */
export interface Listener {
  readonly ref: RuleRef;
  readonly source: From<IstioGateway> | From<Gateway>;
  readonly namespace: string;
  readonly name: string;
  /** Of a Gateway of the Gateway API. */
  readonly listener?: GatewayListener;
  /** As it is written, which is the port of the gateway's Service. */
  readonly port: number;
  /** Behind TLS, if there is any. */
  readonly protocol: 'http' | 'tcp';
  readonly tls: 'none' | 'ends' | 'passes';
  readonly hosts: readonly { readonly namespace?: string; readonly host: string }[];
  /** Plain requests are sent to HTTPS. */
  readonly redirects: boolean;
  /** Why manifests do not decide what it takes; left out: they do. */
  readonly doubt?: string;
  /** Clients may show one, and with it an identity. */
  readonly asksCertificate: boolean;
}

/** At one port of a gateway's pod. */
export function listenersAt(world: World, workload: WorkloadView, port: number): readonly Listener[] {
  return listenersOf(world, workload).filter(({ at }) => at === port).map(({ listener }) => listener);
}

type Listeners = readonly { readonly at: number; readonly listener: Listener }[];

const known = new WeakMap<World, WeakMap<WorkloadView, Listeners>>();

/** With the port of the pod. The same objects each time: what is known of a listener is kept beside it. */
export function listenersOf(world: World, workload: WorkloadView): Listeners {
  const ofWorld = known.get(world) ?? new WeakMap<WorkloadView, Listeners>();
  const listeners = ofWorld.get(workload) ?? findListeners(world, workload);
  known.set(world, ofWorld.set(workload, listeners));
  return listeners;
}

function findListeners(world: World, workload: WorkloadView): Listeners {
  const name = workload.labels[GATEWAY_NAME];
  const gateway = name === undefined ? undefined : world.gateways.find(workload.namespace, name);
  const ofApi = gateway?.object.spec.listeners.map((listener, i) => ({ at: listener.port, listener: ofListener(gateway, listener, i) })) ?? [];
  // Pods of any namespace: `PILOT_SCOPE_GATEWAY_TO_NAMESPACE` is off by default.
  const selecting = world.policies.istioGateways.filter(({ object }) => carries(workload.labels, object.spec.selector));
  return [...ofApi, ...selecting.flatMap((source) => source.object.spec.servers.map((server, i) => (
    { at: podPort(world, workload, server.port.number), listener: ofServer(source, server, i) })))];
}

/**
 * Where a Service leads to the pod from that port it is the Service's, else the pod's own.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/model/gateway.go (`resolvePorts`)
 */
function podPort(world: World, workload: WorkloadView, number: number): number {
  for (const { ports, source } of world.services.selecting(workload)) {
    if (source.object.metadata.labels?.['experimental.istio.io/disable-gateway-port-translation'] !== undefined) continue;
    const leading = ports.find((p) => p.port === number && (p.protocol ?? 'TCP') === 'TCP');
    const target = leading && targetPort(leading, workload);
    if (target !== undefined) return target;
  }
  return number;
}

const CERTIFICATE = ['MUTUAL', 'OPTIONAL_MUTUAL', 'ISTIO_MUTUAL'];

export function ofServer(source: From<IstioGateway>, server: GatewayServer, i: number): Listener {
  const { port, hosts, tls, bind } = server;
  const namespace = namespaceOfObject(source);
  const mode = tls?.mode ?? 'PASSTHROUGH';
  const isSecure = isTls(port.protocol);
  const passes = isSecure && (mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH');
  const asksCertificate = isSecure && CERTIFICATE.includes(mode);
  const doubt = bind !== undefined && bind !== ''
    ? `listens at \`${bind}\` only`
    : mode === 'AUTO_PASSTHROUGH' ? 'sends on by server name, past all routes' : asksCertificate ? `asks for a certificate of the client (\`tls.mode: ${mode}\`)` : undefined;
  return {
    ref: ruleRef(source, `spec.servers[${i}]`),
    source,
    namespace,
    name: source.object.metadata.name,
    port: port.number,
    protocol: isHttp(port.protocol) || (port.protocol.toUpperCase() === 'HTTPS' && !passes) ? 'http' : 'tcp',
    tls: isSecure ? (passes ? 'passes' : 'ends') : 'none',
    hosts: hosts.map((text) => {
      const [of, host] = text.includes('/') ? text.split('/') : ['*', text];
      return { host, ...(of === '*' ? {} : { namespace: of === '.' ? namespace : of }) };
    }),
    redirects: tls?.httpsRedirect === true,
    asksCertificate,
    ...(doubt === undefined ? {} : { doubt }),
  };
}

export function ofListener(source: From<Gateway>, listener: GatewayListener, i: number): Listener {
  const { protocol, tls, hostname = '*', port } = listener;
  const settings = tls as { readonly mode?: string; readonly options?: Readonly<Record<string, string>> } | undefined;
  const passes = protocol === 'TLS' && settings?.mode === 'Passthrough';
  const isSecure = protocol === 'HTTPS' || protocol === 'TLS';
  const ofMode = settings?.options?.['gateway.istio.io/tls-terminate-mode'];
  const certificates = (source.object.spec as { readonly tls?: unknown }).tls !== undefined;
  const asksCertificate = isSecure && !passes && (certificates || (ofMode !== undefined && ofMode !== 'SIMPLE'));
  const doubt = !['HTTP', 'HTTPS', 'TLS', 'TCP'].includes(protocol)
    ? `is of protocol \`${protocol}\``
    : asksCertificate ? 'may ask for a certificate of the client' : undefined;
  return {
    ref: ruleRef(source, `spec.listeners[${i}]`),
    source,
    namespace: namespaceOfObject(source),
    name: source.object.metadata.name,
    listener,
    port,
    protocol: protocol === 'HTTP' || protocol === 'HTTPS' ? 'http' : 'tcp',
    tls: passes ? 'passes' : isSecure ? 'ends' : 'none',
    hosts: [{ host: hostname }],
    redirects: false,
    asksCertificate,
    ...(doubt === undefined ? {} : { doubt }),
  };
}
