import { RolloutStage } from '../../src';
import type { Choices, Combination } from './app';

const STAGES = Object.values(RolloutStage);
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
} as const;

/** By data plane, what it can express at all: the rest is refused by name, which other tests hold. */
export const CHOICES: Readonly<Record<Combination['plane'], Choices>> = {
  sidecar: {
    ...EVERYWHERE, plane: ['sidecar'], stage: STAGES, ownStage: [undefined, ...STAGES], scrape: ['none', 'with a certificate', 'past the proxy'], tokens: [false, true],
  },
  ambient: { ...EVERYWHERE, plane: ['ambient'], stage: STAGES, ownStage: [undefined, ...STAGES], scrape: ['none', 'with a certificate'], tokens: [false] },
  waypoint: { ...EVERYWHERE, plane: ['waypoint'], stage: STAGES, ownStage: [undefined, ...STAGES], scrape: ['none'], tokens: [false, true] },
  'no mesh': {
    ...EVERYWHERE, plane: ['no mesh'], stage: STAGES.slice(3), ownStage: [undefined, ...STAGES.slice(3)], scrape: ['none'], tokens: [false],
  },
};
