import type { ServiceModel } from '../../model/model';
import type { ModelIndex } from '../../model/model-index';
import type { CheckRule } from '../facts';

/** Of foreign pods in the mesh only if they call: by whom they are called does not rest on it. */
function isKnownByIt(index: ModelIndex, { id, dataPlane, foreign }: ServiceModel): boolean {
  if (foreign === undefined) return true;
  return index.model.mesh.platform === 'istio' && dataPlane !== 'none' && index.edgesFrom(id).some(({ callee }) => callee !== id);
}

/** `default` is what every pod without an account runs under, declared or not. */
export const defaultServiceAccount: CheckRule = ({ index }) => index.model.services
  .filter((service) => service.serviceAccount === 'default' && isKnownByIt(index, service))
  .map(({ id, construct, foreign }) => ({
    code: 'default-service-account',
    construct,
    message: `\`${id}\` uses the service account \`default\`, which is also that of every pod without one`,
    repair: foreign === undefined
      ? 'give the service an account of its own; `migrateIdentity` admits `default` until all of its pods have it'
      : 'let whoever makes these pods give them an account of their own, and say so by `serviceAccountName`',
  }));
