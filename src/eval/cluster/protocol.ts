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
  const declared = port.appProtocol === undefined ? port.name ?? '' : KUBERNETES_NAMES[port.appProtocol] ?? port.appProtocol;
  const name = declared.toLowerCase();
  const prefix = name.startsWith('grpc-web') ? 'grpc-web' : name.split('-')[0];
  if (HTTP.includes(prefix)) return 'http';
  if (TCP.includes(prefix)) return 'tcp';
  return NEVER_SNIFFED.includes(port.port) ? 'tcp' : 'sniffed';
}
