import type { AccessModel, CallerModel, ExternalEdgeModel, NamespaceModel, PortAccessModel, ServiceModel } from '../model/model';
import { callerName, gatewayName } from '../model/names';
import { singleAddress } from './addresses';

/** What a declaration may ask of a platform, in the order of the capability table. */
export const FEATURES = {
  'whole-ports': 'Access to whole TCP ports',
  'http-access': 'Methods, paths, hosts and headers of requests',
  'path-templates': 'Path templates (`HttpPath.template`)',
  'udp-access': 'UDP ports',
  'sctp-access': 'SCTP ports',
  'service-callers': 'Callers that are declared services',
  'shared-identities': 'Services that run under one account (`sharedIdentity`)',
  'namespace-callers': 'Whole namespaces as callers',
  'identity-callers': 'Callers from outside the App, by identity',
  'address-callers': 'Callers by address (CIDR, kubelets, nodes, API server, load balancers)',
  anyone: 'Anyone as caller',
  'source-addresses': 'Addresses that a caller must call from (`Condition.sourceCidr`)',
  tokens: 'Tokens of end users (`requireJwt`)',
  'plaintext-ports': 'Ports that take plaintext (`PortMtls.permissive`, `PortMtls.disable`)',
  'scrapes-past-proxy': 'Scrapes in plaintext, past the sidecar (`Scrape.merged`, `Scrape.pastProxy`)',
  'foreign-pods': 'Pods that others make (`addForeignPods`)',
  'api-server-calls': 'The API server as what is called (`calls(ApiServer.onControlPlane())`)',
  'external-hosts-with-addresses': 'External hosts at known addresses',
  'external-hosts-by-name': 'External hosts by name alone',
  'external-tcp-by-name': 'External TCP hosts by name alone',
  'external-tcp-ranges': 'External TCP hosts in address ranges',
  'external-tcp-several-addresses': 'External TCP hosts at several addresses',
  'external-wildcard-hosts': 'External hosts by wildcard',
  'proxy-hosts': 'Hosts of the proxies themselves (`proxyHosts`)',
  'external-ca': 'A certificate authority outside the cluster (`externalCa`)',
  'gateway-pods': 'Pods of ingress gateways (`IngressGatewayPods`)',
  'mesh-baseline': 'Mesh-wide objects (`MeshBaseline`)',
  ambient: 'Pods without proxies of their own (`DataPlane.AMBIENT`)',
  waypoints: 'Requests to ambient services (`Waypoint`)',
  'egress-waypoint': 'External hosts of ambient services (`EgressWaypoint`)',
  'moving-services': 'Services that move from one data plane to another (`migratingFrom`)',
  'ambient-disabled-mtls': 'Ports of ambient services without mutual TLS (`PortMtls.disable`)',
  'ambient-excluded-ports': 'Ports of ambient services that are not captured (`excludedInboundPorts`)',
  'moving-external-callers': 'External hosts of services that move',
} as const;
export type Feature = keyof typeof FEATURES;

/** One declaration that needs a feature. */
export interface FeatureUse {
  readonly feature: Feature;
  readonly construct: string;
  /** Who needs it: an edge, a service, the mesh. */
  readonly subject: string;
}

const CALLER_FEATURES: Readonly<Record<CallerModel['kind'], Feature>> = {
  service: 'service-callers',
  namespace: 'namespace-callers',
  identity: 'identity-callers',
  addresses: 'address-callers',
  anyone: 'anyone',
};

function featuresOfAccess(access: readonly PortAccessModel[]): readonly Feature[] {
  const features: Feature[] = [];
  for (const { protocol, http } of access) {
    if (protocol === 'udp') features.push('udp-access');
    else if (protocol === 'sctp') features.push('sctp-access');
    else features.push(http ? 'http-access' : 'whole-ports');
    if (http?.some(({ paths }) => paths?.some(({ kind }) => kind === 'template'))) features.push('path-templates');
  }
  return features;
}

/** `addresses`: of the host, whoever in the caller's namespace gave them; there is one object for all. */
function featuresOfExternal(external: ExternalEdgeModel, addresses: ReadonlySet<string>): readonly Feature[] {
  const features: Feature[] = [external.addresses.length > 0 ? 'external-hosts-with-addresses' : 'external-hosts-by-name'];
  if (external.through !== undefined) features.push('egress-waypoint');
  // Behind a waypoint a host has an address that stands for it alone, so that its bytes need no name.
  else if (external.ports.some(({ protocol }) => protocol === 'tcp')) {
    if (external.addresses.length === 0) features.push('external-tcp-by-name');
    if (external.addresses.some((cidr) => singleAddress(cidr) === undefined)) features.push('external-tcp-ranges');
    else if (addresses.size > 1) features.push('external-tcp-several-addresses');
  }
  if (external.host.includes('*')) features.push('external-wildcard-hosts');
  return features;
}

