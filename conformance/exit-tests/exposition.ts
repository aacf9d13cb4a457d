import type { Plane } from './queries';

/** Who calls whom, as the proxies of both know it. */
export interface Call {
  readonly source: Workload;
  readonly destination: Workload;
  /** Of the Service; left out: what no Service is known for. */
  readonly service?: { readonly name: string; readonly namespace: string; readonly host: string };
  readonly protocol: 'http' | 'tcp';
}

export interface Workload {
  readonly name: string;
  readonly namespace: string;
}

type Labels = Readonly<Record<string, string>>;

/** What a proxy writes about calls of one kind. */
export interface Counted {
  readonly metric: string;
  readonly labels: Labels;
}

export interface Told {
  readonly reporter: 'source' | 'destination';
  /** As only a destination knows it. */
  readonly mutualTls?: boolean;
  readonly code?: string;
  readonly flags?: string;
  /** What a sidecar calls what has no Service. */
  readonly cluster?: 'PassthroughCluster' | 'BlackHoleCluster';
  readonly sourceUnknown?: boolean;
}

/**
 * Every label that a sidecar writes, in its words. A proxy knows a caller without one by nothing.
 *
 * https://github.com/envoyproxy/envoy/blob/main/contrib/istio/filters/http/istio_stats/source/istio_stats.cc,
 * https://github.com/istio/proxy/tree/master/testdata/metric
 */
export function sidecarCounts(call: Call, told: Told): readonly Counted[] {
  const { reporter, mutualTls = true, code = '200', flags = '-', cluster, sourceUnknown = false } = told;
  const { source, destination, service, protocol } = call;
  const known = (value: string): string => (sourceUnknown ? 'unknown' : value);
  const isOut = reporter === 'source' && service === undefined;
  const labels: Labels = {
    reporter,
    ...workload('source', known(source.name), known(source.namespace), mutualTls && !sourceUnknown ? source : undefined),
    ...workload('destination', isOut ? 'unknown' : destination.name, isOut ? 'unknown' : destination.namespace, mutualTls && !isOut ? destination : undefined),
    destination_service: service?.host ?? (protocol === 'http' ? destination.name : 'unknown'),
    destination_service_name: cluster ?? service?.name ?? 'unknown',
    destination_service_namespace: service?.namespace ?? 'unknown',
    request_protocol: protocol,
    response_flags: flags,
    connection_security_policy: reporter === 'source' ? 'unknown' : mutualTls ? 'mutual_tls' : 'none',
  };
  if (protocol === 'http') return [{ metric: 'istio_requests_total', labels: { ...labels, response_code: code, grpc_response_status: '' } }];
  return ['istio_tcp_connections_opened_total', 'istio_tcp_connections_closed_total'].map((metric) => ({ metric, labels }));
}

/**
 * ztunnel knows connections only, and no `none`; what went wrong it knows when the connection ends.
 *
 * https://github.com/istio/ztunnel/blob/master/src/proxy/metrics.rs
 */
export function ztunnelCounts({ source, destination, service }: Call, { reporter, mutualTls = true, flags = '-', sourceUnknown = false }: Told): readonly Counted[] {
  const known = (value: string): string => (sourceUnknown ? 'unknown' : value);
  const isOut = reporter === 'source' && service === undefined;
  const labels: Labels = {
    reporter,
    ...workload('source', known(source.name), known(source.namespace), mutualTls && !sourceUnknown ? source : undefined),
    ...workload('destination', isOut ? 'unknown' : destination.name, isOut ? 'unknown' : destination.namespace, isOut ? undefined : destination),
    destination_service: service?.host ?? 'unknown',
    destination_service_name: service?.name ?? 'unknown',
    destination_service_namespace: service?.namespace ?? 'unknown',
    request_protocol: 'tcp',
    connection_security_policy: mutualTls ? 'mutual_tls' : 'unknown',
  };
  return [
    { metric: 'istio_tcp_connections_opened_total', labels: { ...labels, response_flags: '-' } },
    { metric: 'istio_tcp_connections_closed_total', labels: { ...labels, response_flags: flags } },
  ];
}

function workload(side: 'source' | 'destination', name: string, namespace: string, identified: Workload | undefined): Labels {
  return {
    [`${side}_workload`]: name, [`${side}_workload_namespace`]: namespace, [`${side}_canonical_service`]: name, [`${side}_canonical_revision`]: 'latest',
    [`${side}_app`]: name, [`${side}_version`]: 'unknown', [`${side}_cluster`]: 'Kubernetes',
    [`${side}_principal`]: identified === undefined ? 'unknown' : `spiffe://cluster.local/ns/${identified.namespace}/sa/${identified.name}`,
  };
}

/** The text that Prometheus is given; every proxy says what it is. */
export function exposed(plane: Plane, counted: readonly (Counted & { readonly value: number })[]): string {
  const build = `# TYPE istio_build gauge\nistio_build{component="${plane === 'sidecar' ? 'proxy' : 'ztunnel'}",tag="1.30"} 1\n`;
  const metrics = [...new Set(counted.map((c) => c.metric))];
  return build + metrics.map((metric) => `# TYPE ${metric} counter\n${counted.filter((c) => c.metric === metric).map(({ labels, value }) => (
    `${metric}{${Object.entries(labels).map(([name, of]) => `${name}=${JSON.stringify(of)}`).join(',')}} ${value}\n`
  )).join('')}`).join('');
}
