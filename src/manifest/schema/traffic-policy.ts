import { isAddress } from '../syntax/addresses';
import { hostFault } from '../syntax/hosts';
import {
  clientTls as tlsRules, outlierDetection as outlierRules, portPolicyIsNotEmpty, trafficPolicyRules,
  type ClientTls, type OutlierDetection, type PortPolicy, type ProxyProtocol, type RetryBudget, type TrafficPolicy, type Tunnel,
} from '../validate/traffic-policy';
import { connectionPool, duration, natural, uint32 } from './connection-pool';
import { boolean, int32, integer, list, number, customObject, oneOf, port, string, stringOf } from './kit';
import { loadBalancer } from './load-balancer';

// https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy

const percent = integer(0, 100);

const tls = customObject<ClientTls>({
  mode: oneOf('DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'),
  clientCertificate: string,
  privateKey: string,
  caCertificates: string,
  caCrl: string,
  credentialName: string,
  subjectAltNames: list(string),
  sni: string,
  insecureSkipVerify: boolean,
}, { name: 'client TLS settings', rules: tlsRules });

const outlierDetection = customObject<OutlierDetection>({
  consecutive5xxErrors: uint32,
  consecutiveErrors: int32,
  consecutiveGatewayErrors: uint32,
  consecutiveLocalOriginFailures: uint32,
  splitExternalLocalOriginErrors: boolean,
  interval: duration,
  baseEjectionTime: duration,
  maxEjectionPercent: percent,
  minHealthPercent: percent,
  outlierDetectionHttpErrorCodes: list(integer(100, 599)),
}, { name: 'an outlier detection', rules: outlierRules });

const perPort = { connectionPool, loadBalancer, outlierDetection, tls };

const portPolicy = customObject<PortPolicy>(
  { ...perPort, port: customObject<PortPolicy['port']>({ number: natural }, { name: 'a port' }) },
  { name: 'a port level setting', required: ['port'], rules: portPolicyIsNotEmpty },
);

const tunnel = customObject<Tunnel>({
  protocol: oneOf('', 'CONNECT', 'POST'),
  targetHost: stringOf('bad-host', (text) => isAddress(text) ? undefined : hostFault(text)),
  targetPort: port,
}, { name: 'a tunnel', required: ['targetHost', 'targetPort'] });

export const trafficPolicy = customObject<TrafficPolicy>({
  ...perPort,
  portLevelSettings: list(portPolicy, { most: 4096 }),
  tunnel,
  proxyProtocol: customObject<ProxyProtocol>({ version: oneOf('V1', 'V2') }, { name: 'a proxy protocol' }),
  retryBudget: customObject<RetryBudget>({ percent: number(0, 100), budgetInterval: string, minRetryConcurrency: uint32 }, { name: 'a retry budget' }),
}, { name: 'a traffic policy', rules: trafficPolicyRules });
