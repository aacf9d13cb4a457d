import {
  anonymousCaller, portUniverse, prepare, waypointOf, type Caller, type Destination, type Exploration, type Prepared, type WorkloadView, type World,
} from '../../eval';
import { within } from '../../eval/matcher/cidr';
import { isEmpty, subtract, union, type RequestSet } from '../../eval/request-set';
import { PROBE_ADDRESSES } from '../../eval/ztunnel/around';
import type { IpBlock, Labels } from '../../manifest/kinds';
import { addressesApart, addressesOf, FRESH, inBlock } from '../../proof/minimal';
import { byText, type CallerAccess } from '../access-table';
import { accessText } from './access-text';
import { ANY, candidatesFor, type Candidates } from './candidates';
import { anyOf, calleeSide, type Explored } from './explored';
import type { WorkloadIndex } from './workload-index';

/** One line of the table. */
export interface EnforcedCaller extends CallerAccess {
  /** Everybody of a kind, not somebody in particular. */
  readonly crowd: boolean;
  /** `shop/frontend`, where the line is about one workload of several under that service account, or about it at some addresses only. */
  readonly account?: string;
}

export interface EnforcedCallers {
  /** Sorted by caller. */
  readonly rows: readonly EnforcedCaller[];
  /** A proxy that could ask for more lets callers without identity in, or may. */
  readonly plaintext: boolean;
}

export const NOTHING = 'nothing';
const OUTSIDE = ['203.0.113.10', '198.51.100.10', '192.0.2.10', '8.8.8.8'];

/**
 * Who may call one destination. Somebody is listed when policies give them something else than the crowd they belong to, so that an
 * open port is one line, whatever the number of workloads.
 */
export function callersAt(world: World, index: WorkloadIndex, destination: Destination): EnforcedCallers {
  const { waypoint } = prepare(world, destination);
  const candidates = candidatesFor(world, index, destination.workload, waypoint);
  const { elsewhere, places } = placesOf(world, candidates);
  const table = new CallerTable(world, destination, elsewhere);
  // What comes from there is the pod's own node, which nothing keeps out.
  table.addOutside(candidates.blocks.filter(({ cidr }) => !PROBE_ADDRESSES.some((probe) => within(cidr, probe))));
  const tables = [table, ...places.map((place) => new CallerTable(world, destination, elsewhere, place))];
  for (const each of tables) addCallers(each, candidates, index, frontsOf(world, destination));
  return { rows: tables.flatMap((t) => t.rows).sort(byText((row) => row.caller)), plaintext: table.plaintext };
}

/** Addresses that somebody must call from, with one of them. */
interface Place {
  readonly text: string;
  readonly ip: string;
  readonly callers: ReadonlySet<string>;
}

/** Where nobody is asked for addresses, nothing is said of anybody's. */
function placesOf(world: World, { places, blocks }: Candidates): { readonly elsewhere?: string; readonly places: readonly Place[] } {
  if (places.size === 0) return { places: [] };
  const apart = addressesApart(world.settings.podCidrs ?? [], { declared: [], sources: [...blocks], peers: [] });
  const found = [...places].sort(byText(([text]) => text)).flatMap(([text, { cidrs, except, callers }]) => {
    const ip = apart.identified.find((address) => cidrs.some((cidr) => inBlock(address, cidr)) && !except.some((cidr) => inBlock(address, cidr)));
    return ip === undefined ? [] : [{ text, ip, callers }];
  });
  return { elsewhere: apart.pod, places: found };
}

function addCallers(table: CallerTable, candidates: Candidates, index: WorkloadIndex, fronts: readonly (WorkloadView | undefined)[]): void {
  if (table.isAbout(ANY)) table.addPods(ANY, FRESH.namespace);
  for (const namespace of candidates.namespaces) if (table.isAbout(`namespace ${namespace}`)) table.addPods(`namespace ${namespace}`, namespace);
  for (const [name, { namespace, labels }] of candidates.pods) if (table.isAbout(name)) table.addPods(name, namespace, labels);
  for (const [name, principal] of candidates.patterns) {
    if (!table.isAbout(name)) continue;
    table.addIdentity(name, [{ name, principal, pod: true, namespace: FRESH.namespace, labels: {} }], true);
  }
  for (const [name, callers] of candidates.identities) if (table.isAbout(name)) table.addIdentity(name, callers, false);
  for (const account of candidates.accounts) {
    if (!table.isAbout(account)) continue;
    // The waypoint before a Service is the way to its pods, and not a caller of them.
    const callers = index.under(account).filter((c) => !fronts.includes(c.workload));
    if (callers.length > 0) table.addAccount(account, callers);
  }
}

