import { type Site, universe } from '../authorization/site';
import { ANY_HTTP, NOTHING, subtract, union } from '../request-set';
import { refsText, ruleRef } from '../refs';
import { admitted } from '../tokens/accepted';
import { doubtOf } from '../tokens/doubt';
import { verified } from '../tokens/verify';
import { type LayerAt, verdict } from './layer';
import { proxyLayer } from './proxy-layer';

/**
 * A request without a token passes, one whose token no rule accepts does not. That a token is mandatory is for an AuthorizationPolicy to
 * say. A TCP chain knows no tokens.
 */
export function requestAuthentication(site: Site): LayerAt {
  const because = site.requests.map((p) => ruleRef(p));
  const rules = site.tokens;
  return proxyLayer(site, 'request-authentication', (_caller, http) => {
    if (because.length === 0) return verdict('allow', 'no RequestAuthentication applies');
    if (http === undefined) return verdict('allow', 'a TCP chain knows no tokens', because);
    const found = verified(rules, http);
    switch (found.kind) {
      case 'none': return verdict('allow', () => `${refsText(because)} lets a request without a token pass`, because);
      case 'unknown': return verdict('undetermined', () => doubtOf(rules) ?? `whether the token is one that ${refsText(because)} accepts is not known`, because);
      case 'refused': return verdict('deny', () => `${refsText(because)} refuses ${found.why}`, because);
      case 'accepted': return verdict('allow', () => `${refsText(found.by.map((r) => r.ref))} accepts the token`, found.by.map((r) => r.ref));
    }
  }, () => {
    const all = universe(site);
    if (rules.length === 0 || site.protocol === 'tcp') return { allow: all, maybe: NOTHING, because };
    const bytes = subtract(all, ANY_HTTP);
    if (doubtOf(rules) !== undefined) return { allow: bytes, maybe: ANY_HTTP, because };
    return { allow: bytes.boxes.length === 0 ? admitted(rules) : union(bytes, admitted(rules)), maybe: NOTHING, because };
  }, because.length === 0);
}
