import type { VirtualService, VirtualServiceDestination, VirtualServiceHttpRoute } from '../../manifest/route-kinds';
import { EVERY, or } from '../approximation';
import { hostIn, serviceHost } from '../cluster/hosts';
import type { From } from '../cluster/policies';
import type { Dialled } from '../cluster/sidecar-scope';
import { refText } from '../refs';
import { some } from '../tri';
import type { Caller, RuleRef } from '../types';
import type { World } from '../world';
import type { Course, Step } from './course';
import { httpRoutesOf } from './delegation';
import type { DialledService } from './gateway-route';
import { touchesPolicies } from './headers';
import { compiled } from './match';
import { picksAmong } from './same-pods';

/**
 * What sidecars make of `http`. Subsets and weights pick among the pods of a Service, each of which is taken to be picked; mirrors send
 * copies, which nobody waits for; delays and retries change nothing.
 *
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export function courseOf(world: World, source: From<VirtualService>, dialled: Dialled, service: DialledService | undefined, caller: Caller): Course {
  return { ordered: true, steps: httpRoutesOf(world, source).flatMap(({ route, ref, by, namespace, doubt }): Step[] => {
    const { effect, text } = doubt === undefined ? effectOf(world, namespace, route, { ...dialled, service }, ref) : { effect: 'elsewhere' as const, text: `${refText(ref)} ${doubt}` };
    const matches = (route.match ?? []).map((m) => compiled(m, { gateways: ['mesh'], port: dialled.port }, caller)).filter((m) => m.holds !== 'no');
    const always = (route.match ?? []).length === 0;
    if (!always && matches.length === 0) return [];
    const unsure = matches.find((m) => m.doubt !== undefined)?.doubt;
    return [{
      ref,
      ...(by === undefined ? {} : { by }),
      effect,
      text,
      ...(unsure === undefined ? {} : { doubt: `${refText(ref)} ${unsure}` }),
      takes: always ? EVERY : or(matches.map((m) => m.set)),
      matches: (http) => (always ? 'yes' : some(matches.map((m) => m.takes(http)))),
    }];
  }) };
}

/** To what was dialled, or to some of its pods. */
export function leadsTo(
  world: World, namespace: string, { host, port, subset }: VirtualServiceDestination, dialled: Dialled, service: DialledService | undefined,
): boolean {
  const to = hostIn(world, namespace, host);
  const number = port?.number ?? dialled.port;
  if (to === dialled.host.toLowerCase()) return number === dialled.port;
  if (service === undefined || subset !== undefined) return false;
  const other = { namespace: service.namespace, name: to.split('.')[0], port: number };
  return to === serviceHost(world, other) && picksAmong(world, other, service);
}

type To = Dialled & { readonly service: DialledService | undefined };

function effectOf(world: World, namespace: string, route: VirtualServiceHttpRoute, to: To, ref: RuleRef): Pick<Step, 'effect' | 'text'> {
  const place = refText(ref);
  if (route.redirect !== undefined || route.directResponse !== undefined) return { effect: 'ends', text: `${place} answers it` };
  const destinations = route.route ?? [];
  const other = destinations.find(({ destination }) => !leadsTo(world, namespace, destination, to, to.service))?.destination;
  if (other !== undefined) {
    const port = other.port?.number;
    return { effect: 'elsewhere', text: `${place} may send it to \`${other.host}${port === undefined ? '' : `:${port}`}\` instead` };
  }
  const changes = route.rewrite !== undefined
    || [route, ...destinations].some(({ headers }) => headers?.request !== undefined && touchesPolicies(world, headers.request));
  if (changes) return { effect: 'elsewhere', text: `${place} changes it on the way, which is not followed` };
  if (route.fault?.abort !== undefined) return { effect: 'elsewhere', text: `${place} may abort it` };
  return { effect: 'on', text: '' };
}
