import { callerOf, type Caller, type ExternalTarget, type World } from '../eval';
import { within } from '../eval/matcher/cidr';
import { ANY_HTTP, formatSet, isSubset, type RequestSet, union } from '../eval/request-set';
import { blocksOf, egressMentions, type Mentions, portsApart } from '../proof/mentions';
import { addressesOf, FRESH, firstOf } from '../proof/minimal';
import { both, SIDES, type Both } from './both';
import { egressPoliciesOf, onNetwork, portText, strangersFor, type Beyond } from './beyond';
import { differenceTexts, isSame } from './doubt/difference';
import { hostParts } from './host-parts';
import { inWords } from './in-words';
import { accountName, inNameOrder } from './strangers';
import { effectOf } from './levels';
import type { Leavers } from './own-side';
import { redirected } from './redirected';
import { innermost, type Surroundings } from './subjects';
import type { Because, ExternalChange } from './types';
import { becauseOf } from './witness';

/** What a workload dials outside, in words, and each of the ways in which it may look on the wire. */
interface Target {
  readonly name: string;
  readonly port?: string;
  readonly ways: readonly ExternalTarget[];
}

const SOMEWHERE = ['203.0.113.10', '198.51.100.10', '192.0.2.10'];
/** What any cluster of any company calls. */
const USUAL_PORTS = [443];

/** What leaves, by workloads that leave in the same way: hosts that ServiceEntries name, addresses that policies name, and everything else. */
export function externalChanges({ worlds, leavers }: Surroundings): readonly ExternalChange[] {
  const hosts = hostsOf(worlds);
  const isAmbient = SIDES.some((side) => worlds[side].ambient);
  const changes = leavers.filter(({ moved }) => moved || isAmbient).flatMap((group) => changesOf(worlds, group, hosts));
  return [...together(changes), ...redirected(worlds)];
}

/** Callers for whom the same changes, whatever the rules that say so. */
function together(changes: readonly ExternalChange[]): readonly ExternalChange[] {
  const groups = new Map<string, ExternalChange>();
  for (const change of changes) {
    const key = JSON.stringify([change.target, change.from, change.to, change.layer, change.requests, change.text]);
    const known = groups.get(key);
    groups.set(key, known === undefined ? change : { ...known, callers: inNameOrder([...known.callers, ...change.callers]) });
  }
  return [...groups.values()];
}

function changesOf(worlds: Both<World>, { workloads }: Leavers, hosts: readonly Target[]): readonly ExternalChange[] {
  const callers = both((side) => callerOf(worlds[side], workloads[0][side]));
  const accounts = inNameOrder(workloads.map(({ after }) => accountName(after)));
  const outside = [...hosts, ...addressesFor(worlds, callers)].flatMap(({ ways, ...target }) => (
    hostParts(worlds, callers, ways).map((part): Beyond => ({ ...target, ...part }))));
  const beyond = [...outside, ...datagramsFor(worlds, callers), ...strangersFor(worlds, callers)];
  return byPort(beyond).map(({ target, change, because }): ExternalChange => (
    { callers: accounts, target, ...change, ...(change.text === undefined ? { effect: effectOf(change) } : {}), because }));
}

type Change = Pick<ExternalChange, 'from' | 'to' | 'layer' | 'requests' | 'text'>;

/** As a whole, in one layer while another goes on to decide, or in what would decide it. */
function changeIn(because: readonly Because[], { decisions: { before, after }, reasons }: Beyond): Change | undefined {
  if (before.answer !== after.answer) return { from: before.answer, to: after.answer };
  if (because.length > 0) return { layer: because[0].layer, from: because[0].answers.before ?? 'allow', to: because[0].answers.after ?? 'allow' };
  const found = after.answer === 'undetermined' ? reasons?.() : undefined;
  if (found === undefined || isSame(found)) return undefined;
  const text = [...new Set(differenceTexts(found).map(inWords))].join('; ');
  return { from: after.answer, to: after.answer, text: text === '' ? 'it depends on what no manifest shows' : text };
}

interface Group {
  readonly target: string;
  readonly change: Change;
  readonly because: readonly Because[];
}

