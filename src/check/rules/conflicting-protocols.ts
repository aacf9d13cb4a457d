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
