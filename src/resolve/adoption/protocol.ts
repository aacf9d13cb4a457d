import type { PortProtocol } from '../../model/model';
import type { KubernetesServiceFact } from '../app-facts';

/** What Istio takes a word for; of those that look into requests on their own (`mongo`, `redis`) nothing but bytes can be granted. */
const WORDS: Readonly<Record<string, PortProtocol>> = {
  http: 'http', http2: 'http2', grpc: 'grpc', 'grpc-web': 'http', https: 'https', tls: 'tls', tcp: 'tcp',
};
const KUBERNETES_WORDS: Readonly<Record<string, PortProtocol>> = { 'kubernetes.io/h2c': 'http2', 'kubernetes.io/ws': 'http', 'kubernetes.io/wss': 'https' };

/**
 * What a port of a Kubernetes Service carries by its own word: `appProtocol`, else what its name begins with. A port that says nothing
 * carries bytes: a proxy would guess from the first of them, and what a proxy guesses nobody can be granted.
 *
 * https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/#explicit-protocol-selection
 */
export function statedProtocol({ protocol, appProtocol, name = '' }: KubernetesServiceFact['ports'][number]): PortProtocol {
  if (protocol !== 'TCP') return protocol === 'UDP' ? 'udp' : 'sctp';
  const stated = appProtocol === undefined ? name.toLowerCase() : appProtocol.toLowerCase();
  if (appProtocol !== undefined && Object.hasOwn(KUBERNETES_WORDS, appProtocol)) return KUBERNETES_WORDS[appProtocol];
  const word = stated.startsWith('grpc-web') ? 'grpc-web' : stated.split('-')[0];
  return Object.hasOwn(WORDS, word) ? WORDS[word] : 'tcp';
}
