import type { Findings } from '../schema/finding';
import type { ConnectionPool } from './connection-pool';
import type { LoadBalancer } from './load-balancer';

export type ClientTls = {
  readonly mode?: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
  readonly clientCertificate?: string;
  readonly privateKey?: string;
  readonly caCertificates?: string;
  readonly caCrl?: string;
  readonly credentialName?: string;
  readonly subjectAltNames?: readonly string[];
  readonly sni?: string;
  readonly insecureSkipVerify?: boolean;
};

export type OutlierDetection = {
  readonly consecutive5xxErrors?: number;
  readonly consecutiveErrors?: number;
  readonly consecutiveGatewayErrors?: number;
  readonly consecutiveLocalOriginFailures?: number;
  readonly splitExternalLocalOriginErrors?: boolean;
  readonly interval?: string;
  readonly baseEjectionTime?: string;
  readonly maxEjectionPercent?: number;
  readonly minHealthPercent?: number;
  readonly outlierDetectionHttpErrorCodes?: readonly number[];
};

type PerPort = {
  readonly connectionPool?: ConnectionPool;
  readonly loadBalancer?: LoadBalancer;
  readonly outlierDetection?: OutlierDetection;
  readonly tls?: ClientTls;
};

export type PortPolicy = PerPort & { readonly port: { readonly number?: number } };
export type Tunnel = { readonly protocol?: '' | 'CONNECT' | 'POST'; readonly targetHost: string; readonly targetPort: number };
export type ProxyProtocol = { readonly version?: 'V1' | 'V2' };
export type RetryBudget = { readonly percent?: number; readonly budgetInterval?: string; readonly minRetryConcurrency?: number };

export type TrafficPolicy = PerPort & {
  readonly portLevelSettings?: readonly PortPolicy[];
  readonly tunnel?: Tunnel;
  readonly proxyProtocol?: ProxyProtocol;
  readonly retryBudget?: RetryBudget;
};

export function trafficPolicyRules(policy: TrafficPolicy, findings: Findings): void {
  if (Object.keys(policy).length === 0) findings.add('empty', 'a traffic policy must have a field', { repair: 'remove it' });
  if (policy.tunnel !== undefined && policy.proxyProtocol !== undefined) {
    findings.add('conflict', 'only one of `tunnel` and `proxyProtocol` can be set');
  }
}

export function portPolicyIsNotEmpty({ connectionPool, loadBalancer, outlierDetection, tls }: PortPolicy, findings: Findings): void {
  if ([connectionPool, loadBalancer, outlierDetection, tls].every((field) => field === undefined)) {
    findings.add('empty', 'a port level setting must set something beside `port`');
  }
}

export function outlierDetection(detection: OutlierDetection, findings: Findings): void {
  if (detection.splitExternalLocalOriginErrors !== true && (detection.consecutiveLocalOriginFailures ?? 0) > 0) {
    findings.addAt(['consecutiveLocalOriginFailures'], 'conflict', 'needs `splitExternalLocalOriginErrors: true`');
  }
}

/** Where the client's certificate and the server's authority come from, which istiod wants to be one place. */
export function clientTls(tls: ClientTls, findings: Findings): void {
  const { mode = 'DISABLE', credentialName = '', insecureSkipVerify = false } = tls;
  const set = (key: 'clientCertificate' | 'privateKey' | 'caCertificates' | 'caCrl'): boolean => (tls[key] ?? '') !== '';
  if (mode !== 'SIMPLE' && mode !== 'MUTUAL') return;
  if (insecureSkipVerify && (set('caCertificates') || tls.subjectAltNames !== undefined || (mode === 'SIMPLE' && credentialName !== ''))) {
    findings.addAt(['insecureSkipVerify'], 'conflict', 'nothing is verified, so there can be no authority or names to verify against');
  }
  if (credentialName !== '') {
    if (set('clientCertificate') || set('privateKey') || set('caCertificates') || set('caCrl')) {
      findings.addAt(['credentialName'], 'conflict', 'cannot be combined with certificates out of files', { value: credentialName });
    }
    return;
  }
  for (const key of ['clientCertificate', 'privateKey'] as const) {
    if (mode === 'MUTUAL' && !set(key)) findings.addAt([key], 'missing-field', `mode MUTUAL needs \`${key}\``);
  }
}
