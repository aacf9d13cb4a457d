import type { Caller } from '../eval/types';
import type { Labels } from '../manifest/kinds';

const labelKeys = new WeakMap<Labels, string>();

function labelsKey(labels: Labels): string {
  let key = labelKeys.get(labels);
  if (key === undefined) {
    key = JSON.stringify(Object.entries(labels).sort());
    labelKeys.set(labels, key);
  }
  return key;
}

/** Every caller is asked about at every port. */
function remembered(keyOf: (caller: Caller) => string): (caller: Caller) => string {
  const known = new WeakMap<Caller, string>();
  return (caller) => {
    let key = known.get(caller);
    if (key === undefined) {
      key = keyOf(caller);
      known.set(caller, key);
    }
    return key;
  };
}

/** INVARIANT: NetworkPolicy cannot tell callers of one key apart. */
export function endKey({ workload, namespace, labels, pod, ip }: Pick<Caller, 'workload' | 'namespace' | 'labels' | 'pod' | 'ip'>): string {
  return `${pod}|${namespace ?? ''}|${labels === undefined ? '?' : labelsKey(labels)}|${ip ?? ''}|${workload?.hostNetwork === true}`;
}

export const podKey = remembered(endKey);

/** INVARIANT: the callee's proxy cannot tell callers of one key apart, unless a DestinationRule changes what they send. */
export const identityKey = remembered(({ workload, principal, ip }) => `${principal ?? ''}|${ip ?? ''}|${workload?.dataPlane ?? ''}`);

/** INVARIANT: PeerAuthentication cannot tell callers of one key apart, with the same exception. */
export const trustKey = remembered((caller) => `${caller.principal?.split('/')[0] ?? ''}|${caller.workload?.dataPlane ?? ''}`);

/** What is left of a caller where nothing about it is asked, but whether its identity arrives at all. */
export function planeKey(caller: Caller): string {
  const plane = caller.workload?.dataPlane;
  return plane === 'ambient' || plane === 'unknown' ? identityKey(caller) : '';
}

/** INVARIANT: callers of one key are the same to every layer. */
export const callerKey = remembered((caller) => `${caller.workload?.id ?? ''}|${podKey(caller)}|${identityKey(caller)}`);
