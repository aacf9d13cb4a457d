import type { CheckRule } from '../facts';

/** https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const SIDECAR_PORTS: ReadonlySet<number> = new Set([15000, 15001, 15002, 15004, 15006, 15008, 15020, 15021, 15053, 15090]);

export const reservedPort: CheckRule = ({ index }) => index.model.services
  .filter(({ dataPlane }) => index.model.mesh.platform === 'istio' && dataPlane === 'sidecar')
  .flatMap((service) => service.ports.filter(({ targetPort }) => SIDECAR_PORTS.has(targetPort)).map(({ targetPort }) => ({
    code: 'reserved-port',
    construct: service.construct,
    message: `target port \`${targetPort}\` of \`${service.id}\` belongs to the proxy in the same pod`,
    repair: 'let the application listen elsewhere',
  })));
