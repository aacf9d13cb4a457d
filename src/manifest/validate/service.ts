import type { ServiceSpec } from '../kinds';
import type { Findings } from '../schema/finding';
import type { Fault } from '../schema/kit';
import { show } from '../schema/show';
import { isAddress } from '../syntax/addresses';

export function clusterAddressFault(text: string): Fault | undefined {
  return text === '' || text === 'None' || isAddress(text)
    ? undefined
    : { message: 'is not an IP address', repair: 'write an address, or `None` for a headless Service' };
}

export function serviceType({ type = 'ClusterIP', clusterIP, externalName, ports = [] }: ServiceSpec, findings: Findings): void {
  if (type === 'ExternalName') {
    if (externalName === undefined || externalName === '') {
      findings.addAt(['externalName'], 'missing-field', 'a Service of type ExternalName needs `externalName`');
    }
    if (clusterIP !== undefined && clusterIP !== '') {
      findings.addAt(['clusterIP'], 'conflict', 'a Service of type ExternalName has no `clusterIP`', { value: clusterIP });
    }
    return;
  }
  if (clusterIP === 'None' && type !== 'ClusterIP') {
    findings.addAt(['clusterIP'], 'conflict', `a Service of type ${type} cannot be headless`, { value: clusterIP });
  }
  if (clusterIP !== 'None' && ports.length === 0) {
    findings.addAt(['ports'], 'missing-field', 'a Service that is not headless needs `ports`');
  }
}

/** https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go (`ValidateService`) */
export function sourceRanges({ type, loadBalancerSourceRanges = [] }: ServiceSpec, findings: Findings): void {
  if (loadBalancerSourceRanges.length > 0 && type !== 'LoadBalancer') {
    findings.addAt(['loadBalancerSourceRanges'], 'conflict', 'only a Service of type LoadBalancer has `loadBalancerSourceRanges`', { value: loadBalancerSourceRanges });
  }
}

export function servicePorts({ ports = [] }: ServiceSpec, findings: Findings): void {
  const names = new Set<string>();
  const numbers = new Set<string>();
  findings.enter('ports');
  ports.forEach(({ name = '', port, protocol = 'TCP' }, i) => {
    findings.enter(i);
    if (name === '' && ports.length > 1) findings.addAt(['name'], 'missing-field', 'each of several ports needs a `name`');
    if (name !== '' && names.has(name)) findings.addAt(['name'], 'duplicate-value', `${show(name)} already names a port`, { value: name });
    const number = `${port}/${protocol}`;
    if (numbers.has(number)) {
      findings.addAt(['port'], 'duplicate-value', `${show(number)} is already a port of this Service`, { value: port });
    }
    names.add(name);
    numbers.add(number);
    findings.leave();
  });
  findings.leave();
}
