import type { Protocol } from '../manifest/kinds';
import type { PortProtocol } from '../model/model';

/** What the packets on a port are, which is all that NetworkPolicy sees. */
export function transportOf(protocol: PortProtocol): Protocol {
  if (protocol === 'udp') return 'UDP';
  if (protocol === 'sctp') return 'SCTP';
  return 'TCP';
}

/** A proxy can see requests on it: not on TLS that the application terminates, nor on bytes. */
export function carriesHttp(protocol: PortProtocol): boolean {
  return protocol === 'http' || protocol === 'http2' || protocol === 'grpc';
}
