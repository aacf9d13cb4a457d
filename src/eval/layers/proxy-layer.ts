import { isHttp, type Site, universe } from '../authorization/site';
import { EVERYTHING, NOTHING, subtract } from '../request-set';
import type { Caller, HttpRequest, Layer, LayerSet } from '../types';
import { decisionFor, type LayerAt, type Verdict, verdict } from './layer';

type Sets = Omit<LayerSet, 'layer'>;

/**
 * A layer of the callee's proxy: it decides nothing where the proxy does not see the connection, and a denial of it is in doubt where
 * that is. `decide` gets the HTTP request, or undefined for bytes on a TCP chain. `isIdle`: there is nothing by which it could refuse.
 */
export function proxyLayer(
  site: Site, layer: Layer, decide: (caller: Caller, http: HttpRequest | undefined) => Verdict, explore: (caller: Caller) => Sets, isIdle = false,
): LayerAt {
  const { captured, text } = site.capture;
  const constant = captured === 'no'
    ? { layer, allow: EVERYTHING, maybe: NOTHING, because: [] }
    : isIdle ? { layer, allow: universe(site), maybe: NOTHING, because: [] } : undefined;
  return {
    layer,
    ...(constant === undefined ? {} : { constant }),
    decide: (caller, request) => {
      if (captured === 'no') return decisionFor(layer, verdict('allow', text));
      const decided = decide(caller, isHttp(site, request) ? request.http : undefined);
      const certain = captured === 'yes' || decided.answer === 'allow';
      return decisionFor(layer, certain ? decided : verdict('undetermined', `${decided.text()}; but ${text}`, decided.because));
    },
    explore: (caller) => {
      if (constant !== undefined) return constant;
      const sets = explore(caller);
      return captured === 'yes' ? { layer, ...sets } : { layer, ...sets, maybe: subtract(universe(site), sets.allow) };
    },
  };
}