/** Those that change, the ports of one target that change in the same way together. */
function byPort(all: readonly Beyond[]): readonly Group[] {
  const ports = new Map<string, number>();
  const groups = new Map<string, Omit<Group, 'target'> & { readonly name: string; readonly ports: (string | undefined)[]; readonly parts: RequestSet[] }>();
  for (const beyond of all) {
    const { name, port, decisions, requests } = beyond;
    ports.set(name, (ports.get(name) ?? 0) + 1);
    const because = becauseOf(decisions);
    const change = changeIn(because, beyond);
    if (change === undefined) continue;
    const key = `${name} ${requests === undefined} ${JSON.stringify(change)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { change, because, name, ports: [port], parts: requests === undefined ? [] : [requests] });
    else if (requests === undefined) group.ports.push(port);
    else group.parts.push(requests);
  }
  return [...groups.values()].map(({ name, change: all, because, ports: found, parts }): Group => {
    const change = parts.length === 0 ? all : { ...all, ...requestsOf(union(...parts)) };
    const isAny = found.length > 1 && found.length === ports.get(name);
    const suffix = found[0] === undefined ? '' : isAny ? ' on any port' : ` on ${portsText(found)}`;
    return { target: `${name}${suffix}`, change, because };
  });
}

/** Of all requests nothing is said. */
function requestsOf(part: RequestSet): Pick<Change, 'requests'> {
  return isSubset(ANY_HTTP, part) ? {} : { requests: formatSet(part) };
}

/** `port 443, 53/UDP, any other port`. */
function portsText(ports: readonly (string | undefined)[]): string {
  const isRest = (port = ''): boolean => port.startsWith('any other');
  const named = ports.filter((port) => !isRest(port));
  return [...(named.length === 0 ? [] : [`port ${named.join(', ')}`]), ...ports.filter(isRest).map((port) => `${port} port`)].join(', ');
}

function hostsOf(worlds: Both<World>): readonly Target[] {
  const found = new Map<string, ExternalTarget[]>();
  for (const side of SIDES) {
    for (const { object: { spec } } of worlds[side].policies.serviceEntries) {
      for (const host of spec.hosts) {
        for (const { number: port, protocol = 'TCP' } of spec.ports ?? []) {
          const name = `${host}:${port}`;
          const ips = spec.addresses?.flatMap((a) => firstOf(a) ?? []) ?? [];
          const ways = (ips.length === 0 ? [SOMEWHERE[0]] : ips).map((ip) => ({ host, ip, port, protocol: shownBy(protocol) }));
          found.set(name, [...found.get(name) ?? [], ...ways]);
        }
      }
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, ways]) => ({ name, ways }));
}

function shownBy(protocol: string): ExternalTarget['protocol'] {
  const name = protocol.toUpperCase();
  if (['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB'].includes(name)) return 'http';
  return ['HTTPS', 'TLS'].includes(name) ? 'tls' : 'tcp';
}

/** One address for each that the caller's policies tell apart, on one port for each that they do. */
function addressesFor(worlds: Both<World>, callers: Both<Caller>): readonly Target[] {
  const mentions = SIDES.map((side) => egressMentions(egressPoliciesOf(worlds[side], callers[side])));
  const entries = SIDES.flatMap((side) => worlds[side].policies.serviceEntries.flatMap(({ object }) => object.spec.ports ?? [])).map((p) => p.number);
  const ports = portsApart('TCP', mentions, [...USUAL_PORTS, ...entries]);
  const targets = placesOf(mentions).flatMap(({ ip, name }) => ports.map((port): Target => (
    { name, port: portText(port), ways: [{ host: FRESH.host, ip, port, protocol: 'tls' }] })));
  return [...new Map(targets.map((target) => [`${target.name} ${target.port}`, target])).values()];
}

/** What comes to no proxy: NetworkPolicy alone decides. */
function datagramsFor(worlds: Both<World>, callers: Both<Caller>): readonly Beyond[] {
  const mentions = SIDES.map((side) => egressMentions(egressPoliciesOf(worlds[side], callers[side])));
  const targets = placesOf(mentions).flatMap(({ ip, name }) => (['UDP', 'SCTP'] as const).flatMap((protocol) => (
    portsApart(protocol, mentions).map((port) => ({ name, ip, port, protocol })))));
  const beyond = targets.map(({ name, ip, ...target }) => onNetwork(worlds, callers, name, { pod: false, hostNetwork: false, ip }, target));
  return [...new Map(beyond.map((b) => [`${b.name} ${b.port}`, b])).values()];
}

function placesOf(mentions: readonly Mentions[]): readonly { readonly ip: string; readonly name: string }[] {
  const blocks = mentions.flatMap((m) => blocksOf(m).peers);
  const cidrs = [...new Set(blocks.flatMap(({ cidr, except = [] }) => [cidr, ...except]))];
  const elsewhere = SOMEWHERE.find((ip) => !cidrs.some((cidr) => within(ip, cidr)));
  return [
    ...(elsewhere === undefined ? [] : [{ ip: elsewhere, name: 'any other address' }]),
    ...blocks.flatMap(addressesOf).flatMap((ip) => {
      const block = innermost(ip, cidrs);
      return block === undefined ? [] : [{ ip, name: block }];
    }),
  ];
}
