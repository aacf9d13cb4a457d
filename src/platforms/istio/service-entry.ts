import type { ServiceEntry, ServiceEntryPort } from '../../manifest/kinds';
import type { ExternalEdgeModel, ExternalProtocol } from '../../model/model';
import { singleAddress } from '../addresses';
import { metadata } from '../metadata';
import type { Slot } from '../platform';
import { orWithheld } from '../quarantine';

/** Port names must be unique and start with what the port speaks. HTTPS that the application encrypts is TLS to the proxy, told apart by SNI. */
const PROTOCOLS: Readonly<Record<ExternalProtocol, { readonly prefix: string; readonly protocol: string }>> = {
  https: { prefix: 'tls', protocol: 'TLS' },
  tls: { prefix: 'tls', protocol: 'TLS' },
  http: { prefix: 'http', protocol: 'HTTP' },
  tcp: { prefix: 'tcp', protocol: 'TCP' },
};

/** The union of what several callers need of one host. */
export function externalPorts(externals: readonly ExternalEdgeModel[]): readonly ServiceEntryPort[] {
  const ports = new Map<number, ServiceEntryPort>();
  for (const external of externals) {
    for (const { number, protocol } of external.ports) {
      const { prefix, protocol: spoken } = PROTOCOLS[protocol];
      ports.set(number, { number, name: `${prefix}-${number}`, protocol: spoken });
    }
  }
  return [...ports.values()].sort((a, b) => a.number - b.number);
}

/** Only a TCP port is told by its address; setting addresses for the others would tie their names to them. */
function addressesOf(host: string, externals: readonly ExternalEdgeModel[]): readonly string[] {
  if (!externals.some(({ ports }) => ports.some(({ protocol }) => protocol === 'tcp'))) return [];
  const addresses = externals.flatMap((external) => external.addresses).map((cidr) => {
    const address = singleAddress(cidr);
    if (address === undefined) throw new Error(`\`${cidr}\` of \`${host}\` is a range`);
    return address;
  });
  // Without addresses a TCP port is open to every address: refused before anything is written.
  if (addresses.length === 0) throw new Error(`TCP host \`${host}\` has no addresses`);
  return [...new Set(addresses)].sort();
}

/** Not a host that anybody would call, so that no entry of the namespace's owner has this name. */
export function tenantEntryName(host: string, tenant: string): string {
  return `${tenant}.external.${host}`;
}

/**
 * An external host for the callers of one namespace, the union of what they need of it: two entries for one host would merge anyway. In a
 * namespace that others own each service has an entry of its own: they merge in the cluster, and nobody writes another's object.
 * The name is resolved, unless it is of our making, for what answers on the node: with resolution NONE an allowed name
 * reaches any address the caller dials.
 *
 * https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export function serviceEntry(namespace: string, host: string, tenant?: string): Slot<ServiceEntry> {
  return {
    id: 'ServiceEntry',
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: tenant === undefined
      ? metadata(host, namespace, namespace)
      : metadata(tenantEntryName(host, tenant), namespace, `${namespace}/${tenant}`),
    body: (index) => {
      const isOwn = ({ caller }: ExternalEdgeModel): boolean => tenant === undefined || caller === `${namespace}/${tenant}`;
      const externals = orWithheld(index.externalsIn(namespace, host).filter(isOwn), index, (e) => (
        e.host === host && e.through === undefined && index.service(e.caller).namespace === namespace && isOwn(e)
      ));
      const addresses = addressesOf(host, externals);
      return {
        spec: {
          hosts: [host],
          ...(addresses.length === 0 ? {} : { addresses }),
          ports: externalPorts(externals),
          location: 'MESH_EXTERNAL',
          ...(externals.every(({ onNode }) => onNode !== undefined)
            ? { resolution: 'STATIC', endpoints: addresses.map((address) => ({ address })) }
            : { resolution: 'DNS' }),
          exportTo: ['.'],
        },
      };
    },
  };
}
