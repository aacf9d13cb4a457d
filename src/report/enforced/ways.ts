import type { World } from '../../eval';
import { shownHosts } from '../../eval/gateway/lane-hosts';
import { type Lane, lanesOf } from '../../eval/gateway/lanes';
import { doubtAbout, exploreWay, exploreWayOut, unknownIn, type Way, waysOf, waysOutOf } from '../../eval/gateway/ways';
import { formatSet, fromBoxes, isEmpty, isSubset, type RequestSet } from '../../eval/request-set';
import { stringsKey } from '../../eval/request-set/string-set';
import type { Exploration } from '../../eval/types';
import { byText, type CallerAccess } from '../access-table';
import { servicePortName } from '../callee-name';
import { ANYBODY, clientsAt, type WayClient } from './way-clients';
import type { WorkloadIndex } from './workload-index';

/** What somebody may do at a port of a Service through a gateway. */
export interface EnforcedWay extends CallerAccess {
  /** `shop/frontend:80 (pod port 8080)`, `api.example:443`; of a route that may lead anywhere: why. */
  readonly callee: string;
  /** `shop/frontend`; left out: it leads out of the cluster, or nobody knows where. */
  readonly subject?: string;
  /** `istio-ingress/edge`. */
  readonly gateway: string;
  /** `shop.example:443`, as clients dial the gateway. */
  readonly dialled: string;
  /** Service account of the gateway's pods; left out: they are not in the manifests. */
  readonly account?: string;
  readonly undetermined: boolean;
}

export const NOWHERE = 'somewhere';

/** Everybody who gets to a Service through a gateway, and everything of it that they can ask for; sorted by callee, then caller. */
export function enforcedWays(world: World, index: WorkloadIndex, subjects?: ReadonlySet<string>): readonly EnforcedWay[] {
  const found = lanesOf(world).flatMap((lane) => rowsOf(world, index, lane, subjects));
  // Pods of one gateway that answer alike are one.
  const rows = new Map(found.map((row) => [[row.callee, row.caller, row.access].join('\n'), row]));
  return [...rows.values()].sort(byText((row) => `${row.callee}\n${row.caller}\n${row.access}`));
}

function rowsOf(world: World, index: WorkloadIndex, lane: Lane, subjects: ReadonlySet<string> | undefined): readonly EnforcedWay[] {
  const ways = waysOf(world, lane).filter(({ service }) => subjects?.has(`${service.namespace}/${service.name}`) ?? true);
  const out = subjects === undefined ? waysOutOf(world, lane) : [];
  const clients = ways.length === 0 && out.length === 0 ? [] : clientsAt(world, index, lane);
  const anywhere = subjects === undefined ? unknownIn(lane) : [];
  return [
    ...anywhere.map((text): EnforcedWay => ({ ...rowOf(lane, ANYBODY), callee: NOWHERE, access: `undetermined: ${text}`, undetermined: true })),
    ...ways.flatMap((way) => {
      const { service: { namespace, name } } = way;
      return rowsAt(lane, { callee: calleeNameOf(world, way), subject: `${namespace}/${name}` }, clients, (client) => exploreWay(world, way, client.caller), doubtAbout(world, way));
    }),
    ...out.flatMap((way) => rowsAt(lane, { callee: `${way.host}:${way.port}` }, clients, (client) => exploreWayOut(world, way, client.caller))),
  ];
}

type Callee = Pick<EnforcedWay, 'callee' | 'subject'>;
type Explore = (client: WayClient) => Pick<Exploration, 'allow' | 'maybe'>;

/** Whoever may do what everybody may is not told apart. */
function rowsAt(lane: Lane, callee: Callee, clients: readonly WayClient[], explore: Explore, doubt?: string): readonly EnforcedWay[] {
  const each = clients.map((client) => ({ client: client.name, ...accessOf(explore(client), lane, doubt) }));
  const usual = each.find(({ client }) => client === ANYBODY)?.access;
  return each.flatMap(({ client, access, undetermined }): readonly EnforcedWay[] => (access === undefined || (client !== ANYBODY && access === usual)
    ? []
    : [{ ...rowOf(lane, client), ...callee, access, undetermined }]));
}

function rowOf(lane: Lane, client: string): Pick<EnforcedWay, 'caller' | 'gateway' | 'dialled' | 'account'> {
  const { gateway, pod: { namespace, serviceAccount }, absent } = lane;
  const dialled = dialledOf(lane);
  return { caller: `${client} via gateway ${gateway} ${dialled}`, gateway, dialled, ...(absent === undefined ? { account: `${namespace}/${serviceAccount}` } : {}) };
}

function dialledOf({ host, port }: Lane): string {
  return port === undefined ? host : `${host}:${port}`;
}

/** `shop/frontend:80 (pod port 8080)`, whether it is in the manifests or not. */
export function calleeNameOf(world: World, { service, destinations }: Way): string {
  const { namespace, name, port } = service;
  const isKnown = world.services.find(namespace, name)?.ports.some((p) => p.port === port) === true;
  const text = servicePortName(`${namespace}/${name}`, port, 'TCP', destinations.map((d) => d.port));
  return destinations.length > 0 ? text : `${text} (${isKnown ? 'no workload' : 'not'} in the manifests)`;
}

/** Undefined: nothing. */
function accessOf({ allow, maybe }: Pick<Exploration, 'allow' | 'maybe'>, lane: Lane, doubt?: string): { readonly access?: string; readonly undetermined: boolean } {
  const texts = [
    ...(isEmpty(allow) ? [] : [laneText(allow, lane)]), ...(isEmpty(maybe) ? [] : [`undetermined: ${laneText(maybe, lane)}${doubt === undefined ? '' : ` (${doubt})`}`]),
  ];
  return { ...(texts.length === 0 ? {} : { access: texts.join('; ') }), undetermined: !isEmpty(maybe) };
}

/** Without the hosts that the lane is about. */
function laneText(set: RequestSet, { requests }: Lane): string {
  if (isSubset(requests, set)) return 'everything';
  const own = new Set(requests.boxes.map((box) => (box.kind === 'http' && box.hosts !== undefined ? stringsKey(box.hosts) : '')));
  return shownText(fromBoxes(set.boxes.map((box) => (
    box.kind === 'bytes' || box.hosts === undefined || !own.has(stringsKey(box.hosts)) ? box : { ...box, hosts: {} }))));
}

/** With hosts as people write them. */
export function shownText(set: RequestSet): string {
  return formatSet(fromBoxes(set.boxes.map((box) => (box.kind === 'bytes' || box.hosts === undefined ? box : { ...box, hosts: shownHosts(box.hosts) }))));
}
