import type { WorkloadEntrySpec } from '../../manifest/endpoint-kinds';
import type { ServiceEntry, ServiceEntryPort } from '../../manifest/kinds';
import { isAddress } from '../matcher/cidr';
import { carries } from '../matcher/selector';
import { refText, ruleRef } from '../refs';
import type { DialledEntry, RuleRef, WorkloadView } from '../types';
import type { World } from '../world';
import { NOBODY } from './addresses';
import { type From, namespaceOfObject } from './policies';
import { TLS_MODE } from './service-tls';

/** Where a port of a ServiceEntry leads. */
export interface EntryEnd extends Pick<DialledEntry, 'sends' | 'why'> {
  readonly workload: WorkloadView;
  readonly port: number;
}

/**
 * Everything that may answer. Without a resolution that is whoever has the address that the caller dials; without endpoints whoever the host's
 * name leads to; both at the port that the entry leads to. Empty: nobody among the manifests.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/serviceentry/conversion.go (`convertServiceEntryToInstances`)
 *
 * @param ip What the caller dials, or its name leads to; undefined: not known
 */
export function endsOf(world: World, source: From<ServiceEntry>, port: ServiceEntryPort, host: string, ip: string | undefined): readonly EntryEnd[] {
  const { resolution = 'NONE', location, workloadSelector, endpoints = [] } = source.object.spec;
  const ref = ruleRef(source);
  const external: Pick<EntryEnd, 'sends' | 'why'> | undefined = location === 'MESH_INTERNAL' ? undefined : { sends: 'plaintext', why: `${refText(ref)} is outside the mesh` };
  const there: EntryEnd = { workload: addressView(host, ip), port: targetOf(port), ...external ?? { sends: 'plaintext', why: `${refText(ref)} names no endpoint` } };
  if (resolution === 'NONE' || resolution === 'DYNAMIC_DNS') return [there];
  if (workloadSelector !== undefined) {
    return selectedBy(world, source).map((workload) => ({ workload, port: portAt(workload, port), ...external ?? { sends: 'auto' as const, why: '' } }));
  }
  if (endpoints.length === 0) return resolution === 'STATIC' ? [] : [there];
  return endpoints.map((endpoint, i) => {
    const at = ruleRef(source, `spec.endpoints[${i}]`);
    const workload = residentOf(world, source, endpoint, at);
    return { workload, port: inlinePort(endpoint, port), ...external ?? inlineTls(source, endpoint, workload, at) };
  });
}

/** Pods and WorkloadEntries of the entry's namespace. */
export function selectedBy(world: World, source: From<ServiceEntry>): readonly WorkloadView[] {
  const { workloadSelector, resolution } = source.object.spec;
  const isByName = resolution === 'DNS' || resolution === 'DNS_ROUND_ROBIN';
  return world.workloads.filter((w) => w.namespace === namespaceOfObject(source) && carries(w.labels, workloadSelector?.labels)
    // Machines of which a host name is known are looked up, or are none.
    && (w.apart !== 'machine' || w.ip !== undefined || isByName));
}

/** A pod's container port, and a WorkloadEntry's port, of the entry's port's name come before the number. */
export function portAt({ containerPorts }: WorkloadView, port: ServiceEntryPort): number {
  return containerPorts.find((c) => c.name === port.name && c.protocol === 'TCP')?.containerPort ?? targetOf(port);
}

/** Of an endpoint in the entry itself. */
export function inlinePort({ ports = {} }: WorkloadEntrySpec, port: ServiceEntryPort): number {
  return positive(ports[port.name]) ?? targetOf(port);
}

function targetOf({ number, targetPort }: ServiceEntryPort): number {
  return positive(targetPort) ?? number;
}

function positive(port: number | undefined): number | undefined {
  return port !== undefined && port > 0 ? port : undefined;
}

function residentOf(world: World, source: From<ServiceEntry>, { address = '' }: WorkloadEntrySpec, ref: RuleRef): WorkloadView {
  if (isAddress(address)) return world.services.at({ source, path: ref.path, address, ports: [] });
  const isName = address !== '' && !address.includes('/');
  const view = addressView(address, undefined);
  if (isName && !isOfCluster(world, address)) return view;
  const place = address === '' ? 'an endpoint without address' : `\`${address}\``;
  return { ...view, doubt: { text: `who answers at ${place} is not modelled (${refText(ref)})`, ref } };
}

function isOfCluster({ settings }: World, name: string): boolean {
  return !name.includes('.') || name.toLowerCase().replace(/\.$/, '').endsWith(`.${settings.clusterDomain ?? 'cluster.local'}`);
}

/** Somebody outside the cluster. */
export function addressView(name: string, ip: string | undefined): WorkloadView {
  return { ...NOBODY, id: name, name, ...(ip === undefined ? {} : { ip }) };
}

/** An endpoint with an account is sent mTLS, and must have that account; any other is sent plaintext, whoever is there. */
function inlineTls(source: From<ServiceEntry>, { labels = {}, serviceAccount = '' }: WorkloadEntrySpec, workload: WorkloadView, ref: RuleRef): Pick<EntryEnd, 'sends' | 'why'> {
  const takesMtls = (labels[TLS_MODE] ?? (serviceAccount === '' ? 'disabled' : 'istio')) === 'istio';
  if (!takesMtls) return { sends: 'plaintext', why: `${refText(ref)} says of nobody that they take mTLS` };
  const isThat = workload.namespace === namespaceOfObject(source) && workload.serviceAccount === serviceAccount;
  return isThat ? { sends: 'auto', why: '' } : { sends: 'unknown', why: `${refText(ref)} may ask for another identity than that of ${workload.id}` };
}
