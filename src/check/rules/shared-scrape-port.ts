import type { EdgeModel } from '../../model/model';
import { ambientAccess } from '../ambient-edges';
import type { CheckRule, Facts } from '../facts';
import { transport } from '../ports';

/** Who else is granted something on the port. */
function shares({ index }: Facts, scrape: EdgeModel, targetPort: number): boolean {
  return index.edgesTo(scrape.callee).some(({ id, access }) => id !== scrape.id
    && access.some((a) => a.targetPort === targetPort && transport(a.protocol) === 'TCP'));
}

/** A scrape goes past the waypoint, so that Prometheus may send anything to the port it scrapes: the application's, if that is the one. */
export const sharedScrapePort: CheckRule = (facts) => [...ambientAccess(facts)].flatMap(({ access, callee, edge }) => {
  const { caller, reasons, constructs } = edge;
  if (caller.kind !== 'identity' || caller.role !== 'prometheus' || reasons.length > 0) return [];
  if (transport(access.protocol) !== 'TCP' || !shares(facts, edge, access.targetPort)) return [];
  return [{
    code: 'shared-scrape-port',
    construct: constructs[0],
    message: `\`${caller.principal}\` scrapes port \`${access.targetPort}\` of \`${callee.id}\`, which serves other callers as well: it may send anything there`,
    repair: 'serve metrics on a port of their own, or give the grant a `reason`, which stands in every report',
  }];
});
