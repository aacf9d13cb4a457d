import type { LabelSelector } from '../kinds';
import { Findings } from '../schema/finding';
import { boolean, isMap, list, nonEmpty, oneOf, wrongType, type Check } from '../schema/kit';
import { labelSelector } from '../schema/selectors';
import { visibilityFault } from '../syntax/hosts';
import { stringOf } from '../schema/kit';
import { plainValue } from '../text/plain';
import type { AuthorizerProtocol, MeshConfig, PathNormalization, Reporting } from './mesh-config';
import { unusualProxyConfig } from './proxy-config';

/**
 * Keys that are no matter of who reaches whom: logs, traces, timeouts, balancing, the names of metrics, what Ingress objects are for
 * (which are reported one by one), and how a client checks the server.
 */
const HARMLESS: ReadonlySet<string> = new Set([
  'accessLogEncoding', 'accessLogFile', 'accessLogFormat', 'certificates', 'connectTimeout', 'defaultHttpRetryPolicy',
  'disableEnvoyListenerLog', 'dnsRefreshRate', 'enableEnvoyAccessLogService', 'enablePrometheusMerge', 'enableTracing', 'h2UpgradePolicy',
  'hboneIdleTimeout', 'inboundClusterStatName', 'inboundTrafficPolicy', 'ingressClass', 'ingressControllerMode', 'ingressSelector', 'ingressService', 'localityLbSetting',
  'meshMTLS', 'outboundClusterStatName', 'protocolDetectionTimeout', 'serviceScopeConfigs', 'serviceSettings', 'tcpKeepalive', 'thriftConfig',
  'tlsDefaults', 'verifyCertificateAtClient',
]);

const names = list(nonEmpty);
const visibility = list(stringOf('bad-value', visibilityFault));

/** What a MeshConfig says; undefined: it cannot be read, which `findings` tell. Keys that istiod does not know either it passes over. */
export function meshConfigOf(text: string, findings: Findings): MeshConfig | undefined {
  const { value, faults } = plainValue(text);
  for (const { code, message } of faults) findings.add(code, message);
  if (faults.length > 0) return undefined;
  if (value !== null && !isMap(value)) {
    wrongType(findings, 'a MeshConfig', value);
    return undefined;
  }
  const before = findings.count;
  const read = readFrom(value ?? {}, findings);
  return findings.count === before ? read : undefined;
}

function readFrom(config: Readonly<Record<string, unknown>>, findings: Findings): MeshConfig {
  const taken = new Set<string>();
  const at = <T>(key: string, check: Check<T>): T | undefined => {
    taken.add(key);
    const value = config[key];
    return value === undefined || value === null ? undefined : findings.at(key, () => check(value, findings));
  };
  const outbound = at('outboundTrafficPolicy', keyed('mode', oneOf('ALLOW_ANY', 'REGISTRY_ONLY')));
  const providers = at('extensionProviders', list(provider)) ?? [];
  const fields = {
    trustDomain: at('trustDomain', nonEmpty),
    trustDomainAliases: at('trustDomainAliases', names),
    rootNamespace: at('rootNamespace', nonEmpty),
    pathNormalization: normalization(at('pathNormalization', keyed('normalization', oneOf('DEFAULT', 'NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES')))),
    // A policy that is there and has no mode is the zero of its enumeration.
    outboundTrafficPolicy: config.outboundTrafficPolicy === undefined || config.outboundTrafficPolicy === null ? undefined : outbound ?? 'REGISTRY_ONLY' as const,
    enableAutoMtls: at('enableAutoMtls', boolean),
    authorizers: authorizersOf(providers),
    reporting: { kinds: kindsOf(providers), ...at('defaultProviders', defaultProviders) },
    discoverySelectors: at<readonly LabelSelector[]>('discoverySelectors', list(labelSelector)) ?? [],
    defaultServiceExportTo: at('defaultServiceExportTo', visibility),
    defaultVirtualServiceExportTo: at('defaultVirtualServiceExportTo', visibility),
    defaultDestinationRuleExportTo: at('defaultDestinationRuleExportTo', visibility),
  };
  const { defaultConfig } = config;
  const ofProxies = isMap(defaultConfig) ? unusualProxyConfig(defaultConfig).map((key) => `defaultConfig.${key}`) : [];
  const topology = isMap(defaultConfig) && isMap(defaultConfig.gatewayTopology) ? defaultConfig.gatewayTopology : {};
  const others = Object.keys(config).filter((key) => !taken.has(key) && key !== 'defaultConfig' && !HARMLESS.has(key));
  const trusted = topology.numTrustedProxies;
  const said = Object.entries({ ...fields, numTrustedProxies: typeof trusted === 'number' ? trusted : undefined }).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(said) as Omit<MeshConfig, 'unread'>, unread: [...others, ...ofProxies].sort() };
}

/** One key of a map. */
function keyed<T>(key: string, check: Check<T>): Check<T | undefined> {
  return (value, findings) => {
    if (!isMap(value)) {
      wrongType(findings, 'a map', value);
      return undefined;
    }
    const entry = value[key];
    return entry === undefined || entry === null ? undefined : findings.at(key, () => check(entry, findings));
  };
}

/** https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ProxyPathNormalization-NormalizationType */
function normalization(type: PathNormalization | 'DEFAULT' | undefined): PathNormalization | undefined {
  return type === 'DEFAULT' ? 'BASE' : type;
}

interface Provider {
  readonly name: string;
  readonly protocol: AuthorizerProtocol | undefined;
  /** `envoyFileAccessLog`. */
  readonly kind: string | undefined;
}

const KINDS: Readonly<Record<string, AuthorizerProtocol>> = { envoyExtAuthzGrpc: 'grpc', envoyExtAuthzHttp: 'http' };

const provider: Check<Provider> = (value, findings) => {
  const name = keyed('name', nonEmpty)(value, findings) ?? '';
  const kind = isMap(value) ? Object.keys(KINDS).find((key) => isMap(value[key])) : undefined;
  return { name, protocol: kind === undefined ? undefined : KINDS[kind], kind: isMap(value) ? Object.keys(value).find((key) => key !== 'name') : undefined };
};

const defaultProviders: Check<Pick<Reporting, 'accessLogging' | 'metrics'>> = (value, findings) => {
  const [accessLogging, metrics] = (['accessLogging', 'metrics'] as const).map((key) => keyed(key, names)(value, findings));
  return { ...(accessLogging && { accessLogging }), ...(metrics && { metrics }) };
};

function kindsOf(providers: readonly Provider[]): Readonly<Record<string, string>> {
  return Object.fromEntries(providers.map(({ name, kind = '' }) => [name, kind]));
}

/** Those of other kinds log or trace. */
function authorizersOf(providers: readonly Provider[]): Readonly<Record<string, AuthorizerProtocol>> {
  return Object.fromEntries(providers.flatMap(({ name, protocol }) => (protocol === undefined ? [] : [[name, protocol]])));
}
