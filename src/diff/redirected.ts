import type { World } from '../eval';
import { both, type Both } from './both';
import type { ExternalChange } from './types';

/** A name that stays, and leads elsewhere. */
export function redirected(worlds: Both<World>): readonly ExternalChange[] {
  const { before, after } = both((side) => leadsOf(worlds[side]));
  return [...before].filter(([host, text]) => after.has(host) && after.get(host) !== text).map(([host]) => (
    { callers: ['whoever calls it'], target: `where ${host} leads`, from: 'undetermined', to: 'undetermined', because: [] }));
}

/** By host, where each of its ports leads: in whatever order, and in however many entries, that is said. */
function leadsOf({ policies: { serviceEntries } }: World): ReadonlyMap<string, string> {
  const leads = new Map<string, Set<string>>();
  for (const { object: { spec } } of serviceEntries) {
    const { hosts, resolution = 'NONE', location = 'MESH_EXTERNAL', endpoints = [], workloadSelector, addresses = [], ports = [] } = spec;
    const ends = endpoints.map((end) => JSON.stringify(end)).sort();
    for (const host of hosts) {
      const known = leads.get(host) ?? new Set<string>();
      leads.set(host, known);
      for (const { number, protocol = 'TCP', targetPort = number } of ports) {
        known.add(JSON.stringify([number, protocol.toUpperCase(), targetPort, resolution, location, ends, workloadSelector, [...addresses].sort()]));
      }
    }
  }
  return new Map([...leads].map(([host, texts]) => [host, [...texts].sort().join('\n')]));
}
