import { hasReached } from '../../model/stages';
import type { CheckRule } from '../facts';

/**
 * A RequestAuthentication refuses bad tokens at once and has no dry run; without it nobody has a token that a policy could ask for.
 *
 * https://istio.io/latest/docs/reference/config/security/request_authentication/
 */
export const tokenNotObservable: CheckRule = ({ index: { model: { services } } }) => (
  services.filter((service) => service.tokens !== undefined && !hasReached(service, 'authorization')).map(({ id, construct, stage }) => ({
    code: 'token-not-observable',
    construct,
    message: `\`${id}\` requires tokens and is at stage \`${stage}\`, at which nobody's token is looked at: whoever sends a bad one would be refused`,
    repair: 'add `requireJwt` at `RolloutStage.AUTHORIZATION` or later',
  }))
);
