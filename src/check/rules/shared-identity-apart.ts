import type { ServiceModel } from '../../model/model';
import { planesOf } from '../../model/planes';
import { sharersOf } from '../../model/sharers';
import type { CheckRule } from '../facts';

/** They may call the same only if they come the same way: a sidecar passes no waypoint, and what is outside the mesh shows no identity. */
export const sharedIdentityApart: CheckRule = ({ index: { model: { services, mesh } } }) => {
  if (mesh.platform !== 'istio') return [];
  const sharers = sharersOf(services);
  const planes = (service: ServiceModel): string => [...planesOf(service)].sort().join(' and ');
  return services.flatMap((one) => sharers(one.id).filter((other) => other.id > one.id && planes(other) !== planes(one)).map((other) => ({
    code: 'shared-identity-apart',
    construct: one.construct,
    message: `\`${one.id}\` and \`${other.id}\` share an identity, and their pods are \`${planes(one)}\` and \`${planes(other)}\`: admitted alike, they come by different ways`,
    repair: 'give them one `dataPlane`, and move them together, or give each an account of its own',
  })));
};
