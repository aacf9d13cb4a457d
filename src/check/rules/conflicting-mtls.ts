import type { CheckRule } from '../facts';
import { transport } from '../ports';

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
