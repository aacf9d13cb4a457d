import { UNDECIDED } from '../approximation';
import { isAddress, overlaps, within } from '../matcher/cidr';
import { some, type Tri, tri } from '../tri';
import type { HttpRequest, WorkloadView } from '../types';
import type { World } from '../world';
import { type Condition, type Connection, ofCaller, ofDestination } from './condition';

/** `ipBlocks`, `source.ip`: the TCP peer, whatever headers say. */
export function peerAddress(field: string, blocks: readonly string[]): Condition {
  return ofCaller(field, blocks, (c) => (c.peer === 'none' ? 'no' : c.peer === 'unknown' ? perhapsInBlocks(c, blocks) : inBlocks(c, blocks)));
}

const LOOPBACK = ['127.0.0.0/8', '::1/128'];

/** What a sidecar takes out of HBONE has the address of its client, one within the proxy, or none: no block without the first two matches it. */
function perhapsInBlocks(c: Connection, blocks: readonly string[]): Tri {
  const ofProxy = LOOPBACK.some((own) => blocks.some((block) => overlaps(own, block)));
  return ofProxy || inBlocks(c, blocks) !== 'no' ? 'unknown' : 'no';
}

/** `destination.ip`: the pod's address; at a waypoint, the Service's. */
export function addressOfDestination(field: string, blocks: readonly string[]): Condition {
  return ofDestination(field, blocks, ({ world, dialled, destination: { workload } }) => (
    addressIn(dialled ?? addressesOf(world, workload), blocks)));
}

/** Or where they are, if it is not known which they are. */
function addressesOf({ settings }: World, { ip, ips, hostNetwork }: WorkloadView): readonly string[] {
  if (ips !== undefined) return ips;
  return ip !== undefined ? [ip] : hostNetwork ? [] : settings.podCidrs ?? [];
}

/**
 * `remoteIpBlocks`, `remote.ip`: the last entry of X-Forwarded-For, which a direct peer can write itself; without one, and on a TCP
 * chain, the peer. As a set of requests it is not decided: the header would have to be.
 */
export function remoteAddress(field: string, blocks: readonly string[]): Condition {
  return {
    field,
    values: blocks,
    httpOnly: false,
    perCaller: false,
    bytes: (c) => (c.peer === undefined || c.trusted !== undefined ? inBlocks(c, blocks) : 'unknown'),
    request: (c, request) => {
      if (c.trusted !== undefined) return behindProxies(c, request, blocks);
      // Behind a tunnel the header is whatever the client sent, and without one it is not the peer.
      if (c.peer !== undefined) return 'unknown';
      const forwarded = request.repeatedHeaders?.['x-forwarded-for']?.join(',') ?? request.headers['x-forwarded-for'];
      const last = forwarded?.split(',').at(-1)?.trim();
      return last !== undefined && isAddress(last) ? tri(blocks.some((b) => within(last, b))) : inBlocks(c, blocks);
    },
    requests: () => UNDECIDED,
  };
}

/**
 * At the edge of the mesh clients may write what they like: without trusted proxies it is the peer, and with some the entry that the first of
 * them has added.
 *
 * https://istio.io/latest/docs/ops/configuration/traffic-management/network-topologies/
 */
function behindProxies(c: Connection, { headers }: HttpRequest, blocks: readonly string[]): Tri {
  const entries = (headers['x-forwarded-for'] ?? '').split(',').map((e) => e.trim()).filter((e) => e !== '');
  const trusted = c.trusted! > 0 ? entries.at(-c.trusted!) : undefined;
  if (trusted === undefined) return inBlocks(c, blocks);
  return isAddress(trusted) ? tri(blocks.some((b) => within(trusted, b))) : 'unknown';
}

/** The proxy sees the pod's own address. Where it is not known, that all or none of the pod addresses are in a block still decides. */
function inBlocks({ world, caller }: Connection, blocks: readonly string[]): Tri {
  const { podCidrs = [] } = world.settings;
  const ofPod = caller.workload?.ip === caller.ip ? caller.workload?.ips : undefined;
  const mayBe = caller.ip !== undefined ? ofPod ?? [caller.ip] : caller.pod && caller.workload?.hostNetwork !== true ? podCidrs : [];
  return addressIn(mayBe, blocks);
}

/** `mayBe`: the address is in one of these; empty: nothing is known of it. */
export function addressIn(mayBe: readonly string[], blocks: readonly string[]): Tri {
  if (mayBe.length === 0) return 'unknown';
  return some(blocks.map((block): Tri => {
    if (mayBe.every((a) => within(a, block))) return 'yes';
    return mayBe.some((a) => overlaps(a, block)) ? 'unknown' : 'no';
  }));
}
