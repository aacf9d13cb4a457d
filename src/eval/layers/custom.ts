import { enforced, type Site, universe } from '../authorization/site';
import { NOTHING } from '../request-set';
import { type LayerAt, verdict } from './layer';
import { refsText, ruleRef } from '../refs';
import { proxyLayer } from './proxy-layer';

/**
 * An external authorizer answers at run time; where its provider is not defined in the mesh, or a second one is asked for, the proxy
 * denies everything. Neither is in the manifests, so that one such policy leaves every request undetermined, whatever its rules.
 */
export function custom(site: Site): LayerAt {
  const because = enforced(site, 'CUSTOM').map((p) => ruleRef(p.source));
  return proxyLayer(
    site,
    'custom',
    () => (because.length === 0 ? verdict('allow', 'no CUSTOM policy applies') : verdict('undetermined', () => `${refsText(because)} asks an external authorizer`, because)),
    () => (because.length === 0 ? { allow: universe(site), maybe: NOTHING, because } : { allow: NOTHING, maybe: universe(site), because }),
  );
}
