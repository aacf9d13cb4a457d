import type { ServiceId, ServiceModel } from '../../model/model';
import type { Problem } from '../../model/problem';
import { sharersOf } from '../../model/sharers';
import type { CheckRule } from '../facts';

/** What is said of a shared identity is all there is to it: each names all the others, and nobody else. */
export const inexactSharedIdentity: CheckRule = ({ index: { model: { services } } }) => {
  const byId = new Map(services.map((s) => [s.id, s]));
  const sharers = sharersOf(services);
  return services.flatMap((service) => {
    const named = service.sharedIdentity?.services;
    // What nobody named is made of what each has said.
    if (named === undefined || service.sharedIdentity?.untilMoved === true) return [];
    const actual = new Set(sharers(service.id).map((s) => s.id));
    const wrong = named.filter((id) => !actual.has(id)).map((id) => notShared(service, id, byId.get(id)));
    const left = [...actual].filter((id) => !named.includes(id)).map((id): Problem => ({
      code: 'inexact-shared-identity',
      construct: service.construct,
      message: `\`${service.id}\` says with whom it shares its identity and leaves out \`${id}\``,
      repair: `add \`'${nameIn(id)}'\` to \`sharedWith\`, or give \`${id}\` an account of its own`,
    }));
    return [...wrong, ...left];
  });
};

function notShared({ id, construct, serviceAccount }: ServiceModel, named: ServiceId, other: ServiceModel | undefined): Problem {
  const says = `\`${id}\` says that it shares its identity with \`${named}\``;
  const problem = (because: string, repair: string): Problem => ({ code: 'inexact-shared-identity', construct, message: `${says}, which ${because}`, repair });
  if (named === id) return problem('is itself', 'name the others alone');
  if (other === undefined) return problem('is no service of this App', 'name services of the same namespace and App; what another App declares cannot share it');
  if (other.sharedIdentity === undefined && other.serviceAccount === serviceAccount) {
    return problem('does not say so', `give it \`sharedIdentity\` too, with \`sharedWith: ['${nameIn(id)}']\` and all the others, or an account of its own`);
  }
  return problem(`runs under \`${other.serviceAccount}\``, 'leave it out: they are told apart');
}

/** Names in a namespace are what `sharedWith` takes. */
function nameIn(id: ServiceId): string {
  return id.slice(id.indexOf('/') + 1);
}
