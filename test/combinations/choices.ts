import { RolloutStage } from '../../src';
import type { Choices, Combination } from './app';
import type { Neighbour } from './neighbours';

const STAGES = Object.values(RolloutStage);
const MESHED = ['sidecars', 'ambient', 'behind-waypoint'] as const;
const IMPORTED: readonly (Neighbour | undefined)[] = [
  undefined, ...MESHED.flatMap((of) => [{ as: 'caller', of }, { as: 'callee', of }] as const),
];
const WITHOUT_MESH: readonly (Neighbour | undefined)[] = [undefined, { as: 'caller', of: 'elsewhere' }, { as: 'callee', of: 'elsewhere' }];
const EVERYWHERE = {
  allowAll: [true, false],
  quarantine: ['nobody', 'caller', 'callee', 'bystander'],
  breakGlass: ['nobody', 'caller', 'bystander', 'role', 'namespace'],
  foreignPods: ['none', 'as caller', 'as callee'],
  sharedIdentity: [false, true],
  adopted: [false, true],
  migration: ['nobody', 'caller', 'caller and bystander', 'both, until yesterday'],
  dated: ['nothing', 'until later', 'until yesterday'],
  consent: [false, true],
  external: ['nothing', 'a name', 'an address'],
} as const;

/** By data plane, what it can express at all: the rest is refused by name, which other tests hold. */
export const CHOICES: Readonly<Record<Combination['plane'], Choices>> = {
  sidecar: {
    ...EVERYWHERE, plane: ['sidecar'], stage: STAGES, ownStage: [undefined, ...STAGES], scrape: ['none', 'with a certificate', 'past the proxy'], tokens: [false, true],
    imported: IMPORTED, documents: ['none', 'operations', 'rpcs'],
  },
  ambient: {
    ...EVERYWHERE, plane: ['ambient'], stage: STAGES, ownStage: [undefined, ...STAGES], scrape: ['none', 'with a certificate'], tokens: [false],
    imported: IMPORTED, documents: ['none'],
  },
  waypoint: {
    ...EVERYWHERE, plane: ['waypoint'], stage: STAGES, ownStage: [undefined, ...STAGES], scrape: ['none'], tokens: [false, true],
    imported: IMPORTED.filter((i) => i?.as !== 'caller' || i.of !== 'sidecars'), documents: ['none', 'operations', 'rpcs'],
  },
  'no mesh': {
    ...EVERYWHERE, plane: ['no mesh'], stage: STAGES.slice(3), ownStage: [undefined, ...STAGES.slice(3)], scrape: ['none'], tokens: [false],
    imported: WITHOUT_MESH, documents: ['none'], external: ['nothing', 'an address'],
  },
};
