import type { CheckRule } from '../facts';

/** `default` is what every pod without an account runs under, declared or not. */
export const defaultServiceAccount: CheckRule = ({ index }) => index.model.services
  .filter(({ serviceAccount }) => serviceAccount === 'default')
  .map(({ id, construct }) => ({
    code: 'default-service-account',
    construct,
    message: `\`${id}\` uses the service account \`default\`, which is also that of every pod without one`,
    repair: 'give the service an account of its own; `migrateIdentity` admits `default` until all of its pods have it',
  }));
