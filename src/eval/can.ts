import { prepare } from './prepare';
import type { Caller, Decision, Destination, Exploration, Request } from './types';
import type { World } from './world';

/** One request of one caller: every layer, and what they come to. */
export function can(world: World, caller: Caller, destination: Destination, request: Request): Decision {
  return prepare(world, destination).decide(caller, request);
}

/** All requests of one caller at once. `prepare(world, destination).explore(caller)` is the same, without the look-up. */
export function explore(world: World, caller: Caller, destination: Destination): Exploration {
  return prepare(world, destination).explore(caller);
}
