import { type Site, universe } from '../authorization/site';
import { normalizePath } from '../matcher/normalize';
import { EVERYTHING, NOTHING } from '../request-set';
import type { Answer, LayerDecision, LayerSet } from '../types';
import type { LayerAt } from './layer';

/** Whether the callee's proxy takes the connection, and what it refuses as malformed before any policy is asked. */
export function capture(site: Site): LayerAt {
  const layer = 'capture';
  const { captured, text, because } = site.capture;
  const constant: LayerSet = captured === 'unknown' ? { layer, allow: NOTHING, maybe: EVERYTHING, because } : { layer, allow: universe(site), maybe: NOTHING, because };
  return {
    layer,
    constant,
    decide: (_caller, { http }) => {
      const decided = (answer: Answer, why: string): LayerDecision => ({ layer, answer, text: why, because });
      if (captured !== 'yes') return decided(captured === 'no' ? 'allow' : 'undetermined', text);
      if (site.protocol === 'http' && http === undefined) return decided('deny', `${text} as HTTP, which other bytes are not`);
      const refused = site.protocol !== 'tcp' && http !== undefined && normalizePath(http.path, site.world.settings.pathNormalization) === undefined;
      return refused ? decided('deny', `the proxy answers \`${http.path}\` with 400`) : decided('allow', `${text} as ${site.protocol}`);
    },
    explore: () => constant,
  };
}
