import type { CheckRule } from '../facts';
import { transport } from '../ports';

/** Of two Services on one target port the oldest decides the protocol: HTTP rules may vanish with the order of creation. */
export const conflictingProtocols: CheckRule = ({ index }) => index.model.services.flatMap((service) => {
  const first = new Map<string, string>();
  const ports = [...service.kubernetesServices.flatMap((s) => s.ports), ...service.ports];
  const conflicts = new Map<string, { targetPort: number; a: string; b: string }>();
  for (const { targetPort, protocol } of ports) {
    const key = `${targetPort}/${transport(protocol)}`;
    const known = first.get(key);
    if (known === undefined) first.set(key, protocol);
    else if (known !== protocol) conflicts.set(key, { targetPort, a: known, b: protocol });
  }
  return [...conflicts.values()].map(({ targetPort, a, b }) => ({
    code: 'conflicting-protocols',
    construct: service.construct,
    message: `target port \`${targetPort}\` of \`${service.id}\` is declared as both \`${a}\` and \`${b}\``,
    repair: 'declare every port that leads to it with the same protocol',
  }));
});

export const conflictingMtls: CheckRule = ({ index }) => index.model.services.flatMap((service) => {
  const first = new Map<string, string>();
  return service.ports.flatMap(({ targetPort, protocol, mtls }) => {
    const key = `${targetPort}/${transport(protocol)}`;
    const known = first.get(key) ?? mtls;
    first.set(key, known);
    return known === mtls
      ? []
      : [{
          code: 'conflicting-mtls',
          construct: service.construct,
          message: `target port \`${targetPort}\` of \`${service.id}\` is declared with mTLS both \`${known}\` and \`${mtls}\``,
          repair: 'declare every port that leads to it with the same `mtls`',
        }];
  });
});

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
