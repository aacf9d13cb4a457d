import { type Site, universe } from '../authorization/site';
import { normalizePath } from '../matcher/normalize';
import { EVERYTHING, NOTHING } from '../request-set';
import { type LayerAt, verdict } from './layer';

/** Whether the callee's proxy takes the connection, and what it refuses as malformed before any policy is asked. */
export function capture(site: Site): LayerAt {
  const layer = 'capture';
  const { captured, text, because } = site.capture;
  return {
    layer,
    decide: (_caller, { http }) => {
      if (captured === 'no') return { layer, ...verdict('allow', text, because) };
      if (captured === 'unknown') return { layer, ...verdict('undetermined', text, because) };
      if (site.protocol === 'http' && http === undefined) return { layer, ...verdict('deny', `${text} as HTTP, which other bytes are not`, because) };
      const refused = site.protocol !== 'tcp' && http !== undefined && normalizePath(http.path, site.world.settings.pathNormalization) === undefined;
      return { layer, ...(refused ? verdict('deny', `the proxy answers \`${http.path}\` with 400`, because) : verdict('allow', `${text} as ${site.protocol}`, because)) };
    },
    explore: () => (captured === 'unknown' ? { layer, allow: NOTHING, maybe: EVERYTHING, because } : { layer, allow: universe(site), maybe: NOTHING, because }),
  };
}
