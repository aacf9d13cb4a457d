import { callerOf } from '../callers';
import { matchesHostName, serviceHost } from '../cluster/hosts';
import { throughToHost } from '../gateway/through';
import type { ExternalTarget } from '../leave';
import { reach, reachAtAll, shownAs } from '../outward/reach';
import type { Caller, Destination, Request } from '../types';
import type { World } from '../world';
import type { PairDecision } from './answer';
import { QuestionError } from './error';
import type { HostQuestion } from './question';

/** Every caller against everything that may answer the host's name. `request` left out: anything at all. */
export function hostPairs(world: World, callers: readonly Caller[], { host, port, ip }: HostQuestion, request?: Request): readonly PairDecision[] {
  refuseService(world, host, port);
  const target = { host, port, ...(ip === undefined ? {} : { ip }), ...request };
  return callers.flatMap((caller) => shownAs(world, target, request ?? {}).flatMap((protocol) => {
    const shown: ExternalTarget = { ...target, protocol };
    const all = request === undefined ? reachAtAll(world, caller, shown) : reach(world, caller, shown, request);
    return all.map((reached): PairDecision => ({ caller, ...reached }));
  }));
}

/** The same through every port of a gateway. */
export function hostPairsThrough(
  world: World, callers: readonly Caller[], gateways: readonly Destination[], { host, port, ip }: HostQuestion, request: Request,
): readonly PairDecision[] {
  refuseService(world, host, port);
  const target = { host, port, ...(ip === undefined ? {} : { ip }) };
  const [shown] = shownAs(world, target, request);
  return callers.flatMap((caller) => gateways.map((via): PairDecision => {
    const [{ destination }] = reach(world, callerOf(world, via.workload), { ...target, protocol: shown }, request);
    return { caller, via, destination, decision: throughToHost(world, caller, via, target, request) };
  }));
}

function refuseService(world: World, host: string, port: number): void {
  const service = world.services.all.find((s) => matchesHostName(serviceHost(world, s), host));
  if (service !== undefined) {
    const name = `${service.namespace}/${service.name}`;
    throw new QuestionError({ message: `\`${host}\` is Service \`${name}\``, repair: `ask about \`${name}:${port}\`` });
  }
}
