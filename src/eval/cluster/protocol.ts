import type { ServicePortSpec } from '../../manifest/kinds';

/** How the callee's proxy reads a port: `sniffed` is HTTP where the first bytes look like it, else TCP. */
export type PortProtocol = 'http' | 'tcp' | 'sniffed';

const HTTP = ['http', 'http2', 'grpc', 'grpc-web', 'http_proxy'];
/** TLS that is not ours is opaque: it is proxied as TCP. */
const TCP = ['tcp', 'https', 'tls', 'mongo', 'mysql', 'redis', 'hbone'];
const KUBERNETES_NAMES: Readonly<Record<string, string>> = { 'kubernetes.io/h2c': 'http2', 'kubernetes.io/ws': 'http', 'kubernetes.io/wss': 'https' };
/** Server-first protocols: SMTP, DNS, MySQL, MongoDB. Sniffing would hang them. */
const NEVER_SNIFFED = [25, 53, 3306, 27017];

/**
 * `appProtocol` wins over the prefix of the port's name; neither: sniffed.
 *
 * https://github.com/istio/istio/blob/master/pkg/config/kube/conversion.go (`ConvertProtocol`)
 */
export function protocolOf(port: ServicePortSpec): PortProtocol {
  const prefix = wordOf(port);
  if (HTTP.includes(prefix)) return 'http';
  if (TCP.includes(prefix)) return 'tcp';
  return NEVER_SNIFFED.includes(port.port) ? 'tcp' : 'sniffed';
}

/**
 * The version of HTTP in which proxies send requests on. Undefined: that in which they come (sniffed), no HTTP, or translated (gRPC-Web).
 *
 * https://github.com/istio/istio/blob/master/pkg/config/protocol/instance.go (`IsHTTP2`)
 */
export function httpVersionOf(port: ServicePortSpec): 1 | 2 | undefined {
  switch (wordOf(port)) {
    case 'http': return 1;
    case 'http2': case 'grpc': return 2;
    default: return undefined;
  }
}

function wordOf({ appProtocol, name = '' }: ServicePortSpec): string {
  const word = (appProtocol === undefined ? name : KUBERNETES_NAMES[appProtocol] ?? appProtocol).toLowerCase();
  return word.startsWith('grpc-web') ? 'grpc-web' : word.split('-')[0];
}
