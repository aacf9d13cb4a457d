import type { AccessModel, ServiceModel } from '../model/model';
import { gatewayName } from '../model/names';
import { hasProxies, planesOf } from '../model/planes';
import { podsText } from '../model/profile-facts';
import { externalCaText } from './exceptions';

/** Something that is open although no edge says so. */
interface Exemption {
  /** `dns`; never changes. */
  readonly id: string;
  readonly what: string;
  readonly why: string;
}

/** What pods may reach, and be reached by, without anybody having granted it: nothing works without. */
export function exemptionsOf(model: AccessModel): readonly Exemption[] {
  return [...names(model), ...proxies(model), ...probes(model)];
}

/** `dns: every pod may reach …: names`, a line each. */
export function exemptionsText(model: AccessModel): string {
  const lines = exemptionsOf(model).map(({ id, what, why }) => `  ${id}: ${what} (${why})`);
  return lines.length === 0 ? '' : ['', 'Exemptions', ...lines, ''].join('\n');
}

function names({ services, gateways = [], mesh: { cluster } }: AccessModel): readonly Exemption[] {
  if (services.length + gateways.length === 0) return [];
  const because = (fact: 'dns' | 'node-local-dns'): string => (cluster.profile?.provides.includes(fact) === true ? `, by the profile of ${cluster.profile.name}` : '');
  const { dns, nodeLocalDns, nodeLocalDnsPods } = cluster;
  const who = services.some(({ quarantine }) => quarantine !== undefined) ? 'every pod but those in quarantine' : 'every pod';
  return [
    { id: 'dns', what: `${who} may ask ${podsText(dns)}, UDP and TCP`, why: `names${because('dns')}` },
    ...(nodeLocalDnsPods === undefined
      ? []
      : [{ id: 'node-local-dns', what: `${who} may ask ${podsText(nodeLocalDnsPods)}, UDP and TCP`, why: `names${because('node-local-dns')}` }]),
    ...(nodeLocalDns === undefined ? [] : [{ id: 'node-local-dns', what: `${who} may ask ${nodeLocalDns} on port 53, UDP and TCP`, why: 'names' }]),
  ];
}

/** ztunnel is the node's, and asks for itself. */
function proxies(model: AccessModel): readonly Exemption[] {
  const { mesh } = model;
  if (!hasProxies(model)) return [];
  return [
    { id: 'istiod', what: `every proxy may reach pods of ${mesh.rootNamespace} with app=istiod on port 15012`, why: 'configuration and certificates' },
    ...mesh.proxyHosts.map(({ reason, ...host }) => ({ id: 'proxy-host', what: `every proxy may reach ${podsText(host)}`, why: reason })),
    ...(mesh.externalCa === undefined ? [] : [{ id: 'external-ca', what: externalCaText(model, mesh.externalCa), why: mesh.externalCa.reason }]),
  ];
}

function probes({ services, gateways = [], mesh }: AccessModel): readonly Exemption[] {
  const ambient = services.some((s: ServiceModel) => planesOf(s).includes('ambient'));
  const { nodeCidrs } = mesh.cluster;
  return [
    ...(mesh.platform === 'istio' && ambient
      ? [{ id: 'ambient-probes', what: 'ambient pods take whatever comes from the addresses that istio-cni gives the probes of their own kubelet', why: 'probes go around ztunnel' }]
      : []),
    ...(nodeCidrs.length === 0
      ? []
      : gateways.filter(({ isProxy }) => isProxy).map((gateway) => (
          { id: 'gateway-status', what: `${nodeCidrs.join(', ')} may reach port 15021 of ${gatewayName(gateway)}`, why: 'kubelets, and load balancers by way of nodes, ask whether it is ready' }
        ))),
  ];
}
