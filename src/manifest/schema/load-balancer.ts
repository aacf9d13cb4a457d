import {
  consistentHash as hashRules, loadBalancer as rules, localities as localityRules,
  type ConsistentHash, type Cookie, type Distribute, type Failover, type LoadBalancer, type Localities, type Warmup, type ZoneAware,
} from '../validate/load-balancer';
import { duration, uint32 } from './connection-pool';
import { boolean, integer, list, number, customObject, oneOf, record, string, stringOf } from './kit';
import { durationFault } from '../syntax/durations';

/** 64-bit in the API; beyond 2^53 digits would be lost, and no ring is that large. */
const size = integer(0, Number.MAX_SAFE_INTEGER);

const cookieAttribute = customObject<NonNullable<Cookie['attributes']>[number]>(
  { name: string, value: string }, { name: 'a cookie attribute', required: ['name'] },
);

const cookie = customObject<Cookie>({
  name: stringOf('bad-name', (text) => text === '' ? 'must not be empty' : undefined),
  path: string,
  ttl: stringOf('bad-value', durationFault),
  attributes: list(cookieAttribute),
}, { name: 'a cookie', required: ['name'] });

const consistentHash = customObject<ConsistentHash>({
  httpHeaderName: string,
  httpCookie: cookie,
  useSourceIp: boolean,
  httpQueryParameterName: string,
  ringHash: customObject<NonNullable<ConsistentHash['ringHash']>>({ minimumRingSize: size }, { name: 'a ring hash' }),
  maglev: customObject<NonNullable<ConsistentHash['maglev']>>({ tableSize: size }, { name: 'a Maglev table' }),
  minimumRingSize: size,
}, { name: 'a consistent hash', rules: hashRules });

const failover = list(customObject<Failover>({ from: string, to: string }, { name: 'a failover' }));
const weights = record(undefined, integer(1, 100), 'a map from locality to weight');
const distribute = list(customObject<Distribute>({ from: string, to: weights }, { name: 'a distribution' }));

export const loadBalancer = customObject<LoadBalancer>({
  simple: oneOf('UNSPECIFIED', 'LEAST_CONN', 'RANDOM', 'PASSTHROUGH', 'ROUND_ROBIN', 'LEAST_REQUEST'),
  consistentHash,
  localityLbSetting: customObject<Localities>(
    { enabled: boolean, distribute, failover, failoverPriority: list(string) }, { name: 'a locality setting', rules: localityRules },
  ),
  zoneAwareLbSetting: customObject<ZoneAware>(
    { enabled: boolean, failover, failoverPriority: list(string), minClusterSize: uint32 }, { name: 'a zone aware setting' },
  ),
  warmup: customObject<Warmup>({ duration, minimumPercent: number(0, 100), aggression: number(0, Infinity) }, { name: 'a warmup', required: ['duration'] }),
  warmupDurationSecs: duration,
}, { name: 'a load balancer', rules });
