import { Grant } from '../grant';
import type { MeshService } from '../mesh-service';
import type { CallerModel } from '../model/model';
import { Prometheus } from '../prometheus';
import { Scrape } from '../scrape';
import { instance } from './arguments';

/** With a certificate it is a grant like others. */
export function allowScrapes(service: MeshService, by: Prometheus, how: Scrape): Grant {
  const prometheus = instance('prometheus', by, Prometheus, 'write `Prometheus.fromIdentity(namespace, serviceAccount, { podLabels })`');
  const { _way: way } = instance('scrape', how, Scrape, 'write `Scrape.ofPath(port)`, `Scrape.merged({ reason })` and the like');
  if ('access' in way) return service.allowFrom(prometheus, { ...way.said, access: [way.access] });
  const { reason, expires, owner } = way.stated;
  const caller: CallerModel = prometheus._toCaller(service._registry.mesh);
  service._registry.declareScrape({ callee: service.id, caller, targetPort: way.targetPort, construct: service.node.path, ...way.stated });
  return new Grant(service, prometheus, reason, expires, owner);
}
