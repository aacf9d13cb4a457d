import { durationFault, positiveDurationFault } from '../syntax/durations';
import {
  clientProtocol, keepAliveIsWhole, poolIsNotEmpty,
  type ConnectionPool, type HttpPool, type KeepAlive, type TcpPool,
} from '../validate/connection-pool';
import { boolean, integer, customObject, oneOf, stringOf, type Check } from './kit';

// Settings of Sidecar and DestinationRule that decide nothing about access. They are read strictly all the same: istiod refuses the whole object
// for a fault in one of them, and then the object's TLS mode or hosts are not in force either.

export const uint32 = integer(0, 2 ** 32 - 1);
export const natural = integer(0, 2 ** 31 - 1);
export const duration = stringOf('bad-value', positiveDurationFault);

const keepAlive = customObject<KeepAlive>({ interval: duration, timeout: duration }, { name: 'an HTTP/2 keepalive', rules: keepAliveIsWhole });

const http = customObject<HttpPool>({
  http1MaxPendingRequests: natural,
  http2MaxRequests: natural,
  maxRequestsPerConnection: natural,
  maxRetries: natural,
  maxConcurrentStreams: natural,
  idleTimeout: duration,
  h2UpgradePolicy: oneOf('DEFAULT', 'DO_NOT_UPGRADE', 'UPGRADE'),
  useClientProtocol: boolean,
  http2KeepAlive: keepAlive,
}, { name: 'an HTTP connection pool', rules: clientProtocol });

const tcp = customObject<TcpPool>({
  maxConnections: natural,
  connectTimeout: duration,
  maxConnectionDuration: duration,
  // 0s switches it off.
  idleTimeout: stringOf('bad-value', (text) => /^0+(ns|us|ms|s|m|h)$/.test(text) ? durationFault(text) : positiveDurationFault(text)),
  tcpKeepalive: customObject<NonNullable<TcpPool['tcpKeepalive']>>({ probes: uint32, time: duration, interval: duration }, { name: 'a TCP keepalive' }),
}, { name: 'a TCP connection pool' });

export const connectionPool: Check<ConnectionPool> = customObject<ConnectionPool>({ http, tcp }, { name: 'a connection pool', rules: poolIsNotEmpty });
