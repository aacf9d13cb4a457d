import { hasMeshIdentity, sharersOf } from '../../model/sharers';
import type { CheckRule } from '../facts';

/** Its identity would be admitted as the others', and whoever took it over may use it wherever these may call. */
export const quarantineOfSharedIdentity: CheckRule = ({ index: { model: { services, mesh } } }) => {
  const sharers = sharersOf(services);
  return services.filter((s) => s.quarantine !== undefined && hasMeshIdentity(mesh, s)).flatMap((service) => (
    sharers(service.id).filter(({ quarantine }) => quarantine === undefined).map(({ id }) => ({
      code: 'quarantine-of-shared-identity',
      construct: service.construct,
      message: `\`${service.id}\` is in quarantine, and \`${id}\` has the same identity, which stays admitted`,
      repair: `put \`${id}\` in quarantine, too`,
    }))
  ));
};
