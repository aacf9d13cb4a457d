import { hasReached } from '../../model/stages';
import type { CheckRule } from '../facts';

/** What holds for the whole mesh would be opened again for one namespace. */
export const stageBelowBaseline: CheckRule = ({ index: { model: { namespaces, services, baseline } } }) => {
  if (baseline === undefined) return [];
  const said = [
    { holds: baseline.denyByDefault, from: 'authorization', what: 'allows nothing (`denyByDefault`)', repair: '`RolloutStage.AUTHORIZATION`' },
    { holds: baseline.strictMtls, from: 'mutual-tls', what: 'requires mutual TLS (`strictMtls`)', repair: '`RolloutStage.MUTUAL_TLS`' },
  ] as const;
  return [...namespaces, ...services].flatMap((staged) => {
    const below = said.find(({ holds, from }) => holds && !hasReached(staged, from));
    return below === undefined
      ? []
      : [{
          code: 'stage-below-baseline',
          construct: staged.construct,
          message: `\`${staged.id}\` is at stage \`${staged.stage}\`, and the MeshBaseline \`${baseline.construct}\` ${below.what} in the whole mesh`,
          repair: `begin at ${below.repair}, or leave that to the time when every namespace is as far`,
        }];
  });
};
