import type { Options, Section } from './options';

/** What a run is made of, in the order in which it is begun and printed. */
const UNITS = {
  admitted: ['admitted'],
  enforced: ['meshes', 'tokens at gateways', 'ways', 'random ways', 'random policies', 'normalization', 'outbound', 'observed'],
  ztunnel: ['ztunnel'],
  waypoint: ['waypoint'],
  cheap: ['cheap'],
  helm: ['helm'],
  'exit-tests': ['exit tests', 'exit tests of Envoy', 'exit test commands'],
} as const satisfies Readonly<Record<Section, readonly string[]>>;
const RANDOM = {
  enforced: ['random policies', 'random ways'], ztunnel: ['random ztunnel'], waypoint: ['random waypoints'],
} as const satisfies Readonly<Partial<Record<Section, readonly string[]>>>;

export type Unit = typeof UNITS[Section][number] | typeof RANDOM[keyof typeof RANDOM][number];

export function unitsOf({ sections, randomOnly }: Options): readonly Unit[] {
  const made: Readonly<Partial<Record<Section, readonly Unit[]>>> = randomOnly ? RANDOM : UNITS;
  return sections.flatMap((section) => made[section] ?? []);
}
