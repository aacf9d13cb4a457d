import { CONSENTS, PLATFORMS } from '../../contract/contract-file';
import { boolean, type Check, customObject, integer, list, nonEmpty, oneOf, port, refined } from '../../manifest/schema/kit';
import { labels } from '../../manifest/syntax/labels';
import type { AddressAndPort, ClusterModel, ClusterProfileModel, DnsModel, ExternalCaModel, FormerTrustDomainModel, MetadataServerModel, NetworkPluginModel, ProxyHostModel } from '../../model/model';
import type { IndexedMesh } from '../index-file';
import { agents } from './callers';
import { cidr, day } from './kit';

const dns = customObject<DnsModel>({ namespace: nonEmpty, podLabels: labels, port }, { name: 'what answers names', required: ['namespace', 'podLabels', 'port'] });

export const addressAndPort = { address: cidr, port };

const profile = customObject<ClusterProfileModel>({
  name: nonEmpty,
  networkPlugin: customObject<NetworkPluginModel>({ name: nonEmpty, requirement: nonEmpty }, { name: 'a network plugin', required: ['name', 'requirement'] }),
  platform: nonEmpty,
  provides: list(oneOf('dns', 'istio-cni', 'load-balancers', 'metadata-server', 'node-local-dns', 'pods', 'services')),
  addresses: customObject<ClusterProfileModel['addresses']>(
    { nodeCidrs: nonEmpty, apiServerCidrs: nonEmpty, loadBalancerCidrs: nonEmpty }, { name: 'where addresses are found' },
  ),
}, { name: 'a profile', required: ['name', 'provides', 'addresses'] });

const cluster = customObject<ClusterModel>({
  name: nonEmpty,
  domain: nonEmpty,
  podCidrs: list(cidr),
  serviceCidrs: list(cidr),
  nodeCidrs: list(cidr),
  apiServerCidrs: list(cidr),
  apiServerAgents: agents,
  loadBalancerCidrs: list(cidr),
  dns,
  nodeLocalDns: nonEmpty,
  nodeLocalDnsPods: dns,
  metadataServer: customObject<MetadataServerModel>(
    { ...addressAndPort, seen: customObject<AddressAndPort>(addressAndPort, { name: 'where it is seen', required: ['address', 'port'] }) },
    { name: 'a metadata server', required: ['address', 'port'] },
  ),
  profile,
}, { name: 'the cluster', required: ['domain', 'podCidrs', 'serviceCidrs', 'nodeCidrs', 'apiServerCidrs', 'dns'] });

const version = refined(list(integer(0, 10_000)), (value, findings) => {
  if (value.length !== 2) findings.add('bad-value', 'must be the major and the minor version', { value });
}) as Check<unknown> as Check<IndexedMesh['version']>;

export const mesh = customObject<IndexedMesh>({
  construct: nonEmpty,
  platform: oneOf(...PLATFORMS),
  version,
  revision: nonEmpty,
  trustDomain: nonEmpty,
  trustDomainAliases: list(nonEmpty),
  formerTrustDomain: customObject<FormerTrustDomainModel>(
    { trustDomain: nonEmpty, expires: day, reason: nonEmpty, owner: nonEmpty }, { name: 'a former trust domain', required: ['trustDomain', 'expires', 'reason'] },
  ),
  rootNamespace: nonEmpty,
  pathNormalization: oneOf('NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'),
  outboundTrafficPolicy: oneOf('ALLOW_ANY', 'REGISTRY_ONLY'),
  istioCni: boolean,
  nativeSidecars: boolean,
  consent: oneOf(...CONSENTS),
  cluster,
  proxyHosts: list(customObject<ProxyHostModel>(
    { namespace: nonEmpty, service: nonEmpty, port, podLabels: labels, reason: nonEmpty },
    { name: 'a host of proxies', required: ['namespace', 'service', 'port', 'podLabels', 'reason'] },
  )),
  externalCa: customObject<ExternalCaModel>(
    { addresses: list(cidr), port, reason: nonEmpty, owner: nonEmpty }, { name: 'a certificate authority', required: ['addresses', 'port', 'reason'] },
  ),
  acknowledged: list(nonEmpty),
  accessLogProviders: list(nonEmpty),
  asOf: day,
  breakGlassMaxDays: integer(1, 31),
  environment: nonEmpty,
}, {
  name: 'the mesh',
  required: [
    'construct', 'platform', 'version', 'trustDomain', 'trustDomainAliases', 'rootNamespace', 'pathNormalization', 'outboundTrafficPolicy', 'istioCni',
    'consent', 'cluster', 'proxyHosts', 'acknowledged',
  ],
});
