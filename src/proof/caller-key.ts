import type { Caller } from '../eval/types';
import type { Labels } from '../manifest/kinds';

export function labelsKey(labels: Labels): string {
  const names = Object.keys(labels);
  if (names.length === 0) return '';
  // No label's name has a `=`, or begins like the text of a list.
  return names.length === 1 ? `${names[0]}=${labels[names[0]]}` : JSON.stringify(names.sort().map((n) => [n, labels[n]]));
}

/** INVARIANT: NetworkPolicy cannot tell callers of one key apart. */
export function podKey({ workload, namespace, labels, pod, ip }: Pick<Caller, 'workload' | 'namespace' | 'labels' | 'pod' | 'ip'>): string {
  return `${pod}|${namespace ?? ''}|${labels === undefined ? '?' : labelsKey(labels)}|${ip ?? ''}|${workload?.hostNetwork === true}`;
}

/** INVARIANT: the callee's proxy cannot tell callers of one key apart, unless a DestinationRule changes what they send. */
export function identityKey(caller: Caller): string {
  return `${caller.principal ?? ''}|${caller.ip ?? ''}|${planeOf(caller)}`;
}

function planeOf({ workload, dataPlane }: Caller): string {
  return workload?.dataPlane ?? dataPlane ?? '';
}

/** INVARIANT: as above, where nobody is in ambient mode: then the data plane changes nothing about how a caller arrives. */
export function certificateKey({ workload, principal, ip }: Caller): string {
  return `${principal ?? ''}|${ip ?? workload?.hostNetwork === true}`;
}

/** INVARIANT: PeerAuthentication cannot tell callers of one key apart, with the same exception. */
export function trustKey(caller: Caller): string {
  const { principal } = caller;
  return `${principal === undefined ? '' : principal.slice(0, principal.indexOf('/'))}|${planeOf(caller)}`;
}

/** What is left of a caller where nothing about it is asked, but whether its identity arrives at all. */
export function planeKey(caller: Caller): string {
  const plane = planeOf(caller);
  return plane === 'ambient' || plane === 'unknown' ? identityKey(caller) : '';
}

/** INVARIANT: callers of one key are the same to every layer. */
export function callerKey(caller: Caller): string {
  return `${caller.workload?.id ?? ''}|${podKey(caller)}|${identityKey(caller)}`;
}

export type KeyOf = (caller: Caller) => string;

/** All callers alike. */
export const alike: KeyOf = () => '';

/** The callers of one callee with their keys, which every port asks for again. */
export class Audience {
  private readonly keys = new Map<KeyOf, Map<Caller, string>>();
  private readonly groups = new Map<string, readonly Caller[]>();
  private readonly names = new Map<KeyOf, number>();

  constructor(public readonly callers: readonly Caller[]) {}

  public key(keyOf: KeyOf, caller: Caller): string {
    if (keyOf === alike) return '';
    let known = this.keys.get(keyOf);
    if (known === undefined) {
      known = new Map();
      this.keys.set(keyOf, known);
    }
    let key = known.get(caller);
    if (key === undefined) {
      key = keyOf(caller);
      known.set(caller, key);
    }
    return key;
  }

  /** One caller of each kind that these keys tell apart. */
  public distinct(keysOf: readonly KeyOf[]): readonly Caller[] {
    const telling = [...new Set(keysOf)].filter((k) => k !== alike);
    if (telling.length === 0) return this.callers.slice(0, 1);
    const name = telling.map((k) => this.nameOf(k)).join();
    let group = this.groups.get(name);
    if (group === undefined) {
      const [first, ...others] = telling;
      const keyOf = (c: Caller): string => others.reduce((text, k) => `${text}\n${this.key(k, c)}`, this.key(first, c));
      const kinds = new Map<string, Caller>();
      for (const caller of this.callers) {
        const key = keyOf(caller);
        // Somebody who is there is a better example than a mention of them.
        if (kinds.get(key)?.workload === undefined) kinds.set(key, caller);
      }
      group = [...kinds.values()];
      this.groups.set(name, group);
    }
    return group;
  }

  private nameOf(keyOf: KeyOf): number {
    const name = this.names.get(keyOf) ?? this.names.size;
    this.names.set(keyOf, name);
    return name;
  }
}
