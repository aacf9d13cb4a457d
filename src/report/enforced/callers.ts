import {
  anonymousCaller, portUniverse, prepare, waypointOf, type Caller, type Destination, type Exploration, type Prepared, type WorkloadView, type World,
} from '../../eval';
import { within } from '../../eval/matcher/cidr';
import { namespaceOf } from '../../eval/matcher/identity';
import { isEmpty, subtract, union, type RequestSet } from '../../eval/request-set';
import { PROBE_ADDRESSES } from '../../eval/ztunnel/around';
import type { IpBlock, Labels } from '../../manifest/kinds';
import { addressesApart, addressesOf, FRESH, inBlock } from '../../proof/minimal';
import { byText, type CallerAccess } from '../access-table';
import { accessText, isUndetermined } from './access-text';
import { ANY, candidatesFor, type Candidates } from './candidates';
import { anyOf, calleeSide, type Explored } from './explored';
import type { WorkloadIndex } from './workload-index';

/** One line of the table. */
export interface EnforcedCaller extends CallerAccess {
  /** Everybody of a kind, not somebody in particular. */
  readonly crowd: boolean;
  /** `shop/frontend`, where the line is about one workload of several under that service account, or about it at some addresses only. */
  readonly account?: string;
  readonly kind: CallerKind;
  /** Whom the line is about, wherever they call from and whether or not they show an identity: `shop/frontend`, `any pod`. */
  readonly name: string;
  /** Left out: of no namespace in particular. */
  readonly namespace?: string;
  /** Without mutual TLS on the way, for one of them at least. */
  readonly plaintext: boolean;
  /** Of some of it nobody can say whether it is allowed. */
  readonly undetermined: boolean;
}

/** `workloads`: in the manifests; `identity`, `pods`: that policies name and no manifest has; `crowd`, `addresses`: everybody of a kind. */
export type CallerKind = 'workloads' | 'identity' | 'pods' | 'crowd' | 'addresses';

export interface EnforcedCallers {
  /** Sorted by caller. */
  readonly rows: readonly EnforcedCaller[];
  /** A proxy that could ask for more lets callers without identity in, or may. */
  readonly plaintext: boolean;
}

export const NOTHING = 'nothing';
const NONE: Access = { text: NOTHING, undetermined: false };
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
    table.addIdentity(name, [{ name, principal, pod: true, namespace: namespaceOf(principal) ?? FRESH.namespace, labels: {} }], true);
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

interface Access {
  readonly text: string;
  readonly undetermined: boolean;
}

type Who = Pick<EnforcedCaller, 'kind' | 'namespace' | 'plaintext'> & Partial<Pick<EnforcedCaller, 'name' | 'account'>>;

/** With a `place`: what they may do from there beside what they may do from anywhere. */
class CallerTable {
  readonly rows: EnforcedCaller[] = [];
  plaintext = false;
  /** What a crowd may do, by `namespace x` (empty: anywhere) and whether it has an identity. */
  private readonly crowds = new Map<string, Access>();
  private readonly isMeshed: boolean;
  /** In a mesh, and the callee has no proxy that could show who it is. */
  private readonly isBare: boolean;
  /** Through the Service; where a waypoint stands before it, also at the pod's address, which is another way. */
  private readonly ways: readonly Prepared[];
  private readonly universe: RequestSet;
  /** Callers of whom the same is said share their sets. */
  private readonly known = new Map<RequestSet, Map<RequestSet, Access>>();

