import { type Site, universe } from '../authorization/site';
import { normalizePath } from '../matcher/normalize';
import { mutualTlsMode } from '../cluster/mutual-tls';
import { sidecarsFor } from '../cluster/sidecar-scope';
import { ANY_HTTP, EVERYTHING, NOTHING, subtract } from '../request-set';
import type { Answer, LayerDecision, LayerSet } from '../types';
import type { LayerAt } from './layer';

/** Whether the callee's proxy takes the connection, and what it refuses as malformed before any policy is asked. */
export function capture(site: Site): LayerAt {
  const layer = 'capture';
  const { captured, text, because } = site.capture;
  const alike = captured === 'unknown' && isAlikeWithoutProxy(site);
  const certain = captured !== 'unknown' ? universe(site) : alike ? asProxied(site) : NOTHING;
  const constant: LayerSet = { layer, allow: certain, maybe: captured === 'unknown' ? subtract(EVERYTHING, certain) : NOTHING, because };
  return {
    layer,
    constant,
    decide: (_caller, { http }) => {
      const decided = (answer: Answer, why: string): LayerDecision => ({ layer, answer, text: why, because });
      const isForeign = site.protocol === 'http' && http === undefined;
      const refused = site.protocol !== 'tcp' && http !== undefined && normalizePath(http.path, site.world.settings.pathNormalization) === undefined;
      if (alike && !isForeign && !refused) return decided('allow', `${text}; with and without one this is let in`);
      if (captured !== 'yes') return decided(captured === 'no' ? 'allow' : 'undetermined', text);
      if (isForeign) return decided('deny', `${text} as HTTP, which other bytes are not`);
      return refused ? decided('deny', `the proxy answers \`${http.path}\` with 400`) : decided('allow', `${text} as ${site.protocol}`);
    },
    explore: () => constant,
  };
}

/** What a proxy reads as what the port carries. */
const asProxied = ({ protocol }: Site): typeof EVERYTHING => (protocol === 'http' ? ANY_HTTP : EVERYTHING);

/** Of a pod that may have a proxy of either data plane, or none: nothing is given to any of them by which it would refuse what the pod takes. */
function isAlikeWithoutProxy({ world, destination, authorization, requests }: Site): boolean {
  const { workload, port } = destination;
  return workload.dataPlane === 'unknown' && workload.apart === undefined && workload.otherIstiod === undefined
    && authorization.length === 0 && requests.length === 0 && mutualTlsMode(world, workload, port).because === undefined
    && sidecarsFor(world, workload.namespace, workload.labels).every((sidecar) => (sidecar?.object.spec.ingress ?? []).length === 0);
}
