import type { ServiceEntryPort, ServiceEntrySpec } from '../kinds';
import type { Findings } from '../schema/finding';
import { show } from '../schema/show';
import { isAddress } from '../syntax/addresses';
import { isHttp, isTls } from '../syntax/protocols';
import { UNIX } from './workload-entry';

export function serviceEntry(spec: ServiceEntrySpec, findings: Findings): void {
  const { resolution = 'NONE', hosts, ports = [], endpoints, workloadSelector } = spec;
  if (workloadSelector !== undefined && endpoints !== undefined) {
    findings.add('conflict', 'only one of `workloadSelector` and `endpoints` can be set');
  }
  distinctPorts(ports, findings);
  endpointsOf(spec, findings);
  RESOLUTIONS[resolution](spec, findings);
  // A TCP connection carries no host: with several of them Istio could not tell which is meant.
  if (resolution !== 'NONE' && hosts.length > 1 && !ports.every(({ protocol }) => isHttp(protocol) || isTls(protocol))) {
    findings.addAt(['hosts'], 'conflict', 'several hosts can share only HTTP and TLS ports', {
      repair: 'make a ServiceEntry for each host',
    });
  }
}

function distinctPorts(ports: readonly ServiceEntryPort[], findings: Findings): void {
  findings.enter('ports');
  ports.forEach(({ name, number }, i) => {
    const before = ports.slice(0, i);
    if (before.some((other) => other.name === name)) {
      findings.addAt([i, 'name'], 'duplicate-value', `${show(name)} already names a port`, { value: name });
    }
    if (before.some((other) => other.number === number)) {
      findings.addAt([i, 'number'], 'duplicate-value', `${number} is already a port`, { value: number });
    }
  });
  findings.leave();
}

function endpointsOf({ resolution, endpoints = [], ports = [] }: ServiceEntrySpec, findings: Findings): void {
  const names = new Set(ports.map(({ name }) => name));
  findings.enter('endpoints');
  endpoints.forEach(({ address = '', ports: own = {} }, i) => {
    findings.enter(i);
    const socket = address.startsWith(UNIX);
    if (resolution === 'STATIC' && address !== '' && !socket && !isAddress(address)) {
      findings.addAt(['address'], 'bad-address', `${show(address)} is not an IP address, which resolution STATIC needs`, {
        value: address, repair: 'use resolution DNS',
      });
    }
    if (socket && names.size !== 1) findings.addAt(['address'], 'conflict', 'a Unix socket serves exactly one port', { value: address });
    for (const name of Object.keys(own)) {
      if (!names.has(name)) {
        findings.addAt(['ports', name], 'bad-port', `${show(name)} is not a port of this ServiceEntry`, { value: name });
      }
    }
    findings.leave();
  });
  findings.leave();
}

type Judge = (spec: ServiceEntrySpec, findings: Findings) => void;

const byName = (resolution: string): Judge => ({ hosts, addresses = [], endpoints = [] }, findings) => {
  noCidr(addresses, resolution, findings);
  if (endpoints.length === 0) {
    findings.enter('hosts');
    hosts.forEach((host, i) => {
      if (host.includes('*')) {
        findings.addAt([i], 'bad-host', `${show(host)} cannot be looked up`, {
          value: host, repair: `use resolution NONE, or give ${resolution} \`endpoints\``,
        });
      }
    });
    findings.leave();
  }
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1) {
    findings.addAt(['endpoints'], 'conflict', 'resolution DNS_ROUND_ROBIN takes one endpoint at most');
  }
};

function noCidr(addresses: readonly string[], resolution: string, findings: Findings): void {
  const block = addresses.find((address) => address.includes('/'));
  if (block !== undefined) {
    findings.addAt(['addresses'], 'conflict', `resolution ${resolution} takes no CIDR block`, {
      value: block, repair: 'use NONE or STATIC',
    });
  }
}

const dynamic: Judge = ({ hosts, addresses, endpoints = [], ports = [] }, findings) => {
  hosts.forEach((host, i) => {
    if (!host.startsWith('*')) {
      findings.addAt(['hosts', i], 'bad-host', `${show(host)} has no wildcard, which resolution DYNAMIC_DNS needs`, {
        value: host, repair: 'use DNS',
      });
    }
  });
  if ((addresses ?? []).length > 0) findings.addAt(['addresses'], 'conflict', 'resolution DYNAMIC_DNS takes no addresses');
  if (endpoints.length > 0) findings.addAt(['endpoints'], 'conflict', 'resolution DYNAMIC_DNS takes no endpoints');
  ports.forEach(({ protocol = '' }, i) => {
    if (!['HTTP', 'HTTP2', 'GRPC', 'TLS'].includes(protocol.toUpperCase())) {
      findings.addAt(['ports', i], 'conflict', `resolution DYNAMIC_DNS takes no ${protocol === '' ? 'port without protocol' : `${protocol} port`}`, {
        repair: 'use HTTP, HTTP2, GRPC or TLS',
      });
    }
  });
};

const RESOLUTIONS: Readonly<Record<NonNullable<ServiceEntrySpec['resolution']>, Judge>> = {
  NONE: ({ endpoints }, findings) => {
    if (endpoints !== undefined) {
      findings.addAt(['endpoints'], 'conflict', 'resolution NONE takes no endpoints', { repair: 'use STATIC or DNS' });
    }
  },
  STATIC: () => {},
  DNS: byName('DNS'),
  DNS_ROUND_ROBIN: byName('DNS_ROUND_ROBIN'),
  DYNAMIC_DNS: dynamic,
};
