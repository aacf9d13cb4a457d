import { matchesHostName, serviceHost } from '../cluster/hosts';
import type { ExternalTarget } from '../leave';
import { reach, reachAtAll, shownAs } from '../outward/reach';
import type { Caller, Request } from '../types';
import type { World } from '../world';
import type { PairDecision } from './answer';
import { QuestionError } from './error';
import type { HostQuestion } from './question';

/** Every caller against everything that may answer the host's name. `request` left out: anything at all. */
export function hostPairs(world: World, callers: readonly Caller[], { host, port, ip }: HostQuestion, request?: Request): readonly PairDecision[] {
  const service = world.services.all.find((s) => matchesHostName(serviceHost(world, s), host));
  if (service !== undefined) {
    const name = `${service.namespace}/${service.name}`;
    throw new QuestionError({ message: `\`${host}\` is Service \`${name}\``, repair: `ask about \`${name}:${port}\`` });
  }
  const target = { host, port, ...(ip === undefined ? {} : { ip }), ...request };
  return callers.flatMap((caller) => shownAs(world, target, request ?? {}).flatMap((protocol) => {
    const shown: ExternalTarget = { ...target, protocol };
    const all = request === undefined ? reachAtAll(world, caller, shown) : reach(world, caller, shown, request);
    return all.map((reached): PairDecision => ({ caller, ...reached }));
  }));
}
