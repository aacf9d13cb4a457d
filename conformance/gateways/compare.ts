import type { Request } from '../../src/eval';
import type { Answered } from '../probe/answer';
import type { Expected } from './expected';

/** What Envoy did with a request: the Services that its route leads to, and what they get. */
export interface Sent {
  /** `shop/backend:80`; what is no Service is left out. */
  readonly services: readonly string[];
  readonly path?: string;
  readonly host?: string;
  readonly headers: Readonly<Record<string, string>>;
}

const SEEN = 'x-seen-';

/** Of several clusters the one that was picked does not exist: routes of the Gateway API and VirtualServices. */
const NOBODY = [500, 503];

/** Undefined: it was answered by the gateway, or not at all. */
export function sentBy(answered: Answered): Sent | undefined {
  if (answered.kind === 'stream') return { services: servicesIn(answered.clusters), headers: {} };
  if (answered.kind !== 'http') return undefined;
  const { 'x-clusters': clusters, 'x-forwarded-path': path, 'x-forwarded-host': host } = answered.headers;
  // Routes say their clusters of what policies deny, too.
  if (clusters === undefined || (path === undefined && !(clusters.includes(',') && NOBODY.includes(answered.status)))) return undefined;
  const seen = Object.entries(answered.headers).flatMap(([name, value]) => (name.startsWith(SEEN) && value !== '-' ? [[name.slice(SEEN.length), value]] : []));
  return { services: servicesIn(clusters), ...(path === undefined ? {} : { path, host: host ?? '' }), headers: Object.fromEntries(seen) as Record<string, string> };
}

/** `outbound|80||backend.shop.svc.cluster.local:1,…`: of weight 0 nothing is sent to. */
function servicesIn(clusters: string): readonly string[] {
  return clusters.split(',').flatMap((text) => {
    const [, port, , rest = ''] = text.split('|');
    const found = /^([^.]+)\.([^.]+)\.svc\.cluster\.local(?::(\d+))?$/.exec(rest);
    return found === null || found[3] === '0' ? [] : [`${found[2]}/${found[1]}:${port}`];
  });
}

/** In what the evaluator is wrong; empty: in nothing. What it does not decide it cannot be wrong about. */
export function wrongIn(expected: ReadonlyMap<string, Expected>, sent: Sent | undefined, headers: readonly string[]): readonly string[] {
  return [...expected].flatMap(([service, e]) => {
    const leads = sent?.services.includes(service) === true;
    if (e.answer === 'undetermined') return [];
    if (leads !== (e.answer === 'allow')) return [`to ${service}: Envoy ${leads ? 'sends it' : 'does not'}, the evaluator says ${e.answer}: ${e.text}`];
    if (!leads) return [];
    return e.forwarded.some((f) => arrivesAs(f, sent!, headers)) ? [] : [`to ${service}: Envoy sends ${JSON.stringify(sent)}, the evaluator ${JSON.stringify(e.forwarded)}`];
  });
}

function arrivesAs({ http }: Request, sent: Sent, headers: readonly string[]): boolean {
  // Of connections nobody sees more.
  if (http === undefined || sent.path === undefined) return sent.path === undefined;
  // Of several values of a header Envoy shows the first, and of nothing no more than of what is empty.
  const isSame = headers.every((name) => (http.headers[name] ?? '').split(',')[0] === (sent.headers[name] ?? '').split(',')[0]);
  return isSame && http.path === sent.path && http.host.toLowerCase() === sent.host?.toLowerCase();
}
