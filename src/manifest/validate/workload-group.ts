import type { Findings } from '../schema/finding';

export type Probe = {
  readonly httpGet?: {
    readonly port: number; readonly path?: string; readonly host?: string; readonly scheme?: '' | 'HTTP' | 'HTTPS';
    readonly httpHeaders?: readonly { readonly name: string; readonly value?: string }[];
  };
  readonly tcpSocket?: { readonly port: number; readonly host?: string };
  readonly exec?: { readonly command: readonly string[] };
  readonly grpc?: { readonly port?: number; readonly service?: string };
  readonly initialDelaySeconds?: number;
  readonly timeoutSeconds?: number;
  readonly periodSeconds?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
};

const METHODS = ['httpGet', 'tcpSocket', 'exec', 'grpc'] as const;

/**
 * One of those that istiod knows. The schema has `grpc`, too, and istiod's webhook refuses it as it refuses none.
 *
 * https://github.com/istio/istio/blob/master/pkg/config/validation/validation.go (`validateReadinessProbe`)
 */
export function probeMethod(probe: Probe, findings: Findings): void {
  const given = METHODS.filter((method) => probe[method] !== undefined);
  if (given.length > 1) {
    findings.add('conflict', `only one of ${given.map((method) => `\`${method}\``).join(' and ')} can be set`);
  } else if (given[0] === 'grpc') {
    findings.addAt(['grpc'], 'not-supported', 'istiod refuses a WorkloadGroup with a gRPC probe', { repair: 'use `httpGet`, `tcpSocket` or `exec`' });
  } else if (given.length === 0) {
    findings.add('missing-field', 'a probe needs `httpGet`, `tcpSocket` or `exec`');
  }
}
