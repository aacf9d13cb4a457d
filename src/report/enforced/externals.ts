import { callerOf, leave, type ExternalTarget, type World } from '../../eval';
import type { ServiceEntryPort } from '../../manifest/kinds';

/** Which workloads may reach the hosts that ServiceEntries name, `shop/cart -> api.payments.example:443 (https)`. */
export function externalTexts(world: World, subjects?: ReadonlySet<string>): readonly string[] {
  const targets = world.policies.serviceEntries.flatMap(({ object: { spec } }) => spec.location === 'MESH_INTERNAL'
    ? []
    : spec.hosts.flatMap((host) => (spec.ports ?? []).map((port) => ({ host, port, addresses: spec.addresses ?? [] }))));
  const texts = world.workloads.filter((w) => w.dataPlane === 'sidecar' && (subjects?.has(w.id) ?? true)).flatMap((workload) => targets.flatMap(({ host, port, addresses }) => {
    const caller = callerOf(world, workload);
    const [ip] = addresses;
    const target: ExternalTarget = { host, port: port.number, protocol: protocolOf(port), ...(ip !== undefined && !ip.includes('/') && { ip }) };
    const { answer } = leave(world, caller, target);
    const doubt = answer === 'undetermined' ? ' undetermined' : '';
    return answer === 'deny' ? [] : [`${workload.namespace}/${workload.serviceAccount} -> ${host}:${port.number} (${(port.protocol ?? 'tcp').toLowerCase()})${doubt}`];
  }));
  return [...new Set(texts)].sort();
}

function protocolOf({ protocol = 'TCP' }: ServiceEntryPort): ExternalTarget['protocol'] {
  if (['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB'].includes(protocol.toUpperCase())) return 'http';
  return ['HTTPS', 'TLS'].includes(protocol.toUpperCase()) ? 'tls' : 'tcp';
}
