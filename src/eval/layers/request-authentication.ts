import type { RequestAuthentication } from '../../manifest/kinds';
import { type Site, universe } from '../authorization/site';
import { ANY_HTTP, subtract } from '../request-set';
import type { HttpRequest } from '../types';
import { type LayerAt, verdict } from './layer';
import { refsText, ruleRef } from '../refs';
import { proxyLayer } from './proxy-layer';

/**
 * A request without a token passes; whether a token is valid is not modelled. A TCP chain knows no tokens. As a set, no HTTP request is
 * decided: where a token may travel is not expressed in it.
 */
export function requestAuthentication(site: Site): LayerAt {
  const policies = site.requests;
  const because = policies.map((p) => ruleRef(p));
  const all = universe(site);
  return proxyLayer(site, 'request-authentication', (_caller, http) => {
    if (policies.length === 0) return verdict('allow', 'no RequestAuthentication applies');
    if (http === undefined) return verdict('allow', 'a TCP chain knows no tokens', because);
    return policies.some((p) => carriesToken(p.object, http))
      ? verdict('undetermined', () => `whether the token is one that ${refsText(because)} accepts is not modelled`, because)
      : verdict('allow', () => `${refsText(because)} lets a request without a token pass`, because);
  }, () => {
    const undecided = policies.length > 0 && site.protocol !== 'tcp';
    const allow = undecided ? subtract(all, ANY_HTTP) : all;
    return { allow, maybe: subtract(all, allow), because };
  });
}

interface Locations {
  readonly fromHeaders?: readonly { readonly name: string; readonly prefix?: string }[];
  readonly fromParams?: readonly string[];
  readonly fromCookies?: readonly string[];
}

/** Without locations of its own a rule looks into `Authorization: Bearer` and the query parameter `access_token`. */
function carriesToken(policy: RequestAuthentication, { headers, path }: HttpRequest): boolean {
  const query = new URLSearchParams(path.includes('?') ? path.slice(path.indexOf('?') + 1) : '');
  return (policy.spec.jwtRules ?? []).some((rule) => {
    const own = rule as Locations;
    const given = [own.fromHeaders, own.fromParams, own.fromCookies].some((l) => (l ?? []).length > 0);
    const { fromHeaders = [], fromParams = [], fromCookies = [] } = given ? own : { fromHeaders: [{ name: 'authorization' }], fromParams: ['access_token'] };
    return fromHeaders.some((h) => headers[h.name.toLowerCase()] !== undefined)
      || fromParams.some((p) => query.has(p))
      || fromCookies.some((c) => (headers.cookie ?? '').split(';').some((pair) => pair.trim().startsWith(`${c}=`)));
  });
}
