import { mayBeAmbient } from '../../model/planes';
import type { CheckRule } from '../facts';

/** ztunnel has no dry run, and an old one enforces what only a newer one records. */
export const stageOfAmbient: CheckRule = ({ index: { model: { namespaces, services } } }) => (
  [...namespaces, ...services].filter((staged) => staged.stage !== undefined && mayBeAmbient(staged)).map(({ id, construct, stage }) => ({
    code: 'stage-of-ambient',
    construct,
    message: `\`${id}\` is ambient and at stage \`${stage}\`: ztunnel has no dry run`,
    repair: 'leave out `stage`',
  }))
);
