import { hasSelector } from '../../eval/cluster/services';
import { ruleRef } from '../../eval/refs';
import type { AuditRule } from '../rule';
import { placingsIn } from './shared/placed';

export const endpointsBesideSelector: AuditRule = {
  id: 'endpoints-beside-selector',
  severity: 'warning',
  title: 'an EndpointSlice adds addresses to a Service that has a selector',
  why: 'kube-proxy and istiod take every EndpointSlice of a Service, whoever wrote it: calls go to these addresses as well as to the pods that the selector finds, and no policy of theirs holds there.',
  repair: 'leave the endpoints to the selector, or make a Service without selector of them',
  sources: ['https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#management'],
  * find({ world, objects }) {
    for (const { source, name, service } of placingsIn(world, objects)) {
      if (source.object.kind !== 'EndpointSlice' || service === undefined || !hasSelector(service)) continue;
      const addresses = (source.object.endpoints ?? []).flatMap((e) => e.addresses);
      if (addresses.length > 0) yield { at: ruleRef(source, 'endpoints'), message: `Service ${name} leads to \`${addresses[0]}\`${addresses.length > 1 ? ` and ${addresses.length - 1} more` : ''}, too` };
    }
  },
};
