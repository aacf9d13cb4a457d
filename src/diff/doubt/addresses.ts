import type { Caller, World } from '../../eval';
import { EVERY_ADDRESS, rangeOf, together, type Ranges } from './ranges';

/** Where somebody may be: at their address, else in the ranges of pods, else anywhere. */
export function possibleAddresses({ settings }: World, { ip, pod }: Pick<Caller, 'ip' | 'pod'>, also: readonly string[] = []): Ranges {
  const known = ip !== undefined ? [ip] : pod ? settings.podCidrs ?? [] : [];
  return known.length === 0 ? EVERY_ADDRESS : together(...[...known, ...also].map((block) => rangeOf(block) ?? []));
}