function frontsOf(world: World, { workload }: Destination): readonly (WorkloadView | undefined)[] {
  return world.services.selecting(workload).flatMap(({ namespace, name, ports }) => ports.map(({ port }) => {
    const binding = waypointOf(world, { service: { namespace, name }, port });
    return binding.kind === 'waypoint' ? binding.pod : undefined;
  }));
}

/** With a `place`: what they may do from there beside what they may do from anywhere. */
class CallerTable {
  readonly rows: EnforcedCaller[] = [];
  plaintext = false;
  /** What a crowd may do, by `namespace x` (empty: anywhere) and whether it has an identity. */
  private readonly crowds = new Map<string, string>();
  private readonly isMeshed: boolean;
  /** Through the Service; where a waypoint stands before it, also at the pod's address, which is another way. */
  private readonly ways: readonly Prepared[];
  private readonly universe: RequestSet;

  constructor(private readonly world: World, destination: Destination, private readonly elsewhere?: string, private readonly place?: Place) {
    this.isMeshed = world.settings.mesh && destination.workload.dataPlane !== 'none';
    const dialled = prepare(world, destination);
    const { workload, port, protocol } = destination;
    this.ways = dialled.waypoint === undefined ? [dialled] : [dialled, prepare(world, { workload, port, protocol })];
    this.universe = dialled.waypoint?.universe ?? portUniverse(world, destination);
  }

  /** Is it asked what this caller may do? */
  isAbout(caller: string): boolean {
    return this.place === undefined || this.place.callers.has(caller);
  }

  /** Addresses outside the cluster: those that rules name, and the rest of them. */
  addOutside(blocks: Candidates['blocks']): void {
    const cidrs = blocks.map((block) => block.cidr);
    const elsewhere = OUTSIDE.find((ip) => !cidrs.some((cidr) => inBlock(ip, cidr)));
    const rest = elsewhere === undefined ? NOTHING : this.access(anonymousCaller(elsewhere));
    if (rest !== NOTHING) this.add('any address outside the cluster', rest, true);
    const wider: { readonly block: IpBlock; readonly access: string }[] = [];
    for (const block of widestFirst(blocks)) {
      // If the exceptions leave any address, they leave the first one or one right after an exception.
      const ip = addressesOf(block).find((address) => covers(block, address));
      const access = ip === undefined ? NOTHING : this.access(anonymousCaller(ip));
      const usual = wider.find((w) => ip !== undefined && covers(w.block, ip))?.access ?? rest;
      if (access !== usual) this.add(`${block.cidr}${block.except?.length ? ` except ${block.except.join(', ')}` : ''}`, access, true);
      wider.unshift({ block, access });
    }
  }

  /** Pods of which nothing is known but their namespace and, maybe, labels: with an identity of their own and without. */
  addPods(crowd: string, namespace: string, labels: Labels = {}): void {
    const pod: Caller = { name: crowd, namespace, labels, pod: true };
    if (crowd === ANY) this.plaintext = this.isMeshed && this.explore(pod, this.elsewhere).some(passesMtls);
    const plaintext = this.access(pod, calleeSide);
    const principal = `${this.world.settings.trustDomain}/ns/${namespace}/sa/${FRESH.serviceAccount}`;
    const identified = this.isMeshed ? this.access({ ...pod, principal }, calleeSide) : plaintext;
    const [parentIdentified, parentPlaintext] = crowd === ANY ? [NOTHING, NOTHING] : [this.crowd(namespace, true), this.crowd(namespace, false)];
    const isCrowd = Object.keys(labels).length === 0;
    if (isCrowd) {
      this.crowds.set(key(crowd, true), identified);
      this.crowds.set(key(crowd, false), plaintext);
    }
    if (identified === plaintext && parentIdentified === parentPlaintext) {
      if (identified !== parentIdentified) this.add(crowdName(crowd, 'pod'), identified, isCrowd);
      return;
    }
    if (identified !== parentIdentified) this.add(crowdName(crowd, 'identity'), identified, isCrowd);
    if (plaintext !== parentPlaintext) this.add(`${crowdName(crowd, 'pod')} in plaintext`, plaintext, isCrowd);
  }

