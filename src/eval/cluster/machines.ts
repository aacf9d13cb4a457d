import type { WorkloadEntry } from '../../manifest/endpoint-kinds';
import type { Labels, ServicePortSpec } from '../../manifest/kinds';
import type { ManifestObject } from '../../manifest/manifests';
import { isAddress } from '../matcher/cidr';
import { selects } from '../matcher/selector';
import type { MeshSettings, WorkloadView } from '../types';
import { namespaceOfObject } from './policies';

/** Beside a service account what says that there is a proxy. */
const TLS_MODE = 'security.istio.io/tlsMode';

/**
 * A workload that is no pod. Its labels are those of the object over those of its spec, by which istiod finds its policies and Services. A service
 * account says that it has a sidecar, which redirects all that comes in unless somebody on the machine says otherwise; without one nobody knows.
 * istiod reads none in a namespace that it does not watch, and kube-proxy reads none at all.
 *
 * https://istio.io/latest/docs/reference/config/networking/workload-entry/,
 * https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/serviceentry/conversion.go (`ConvertWorkloadEntry`)
 */
export function machineOf(
  source: ManifestObject<WorkloadEntry>, namespaces: ReadonlyMap<string, Labels>, settings: MeshSettings,
): WorkloadView | undefined {
  const { metadata, spec } = source.object;
  const namespace = namespaceOfObject(source);
  const { discoverySelectors = [], mesh } = settings;
  const ofNamespace = namespaces.get(namespace);
  const isLeftOut = ofNamespace !== undefined && discoverySelectors.length > 0 && !discoverySelectors.some((s) => selects(s, ofNamespace));
  if (!mesh || isLeftOut) return undefined;
  const { address = '', serviceAccount = '', ports = {} } = spec;
  const labels = { ...spec.labels, ...metadata.labels };
  const isProxied = serviceAccount !== '' && (labels[TLS_MODE] ?? 'istio') === 'istio';
  return {
    id: `${namespace}/${metadata.name}`,
    namespace,
    name: metadata.name,
    labels,
    annotations: metadata.annotations ?? {},
    serviceAccount,
    dataPlane: isProxied ? 'sidecar' : 'unknown',
    hostNetwork: false,
    containerPorts: Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort, protocol: 'TCP' as const })),
    ...(isAddress(address) ? { ip: address } : {}),
    assumed: false,
    apart: 'machine',
  };
}

/**
 * Does a Service's selector find it? One without an address, or with a host name or socket for one, and one without labels are found by none; a
 * headless Service finds none, and none is found at other ports than of TCP.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/kube/controller/controller.go (`collectWorkloadInstanceEndpoints`)
 */
export function isSelectable({ apart, ip }: WorkloadView, service: { readonly headless: boolean }, port: Pick<ServicePortSpec, 'protocol'>): boolean {
  return apart !== 'machine' || (ip !== undefined && !service.headless && (port.protocol ?? 'TCP') === 'TCP');
}
