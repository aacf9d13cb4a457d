import type { CheckRule } from '../facts';

/** Two moves at once: what is open because of one could not be told from what is open because of the other. */
export const stageWhileMigrating: CheckRule = ({ index: { model: { namespaces, services } } }) => (
  [...namespaces, ...services].flatMap(({ id, construct, stage, migratingFrom }) => (stage === undefined || migratingFrom === undefined
    ? []
    : [{
        code: 'stage-while-migrating',
        construct,
        message: `\`${id}\` is at stage \`${stage}\` and comes from data plane \`${migratingFrom}\``,
        repair: 'finish the rollout and then change the data plane, or the other way round',
      }]))
);
