import { isMap } from '../schema/kit';
import { plainValue } from '../text/plain';

// https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig, in MeshConfig and in a pod's annotation `proxy.istio.io/config`

/** Keys that are no matter of who reaches whom: threads, logs, statistics, traces, starting and ending, what is told to backends. */
const HARMLESS: ReadonlySet<string> = new Set([
  'concurrency', 'drainDuration', 'envoyAccessLogService', 'envoyMetricsService', 'extraStatTags', 'fileFlushInterval', 'fileFlushMinSizeKb', 'holdApplicationUntilProxyStarts',
  'image', 'parentShutdownDuration', 'privateKeyProvider', 'proxyHeaders', 'proxyStatsMatcher', 'readinessProbe', 'sds', 'serviceCluster', 'statNameLength', 'statsdUdpAddress',
  'stsPort', 'terminationDrainDuration', 'tracing', 'tracingServiceName', 'zipkinAddress',
]);

/** What the proxy is anyway. */
const USUAL: Readonly<Record<string, readonly unknown[]>> = {
  interceptionMode: ['REDIRECT'],
  statusPort: [15020],
  proxyAdminPort: [15000],
  controlPlaneAuthPolicy: ['MUTUAL_TLS'],
};

/** Environment of the proxy that changes nothing but how it starts and ends, and that it takes names and HBONE from its pod. */
const ENVIRONMENT: ReadonlySet<string> = new Set([
  'BOOTSTRAP_XDS_AGENT', 'EXIT_ON_ZERO_ACTIVE_CONNECTIONS', 'GODEBUG', 'GOMEMLIMIT', 'ISTIO_META_DNS_AUTO_ALLOCATE', 'ISTIO_META_DNS_CAPTURE', 'ISTIO_META_ENABLE_HBONE',
  'ISTIO_META_IDLE_TIMEOUT', 'MINIMUM_DRAIN_DURATION', 'OUTPUT_CERTS', 'PROXY_CONFIG_XDS_AGENT', 'SECRET_TTL',
]);

/** Where istiod is, for a proxy that is told: its own namespace's, of any revision. Another one's policies nobody here reads. */
const ISTIOD = /^istiod(-[a-z0-9-]+)?(\.[a-z0-9-]+)?(\.svc(\.[a-z0-9.-]+)?)?:15012$/;

/** Keys with which a proxy sees other traffic, enforces other policies or is another, as far as anybody knows. Sorted. */
export function unusualProxyConfig(config: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(config).flatMap(([key, value]): readonly string[] => {
    if (value === null || value === undefined || HARMLESS.has(key) || USUAL[key]?.includes(value) === true) return [];
    if (key === 'discoveryAddress' && typeof value === 'string' && ISTIOD.test(value)) return [];
    // Behind how many proxies it is: a gateway's, and no sidecar has one before it.
    if (key === 'gatewayTopology') return [];
    if (key === 'proxyMetadata' && isMap(value)) return Object.keys(value).filter((name) => !ENVIRONMENT.has(name)).map((name) => `${key}.${name}`);
    return [key];
  }).sort();
}

/** The same of text that should be YAML; what cannot be read is unusual as a whole. */
export function unusualInText(text: string): readonly string[] {
  const { value, faults } = plainValue(text);
  if (faults.length > 0 || (value !== null && !isMap(value))) return ['all of it'];
  return unusualProxyConfig(value ?? {});
}
