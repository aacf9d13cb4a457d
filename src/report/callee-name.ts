import type { Protocol } from '../manifest/kinds';

/** `shop/frontend:80 (pod port 8080)`; the pods' ports only where they differ from the Service's. */
export function servicePortName(service: string, port: number, protocol: Protocol, podPorts: readonly number[]): string {
  const name = `${service}:${portText(port, protocol)}`;
  const others = [...new Set(podPorts)].sort((a, b) => a - b);
  return others.every((p) => p === port) ? name : `${name} (pod port ${others.join(', ')})`;
}

/** `pod:shop/catalog:9090`, as questions write it: no Service leads there. */
export function podPortName(workload: string, port: number, protocol: Protocol): string {
  return `pod:${workload}:${portText(port, protocol)}`;
}

/** `8080`, `53/UDP`. */
export function portText(port: number, protocol: Protocol): string {
  return protocol === 'TCP' ? `${port}` : `${port}/${protocol}`;
}
