import type { EdgeModel, ServiceModel } from '../../model/model';
import { callerName } from '../../model/names';
import { planesOf } from '../../model/planes';
import { MERGED_METRICS } from '../../model/scrape';
import type { Problem } from '../../model/problem';
import type { CheckRule } from '../facts';

type Fault = Pick<Problem, 'code' | 'message' | 'repair'>;

/**
 * Past a proxy there is nothing but NetworkPolicy, and only sidecars have ports of their own or leave any out. Without a mesh the platform
 * refuses.
 */
export const scrapePastProxy: CheckRule = ({ index }) => index.model.edges.filter(({ pastProxy }) => pastProxy === true).flatMap((edge) => {
  if (index.model.mesh.platform !== 'istio') return [];
  const callee = index.service(edge.callee);
  const sidecars = planesOf(callee).every((plane) => plane === 'sidecar');
  const faults = edge.access.flatMap(({ targetPort }) => faultsOf(edge, callee, targetPort, sidecars));
  return faults.map((fault) => ({ ...fault, construct: edge.constructs[0] }));
});

function faultsOf({ caller }: EdgeModel, { id, dataPlane, excludedInboundPorts }: ServiceModel, port: number, sidecars: boolean): readonly Fault[] {
  const scrapes = `\`${callerName(caller)}\` scrapes port \`${port}\` of \`${id}\` past its sidecar`;
  if (!sidecars) {
    return [{
      code: 'scrape-without-sidecar',
      message: `${scrapes}, which its pods do not have or may not have`,
      repair: `${port === MERGED_METRICS ? 'metrics are merged by sidecars alone: ' : ''}${dataPlane === 'none'
        ? 'outside the mesh grant the port of the application to the addresses of Prometheus, `allowFrom(Cidr.of(…))`'
        : 'scrape the port of the application with `Scrape.ofPort`'}`,
    }];
  }
  if (!excludedInboundPorts.includes(port)) {
    return [{
      code: 'scrape-of-captured-port',
      message: `${scrapes}, which captures it`,
      repair: 'exclude the port (`excludedInboundPorts`, for adopted workloads their annotation), or scrape it with a certificate: `Scrape.ofPath`',
    }];
  }
  // A tunnel ends at the sidecar, and what it does with a port that is not its application's is not known.
  return caller.kind === 'identity' && caller.dataPlane === 'ambient'
    ? [{
        code: 'scrape-through-tunnel',
        message: `${scrapes} and is ambient: its ztunnel would dial the sidecar`,
        repair: 'scrape with a certificate (`Scrape.ofPort`), or keep the pods of Prometheus out of ambient and say so: `dataPlane: DataPlane.NONE`',
      }]
    : [];
}
