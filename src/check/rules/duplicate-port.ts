import type { CheckRule } from '../facts';
import { transport } from '../ports';
import { repeated } from '../repeated';

/** The API server refuses a Service with two ports of one number and protocol, or of one name. */
export const duplicatePort: CheckRule = ({ index }) => index.model.services.flatMap((owner) => owner.kubernetesServices.flatMap(({ name, ports }) => {
  const byNumber = repeated(ports, ({ port, protocol }) => `${port}/${transport(protocol)}`);
  const byName = repeated(ports, (p) => p.name).filter(({ element }) => !byNumber.some((n) => n.element === element));
  return [
    ...byNumber.map(({ element }) => `port \`${element.port}\` over ${transport(element.protocol)}`),
    ...byName.map(({ element }) => `a port named \`${element.name}\``),
  ].map((what) => ({
    code: 'duplicate-port',
    construct: owner.construct,
    message: `the Kubernetes Service \`${owner.namespace}/${name}\` has ${what} twice`,
    repair: 'leave one out, or give it another number and name',
  }));
}));