  constructor(private readonly world: World, destination: Destination, private readonly elsewhere?: string, private readonly place?: Place) {
    this.isMeshed = world.settings.mesh && destination.workload.dataPlane !== 'none';
    this.isBare = world.settings.mesh && !this.isMeshed;
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
    const who: Who = { kind: 'addresses', plaintext: this.world.settings.mesh };
    const rest = elsewhere === undefined ? NONE : this.access(anonymousCaller(elsewhere));
    if (rest.text !== NOTHING) this.add('any address outside the cluster', rest, who);
    const wider: { readonly block: IpBlock; readonly access: Access }[] = [];
    for (const block of widestFirst(blocks)) {
      // If the exceptions leave any address, they leave the first one or one right after an exception.
      const ip = addressesOf(block).find((address) => covers(block, address));
      const access = ip === undefined ? NONE : this.access(anonymousCaller(ip));
      const usual = wider.find((w) => ip !== undefined && covers(w.block, ip))?.access ?? rest;
      if (!same(access, usual)) this.add(`${block.cidr}${block.except?.length ? ` except ${block.except.join(', ')}` : ''}`, access, who);
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
    const [parentIdentified, parentPlaintext] = crowd === ANY ? [NONE, NONE] : [this.crowd(namespace, true), this.crowd(namespace, false)];
    const isCrowd = Object.keys(labels).length === 0;
    const who = { kind: isCrowd ? 'crowd' : 'pods', ...(crowd === ANY ? {} : { namespace }) } as const;
    if (isCrowd) {
      this.crowds.set(key(crowd, true), identified);
      this.crowds.set(key(crowd, false), plaintext);
    }
    const name = crowdName(crowd, 'pod');
    if (same(identified, plaintext) && same(parentIdentified, parentPlaintext)) {
      if (!same(identified, parentIdentified)) this.add(name, identified, { ...who, plaintext: this.world.settings.mesh });
      return;
    }
    if (!same(identified, parentIdentified)) this.add(crowdName(crowd, 'identity'), identified, { ...who, plaintext: false });
    if (!same(plaintext, parentPlaintext)) this.add(`${name} in plaintext`, plaintext, { ...who, name, plaintext: true });
  }

  /** `callers`: the forms it may come in; the first that gets anywhere speaks for it. */
  addIdentity(name: string, callers: readonly Caller[], crowd: boolean): void {
    const access = callers.map((caller) => this.access(caller)).find(({ text }) => text !== NOTHING) ?? NONE;
    const [{ namespace }] = callers;
    const kind = crowd ? 'crowd' : 'identity';
    if (!same(access, this.crowd(namespace, true))) this.add(name, access, { kind, ...(crowd ? {} : { namespace }), plaintext: false });
  }

  /** Everybody under one service account; by name of the workload where they differ. */
  addAccount(account: string, callers: readonly Caller[]): void {
    const each = callers.map((caller) => {
      return { caller, access: this.access(caller), usual: this.crowd(caller.namespace, caller.principal !== undefined) };
    });
    const who = (of: readonly Caller[]): Who => ({
      kind: 'workloads', namespace: of[0].namespace, plaintext: this.isBare || (this.isMeshed && of.some(({ principal }) => principal === undefined)),
    });
    if (each.every(({ access }) => same(access, each[0].access))) {
      if (each.some(({ access, usual }) => !same(access, usual))) this.add(account, each[0].access, who(callers));
      return;
    }
    for (const { caller, access, usual } of each) {
      if (!same(access, usual)) this.add(`pod:${caller.workload!.id}`, access, { ...who([caller]), account });
    }
  }

  private crowd(namespace: string | undefined, identified: boolean): Access {
    return this.crowds.get(key(`namespace ${namespace}`, identified)) ?? this.crowds.get(key(ANY, identified)) ?? NONE;
  }

  private access(caller: Caller, side: (explored: Exploration) => Exploration = (explored) => explored): Access {
    const usual = anyOf(this.explore(caller, this.elsewhere).map(side));
    const explored = this.place === undefined ? usual : beyond(anyOf(this.explore(caller, this.place.ip).map(side)), usual);
    let byMaybe = this.known.get(explored.allow);
    if (byMaybe === undefined) this.known.set(explored.allow, byMaybe = new Map<RequestSet, Access>());
    let access = byMaybe.get(explored.maybe);
    if (access === undefined) byMaybe.set(explored.maybe, access = this.accessOf(explored));
    return access;
  }

  private accessOf(explored: Explored): Access {
    const text = accessText(explored, this.universe);
    return text === undefined ? NONE : { text, undetermined: isUndetermined(explored, this.universe) };
  }

  private explore(caller: Caller, from: string | undefined): readonly Exploration[] {
    const ip = caller.ip ?? from;
    return this.ways.map((way) => way.explore(ip === undefined ? caller : { ...caller, ip }));
  }

  private add(caller: string, { text: access, undetermined }: Access, who: Who): void {
    const crowd = who.kind === 'crowd' || who.kind === 'addresses';
    const row = { access, crowd, undetermined, name: caller, ...who };
    if (this.place === undefined) this.rows.push({ ...row, caller });
    else this.rows.push({ ...row, caller: `${caller} at ${this.place.text}`, account: who.account ?? caller });
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

function same(a: Access, b: Access): boolean {
  return a.text === b.text && a.undetermined === b.undetermined;
}

function key(crowd: string, identified: boolean): string {
  return `${crowd} ${identified}`;
}

function crowdName(crowd: string, what: 'pod' | 'identity'): string {
  if (crowd === ANY) return what === 'pod' ? 'any pod' : 'any mesh identity';
  return crowd.startsWith('namespace ') ? `any ${what} of ${crowd}` : crowd;
}
