import type { Site } from '../authorization/site';
import type { LayerAt } from './layer';
import { setsOf } from './layer';
import { proxyLayer } from './proxy-layer';

/** PeerAuthentication at the callee, and what the caller sends. */
export function mtls(site: Site): LayerAt {
  return proxyLayer(site, 'mtls', (caller) => site.arrive(caller).verdict, (caller) => {
    const { answer, because } = site.arrive(caller).verdict;
    return { ...setsOf(answer), because };
  });
}
