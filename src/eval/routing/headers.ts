import { isMap } from '../../manifest/schema/kit';
import type { World } from '../world';

const known = new WeakMap<World, ReadonlySet<string>>();

/** Tokens, and what proxies make addresses and hosts of. */
const ALWAYS = ['authorization', 'cookie', 'host', 'x-forwarded-for', 'x-forwarded-host'];

/** Headers that some policy asks about; all others may be set on the way, and nobody is asked differently. */
export function headersAskedAbout(world: World): ReadonlySet<string> {
  let names = known.get(world);
  if (names === undefined) {
    const found = new Set(ALWAYS);
    const { authorizationPolicies, requestAuthentications } = world.policies;
    for (const { object } of authorizationPolicies) {
      for (const { key } of (object.spec.rules ?? []).flatMap((rule) => rule.when ?? [])) {
        const name = /^request\.headers\[(.+)\]$/.exec(key)?.[1];
        if (name !== undefined) found.add(name.toLowerCase());
      }
    }
    for (const { object } of requestAuthentications) {
      for (const { name } of (object.spec.jwtRules ?? []).flatMap((rule) => rule.fromHeaders ?? [])) found.add(name.toLowerCase());
    }
    known.set(world, names = found);
  }
  return names;
}

/** `set` and `add` of a VirtualService are maps, of the Gateway API lists of names and values; `remove` is a list of names. */
export function touchesPolicies(world: World, operations: Readonly<Record<string, unknown>>): boolean {
  const names = Object.values(operations).flatMap((of): readonly unknown[] => (
    Array.isArray(of) ? of.map((entry: unknown) => (isMap(entry) ? entry.name : entry)) : isMap(of) ? Object.keys(of) : []));
  const asked = headersAskedAbout(world);
  return names.some((name) => typeof name !== 'string' || name.startsWith(':') || asked.has(name.toLowerCase()));
}
