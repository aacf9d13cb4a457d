import type { CallerModel, EdgeModel, NamespaceModel, PortModel, ServiceId, ServiceModel } from '../model/model';
import { planesOf } from '../model/planes';
import { MERGED_METRICS, PROXY_METRICS } from '../model/scrape';
import { compare, sortedUnique } from '../private/sorting';
import { callerKey } from './caller-key';
import { inItsNamespace } from './edges';
import type { Dated } from './in-force';
import { distinctPorts } from './ports-in-force';
import { saidTogether } from './said';

/** Metrics in plaintext, at a port that no proxy captures. */
export interface ScrapeDeclaration extends Dated {
  readonly callee: ServiceId;
  readonly caller: CallerModel;
  readonly targetPort: number;
}

/** Of the sidecar itself, whatever its annotations say. */
const OWN: ReadonlySet<number> = new Set([MERGED_METRICS, PROXY_METRICS]);

/** What is scraped is a port of the service, whether a Service leads to it or not; in quarantine nothing is scraped. */
export function withScrapedPorts(scrapes: readonly ScrapeDeclaration[]): (service: ServiceModel) => ServiceModel {
  const byService = new Map<ServiceId, number[]>();
  for (const { callee, targetPort } of scrapes) byService.set(callee, [...byService.get(callee) ?? [], targetPort]);
  return (service) => {
    const scraped = [...new Set(byService.get(service.id) ?? [])];
    if (scraped.length === 0 || service.quarantine !== undefined) return service;
    const further = scraped.filter((port) => tcpPort(service, port) === undefined);
    // Of pods without a sidecar it is an error of its own, which says so.
    const own = planesOf(service).every((plane) => plane === 'sidecar') ? scraped.filter((port) => OWN.has(port)) : [];
    const excluded = new Set([...service.excludedInboundPorts, ...own]);
    return {
      ...service,
      ports: distinctPorts([...service.ports, ...further.map((targetPort): PortModel => ({ targetPort, protocol: 'tcp', mtls: 'strict' }))]),
      excludedInboundPorts: [...excluded].sort((a, b) => a - b),
    };
  };
}

/** Apart from what the same caller is granted at the proxy, which another policy decides about. */
export function scrapeEdges(
  scrapes: readonly ScrapeDeclaration[], services: ReadonlyMap<ServiceId, ServiceModel>, namespaces: readonly NamespaceModel[], trustDomain: string,
): EdgeModel[] {
  const groups = new Map<string, ScrapeDeclaration[]>();
  for (const scrape of scrapes) {
    const id = `${scrape.callee}<-${callerKey(scrape.caller)}!${scrape.targetPort}`;
    groups.set(id, [...groups.get(id) ?? [], scrape]);
  }
  const placed = inItsNamespace(namespaces, trustDomain);
  return [...groups].sort(([a], [b]) => compare(a, b)).map(([id, [first, ...others]]): EdgeModel => {
    const all = [first, ...others];
    const { targetPort, callee } = first;
    return {
      id,
      callee,
      caller: placed(first.caller),
      pastProxy: true,
      access: [{ targetPort, protocol: tcpPort(services.get(callee), targetPort)?.protocol ?? 'tcp' }],
      reasons: sortedUnique(all.flatMap((s) => s.reason ?? [])),
      constructs: sortedUnique(all.map((s) => s.construct)),
      ...saidTogether(all),
    };
  });
}

function tcpPort(service: ServiceModel | undefined, targetPort: number): PortModel | undefined {
  return service?.ports.find((p) => p.targetPort === targetPort && p.protocol !== 'udp' && p.protocol !== 'sctp');
}
