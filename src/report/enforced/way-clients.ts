import { anonymousCaller, type Caller, type World } from '../../eval';
import { policiesAt } from '../../eval/gateway/hop';
import type { Lane } from '../../eval/gateway/lanes';
import { ingressPolicy } from '../../eval/layers/ingress-policy';
import { within } from '../../eval/matcher/cidr';
import { isEmpty } from '../../eval/request-set';
import { blocksOf, boundMentions, ingressMentions } from '../../proof/mentions';
import { addressesOf, FRESH } from '../../proof/minimal';
import type { Labels } from '../../manifest/kinds';
import { ANY, candidatesFor } from './candidates';
import type { WorkloadIndex } from './workload-index';

/** Somebody before a gateway, which sees addresses and no identities. */
export interface WayClient {
  /** `outside`, `10.0.0.0/8`, `any pod of namespace shop`. */
  readonly name: string;
  readonly caller: Caller;
}

const OUTSIDE = ['203.0.113.10', '198.51.100.10', '192.0.2.10', '8.8.8.8', '2001:db8::10'];
export const ANYBODY = 'outside';

/** Whom the gateway's policies and NetworkPolicies could tell apart, the rest of them first. */
export function clientsAt(world: World, index: WorkloadIndex, lane: Lane): readonly WayClient[] {
  if (lane.absent !== undefined) return [{ name: ANYBODY, caller: anonymousCaller(OUTSIDE[0]) }];
  const { pod, at, listening } = lane;
  const { site } = policiesAt(world, pod, at, listening);
  const mentions = { peers: ingressMentions(world, pod).peers, sources: boundMentions(site.authorization).sources };
  const blocks = Object.values(blocksOf(mentions)).flat();
  const cidrs = [...new Set(blocks.flatMap(({ cidr, except = [] }) => [cidr, ...except]))];
  const elsewhere = OUTSIDE.find((ip) => !cidrs.some((cidr) => within(ip, cidr)));
  const named = [...new Set(blocks.flatMap(addressesOf))].flatMap((ip): readonly WayClient[] => {
    const block = cidrs.filter((cidr) => within(ip, cidr)).sort((a, b) => length(b) - length(a))[0];
    return block === undefined ? [] : [{ name: block, caller: anonymousCaller(ip) }];
  });
  const outside = elsewhere === undefined ? [] : [{ name: ANYBODY, caller: anonymousCaller(elsewhere) }];
  return [...outside, ...new Map(named.map((c) => [c.name, c])).values(), ...(isIsolated(world, lane) ? podsAt(world, index, lane) : [])];
}

function length(cidr: string): number {
  return Number(cidr.split('/')[1] ?? 128);
}

/** Where nothing keeps anybody from it, pods may do what everybody may. */
function isIsolated(world: World, { pod, at }: Lane): boolean {
  const { because, maybe } = ingressPolicy(world, { workload: pod, port: at, protocol: 'TCP' }).explore(anonymousCaller(OUTSIDE[0]));
  return because.length > 0 || !isEmpty(maybe);
}

function podsAt(world: World, index: WorkloadIndex, { pod }: Lane): readonly WayClient[] {
  const { namespaces, pods, accounts } = candidatesFor(world, index, pod);
  const fresh = (name: string, namespace: string, labels: Labels = {}): WayClient => ({ name, caller: { name, namespace, labels, pod: true } });
  return [
    fresh(crowdText(ANY), FRESH.namespace), ...[...namespaces].sort().map((namespace) => fresh(crowdText(namespace), namespace)),
    ...[...pods].map(([name, { namespace, labels }]) => fresh(name, namespace, labels)),
    ...[...accounts].sort().flatMap((account) => index.under(account).slice(0, 1).map((caller): WayClient => ({ name: account, caller }))),
  ];
}

function crowdText(namespace: string): string {
  return namespace === ANY ? 'any pod' : `any pod of namespace ${namespace}`;
}