function addressesByHost({ externals }: AccessModel): (external: ExternalEdgeModel) => ReadonlySet<string> {
  const key = ({ caller, host }: ExternalEdgeModel): string => `${caller.slice(0, caller.indexOf('/'))}/${host}`;
  const known = new Map<string, Set<string>>();
  for (const external of externals) known.set(key(external), new Set([...known.get(key(external)) ?? [], ...external.addresses]));
  return (external) => known.get(key(external)) ?? new Set();
}

function featuresOfService({ ports, waypoint, excludedInboundPorts, migratingFrom, ...service }: ServiceModel, leaves: boolean): readonly Feature[] {
  const features: Feature[] = [];
  if (ports.some(({ mtls }) => mtls !== 'strict')) features.push('plaintext-ports');
  if (waypoint !== undefined) features.push('waypoints');
  if (service.tokens !== undefined) features.push('tokens');
  if (service.sharedIdentity !== undefined) features.push('shared-identities');
  if (service.foreign !== undefined) features.push('foreign-pods');
  if (service.apiServer !== undefined) features.push('api-server-calls');
  if (migratingFrom !== undefined) features.push('moving-services');
  if (migratingFrom !== undefined && leaves) features.push('moving-external-callers');
  if (service.dataPlane !== 'ambient') return features;
  features.push('ambient');
  if (ports.some(({ mtls }) => mtls === 'disable')) features.push('ambient-disabled-mtls');
  if (excludedInboundPorts.length > 0) features.push('ambient-excluded-ports');
  return features;
}

function featuresOfNamespace({ dataPlane, waypoint }: NamespaceModel): readonly Feature[] {
  return [...(dataPlane === 'ambient' ? ['ambient' as const] : []), ...(waypoint === undefined ? [] : ['waypoints' as const])];
}

/** Where a model asks for any of these features of its platform, each once per declaration. */
export function usesOf(wanted: ReadonlySet<Feature>, model: AccessModel): readonly FeatureUse[] {
  const uses: FeatureUse[] = [];
  if (wanted.size === 0) return uses;
  const add = (features: readonly Feature[], construct: string, subject: string): void => {
    for (const feature of new Set(features)) if (wanted.has(feature)) uses.push({ feature, construct, subject });
  };
  const ofAccess = new Map<readonly PortAccessModel[], readonly Feature[]>();
  for (const { access, caller, callee, constructs, sourceCidrs, pastProxy } of model.edges) {
    let features = ofAccess.get(access);
    if (features === undefined) ofAccess.set(access, features = featuresOfAccess(access));
    const needed: readonly Feature[] = [
      ...features,
      ...(sourceCidrs === undefined ? [] : ['source-addresses' as const]),
      ...(pastProxy === true ? ['scrapes-past-proxy' as const] : []),
      CALLER_FEATURES[caller.kind],
    ];
    if (needed.some((f) => wanted.has(f))) add(needed, constructs[0], `\`${callerName(caller)}\` calling \`${callee}\``);
  }
  const addresses = addressesByHost(model);
  for (const external of model.externals) add(featuresOfExternal(external, addresses(external)), external.constructs[0], `\`${external.caller}\` calling \`${external.host}\``);
  for (const namespace of model.namespaces) add(featuresOfNamespace(namespace), namespace.construct, `namespace \`${namespace.id}\``);
  const leaving = new Set(model.externals.map(({ caller }) => caller));
  for (const service of model.services) add(featuresOfService(service, leaving.has(service.id)), service.construct, `\`${service.id}\``);
  if (model.mesh.proxyHosts.length > 0) add(['proxy-hosts'], model.mesh.construct, 'the mesh');
  if (model.mesh.externalCa !== undefined) add(['external-ca'], model.mesh.construct, 'the mesh');
  for (const gateway of model.gateways ?? []) add(['gateway-pods'], gateway.construct, `\`${gatewayName(gateway)}\``);
  if (model.baseline) add(['mesh-baseline'], model.baseline.construct, 'the baseline');
  return uses;
}
