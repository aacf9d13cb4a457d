import { hasSelector } from '../../eval/cluster/services';
import { ruleRef } from '../../eval/refs';
import type { AuditRule } from '../rule';
import { type Placing, placingsIn } from './shared/placed';

export const endpointsUnused: AuditRule = {
  id: 'endpoints-unused',
  severity: 'warning',
  title: 'nobody uses these endpoints',
  why: 'kube-proxy and istiod read EndpointSlices alone, by the name of the Service\'s port, and addresses alone: host names, a port of another name, and Endpoints beside a selector lead nowhere.',
  repair: 'name the ports as the Service does and give addresses; for a host name write `type: ExternalName` or a ServiceEntry',
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/',
    'https://github.com/kubernetes/kubernetes/blob/master/pkg/proxy/endpointslicecache.go',
  ],
  * find({ world, objects }) {
    for (const placing of placingsIn(world, objects)) {
      const message = unused(placing);
      if (message !== undefined) yield { at: ruleRef(placing.source), message };
    }
  },
};

function unused({ source: { object }, name, service }: Placing): string | undefined {
  if (object.kind === 'EndpointSlice' && object.addressType === 'FQDN') return '`addressType: FQDN` is taken by nobody';
  if (service === undefined) return undefined;
  if (object.kind === 'Endpoints' && hasSelector(service)) return `Service ${name} has a selector, of which its endpoints are made`;
  const given = object.kind === 'Endpoints' ? (object.subsets ?? []).flatMap((s) => s.ports ?? []) : object.ports ?? [];
  const names = new Set(service.ports.map((p) => p.name ?? ''));
  const fitting = given.some((p) => p.port !== undefined && names.has(p.name ?? ''));
  // A headless Service is looked up by name, whatever its ports.
  return fitting || service.headless || given.length === 0 ? undefined : `Service ${name} has no port named ${given.map((p) => `\`${p.name ?? ''}\``).join(' or ')}`;
}
