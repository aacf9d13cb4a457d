import { EVERYTHING, formatSet, isSubset } from '../../eval/request-set';
import type { AccessModel } from '../../model/model';
import { groupBy } from '../declaration';
import type { OpenedAccess, Opening } from '../types';
import type { Aside } from './aside';
import type { Excused } from './excused';
import { placesOfOthers } from './others-pods';

/**
 * Object by object, as they are acknowledged: who else may call whom, on what. What is alike is one line, whole and sorted, so that a change is
 * seen.
 */
export function openingsOf(model: AccessModel, aside: readonly Aside[], excused: readonly Excused[]): readonly Opening[] {
  const placesOf = placesOfOthers(model);
  return [...aside].sort((a, b) => (a.name < b.name ? -1 : 1)).map((one): Opening => {
    const own = excused.filter(({ by }) => by.includes(one));
    const { reason, expires, owner, construct } = one.said;
    const others = new Map(own.flatMap(({ gap }) => placesOf(one, gap)).map((place) => [`${place.namespace} ${place.layer}`, place]));
    return {
      object: one.name,
      reason,
      ...(expires === undefined ? {} : { expires }),
      ...(owner === undefined ? {} : { owner }),
      construct,
      access: accessIn(own.map((e) => line(e, one))),
      ...(others.size === 0 ? {} : { undeclaredPods: [...others].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place) }),
    };
  });
}

function line({ gap, by }: Excused, one: Aside): OpenedAccess {
  const { layer, statement, caller, callee, port, protocol, requests, undecided } = gap;
  const others = by.filter((a) => a !== one).map(({ name }) => name).sort();
  return {
    ...(statement === 'exactly-declared' || layer === undefined ? {} : { layer }),
    callers: [caller],
    callees: [callee],
    ports: port === undefined ? [] : [`${port}${protocol === 'TCP' ? '' : `/${protocol}`}`],
    requests: isSubset(EVERYTHING, requests) ? 'everything' : formatSet(requests),
    ...(undecided ? { undecided } : {}),
    ...(others.length === 0 ? {} : { together: others }),
  };
}

/** Callers of one port, ports of one pod, pods of one kind are put together, where everything else is the same. */
function accessIn(lines: readonly OpenedAccess[]): readonly OpenedAccess[] {
  const merged = merge(merge(merge(lines, 'callers'), 'ports'), 'callees');
  return merged.map((access) => ({ access, key: JSON.stringify([access.callees, access.layer ?? '', access.ports, access.callers, access]) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ access }) => access);
}

function merge(lines: readonly OpenedAccess[], list: 'callers' | 'ports' | 'callees'): readonly OpenedAccess[] {
  const groups = groupBy(lines, (l) => JSON.stringify({ ...l, [list]: [] }));
  return [...groups.values()].map((alike) => ({ ...alike[0], [list]: sorted(alike.flatMap((l) => l[list])) }));
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(byNumber);
}

function byNumber(a: string, b: string): number {
  return parseInt(a) - parseInt(b) || (a < b ? -1 : 1);
}