  /** `callers`: the forms it may come in; the first that gets anywhere speaks for it. */
  addIdentity(name: string, callers: readonly Caller[], crowd: boolean): void {
    const access = callers.map((caller) => this.access(caller)).find((a) => a !== NOTHING) ?? NOTHING;
    if (access !== this.crowd(callers[0].namespace, true)) this.add(name, access, crowd);
  }

  /** Everybody under one service account; by name of the workload where they differ. */
  addAccount(account: string, callers: readonly Caller[]): void {
    const each = callers.map((caller) => {
      return { caller, access: this.access(caller), usual: this.crowd(caller.namespace, caller.principal !== undefined) };
    });
    if (each.every(({ access }) => access === each[0].access)) {
      if (each.some(({ access, usual }) => access !== usual)) this.add(account, each[0].access, false);
      return;
    }
    for (const { caller, access, usual } of each) {
      if (access !== usual) this.add(`pod:${caller.workload!.id}`, access, false, account);
    }
  }

  private crowd(namespace: string | undefined, identified: boolean): string {
    return this.crowds.get(key(`namespace ${namespace}`, identified)) ?? this.crowds.get(key(ANY, identified)) ?? NOTHING;
  }

  private access(caller: Caller, side: (explored: Exploration) => Exploration = (explored) => explored): string {
    const usual = anyOf(this.explore(caller, this.elsewhere).map(side));
    const explored = this.place === undefined ? usual : beyond(anyOf(this.explore(caller, this.place.ip).map(side)), usual);
    return accessText(explored, this.universe) ?? NOTHING;
  }

  private explore(caller: Caller, from: string | undefined): readonly Exploration[] {
    const ip = caller.ip ?? from;
    return this.ways.map((way) => way.explore(ip === undefined ? caller : { ...caller, ip }));
  }

  private add(caller: string, access: string, crowd: boolean, account?: string): void {
    if (this.place === undefined) this.rows.push({ caller, access, crowd, ...(account === undefined ? {} : { account }) });
    else this.rows.push({ caller: `${caller} at ${this.place.text}`, access, crowd, account: account ?? caller });
  }
}

function beyond({ allow, maybe }: Explored, usual: Explored): Explored {
  return { allow: subtract(allow, usual.allow), maybe: subtract(maybe, union(usual.allow, usual.maybe)) };
}

/** One per CIDR, the one that says most; a block comes before those inside it. */
function widestFirst(blocks: Candidates['blocks']): readonly IpBlock[] {
  const byCidr = new Map<string, IpBlock>();
  for (const block of blocks) {
    if ((block.except?.length ?? -1) > (byCidr.get(block.cidr)?.except?.length ?? -2)) byCidr.set(block.cidr, block);
  }
  const length = ({ cidr }: IpBlock): number => Number(cidr.split('/')[1] ?? 128);
  return [...byCidr.values()].sort((a, b) => length(a) - length(b) || (a.cidr < b.cidr ? -1 : 1));
}

function covers({ cidr, except = [] }: IpBlock, address: string): boolean {
  return inBlock(address, cidr) && !except.some((e) => inBlock(address, e));
}

function passesMtls({ layers }: Exploration): boolean {
  return layers.some(({ layer, allow, maybe }) => layer === 'mtls' && !(isEmpty(allow) && isEmpty(maybe)));
}

function key(crowd: string, identified: boolean): string {
  return `${crowd} ${identified}`;
}

function crowdName(crowd: string, what: 'pod' | 'identity'): string {
  if (crowd === ANY) return what === 'pod' ? 'any pod' : 'any mesh identity';
  return crowd.startsWith('namespace ') ? `any ${what} of ${crowd}` : crowd;
}
