import type { DataPlaneName, ServiceModel } from '../../model/model';
import { planesOf } from '../../model/planes';
import type { ModelIndex } from '../../model/model-index';
import type { CheckRule } from '../facts';

/** https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const PROXY_PORTS: Readonly<Record<DataPlaneName, ReadonlySet<number>>> = {
  sidecar: new Set([15000, 15001, 15002, 15004, 15006, 15008, 15020, 15021, 15053, 15090]),
  // https://github.com/istio/ztunnel/blob/master/ARCHITECTURE.md#ports: those that it opens in the pod's network
  ambient: new Set([15001, 15006, 15008, 15053]),
  none: new Set(),
};

const taken = (service: ServiceModel, port: number): boolean => planesOf(service).some((plane) => PROXY_PORTS[plane].has(port));

/** Its metrics are scraped there, and no Service says that the application listens. */
function isItsOwn(index: ModelIndex, { id, kubernetesServices }: ServiceModel, targetPort: number): boolean {
  return index.edgesTo(id).some(({ pastProxy, access }) => pastProxy === true && access.some((a) => a.targetPort === targetPort))
    && !kubernetesServices.some(({ ports }) => ports.some((p) => p.targetPort === targetPort));
}

export const reservedPort: CheckRule = ({ index }) => index.model.services
  .filter(() => index.model.mesh.platform === 'istio')
  .flatMap((service) => service.ports.filter(({ targetPort: p }) => taken(service, p) && !isItsOwn(index, service, p)).map(({ targetPort }) => ({
    code: 'reserved-port',
    construct: service.construct,
    message: `target port \`${targetPort}\` of \`${service.id}\` belongs to the proxy in the same pod`,
    repair: 'let the application listen elsewhere',
  })));
