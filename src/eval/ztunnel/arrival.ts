import type { Connection } from '../authorization/condition';
import { clientTls, type ClientTls } from '../cluster/client-tls';
import { type Arrival } from '../layers/arrival';
import { type Verdict, verdict } from '../layers/layer';
import { refsText } from '../refs';
import type { Caller, Destination } from '../types';
import type { World } from '../world';
import { attachedTo } from './attached';
import { planeOf } from './hbone';
import { groupHolds } from './policy';

/**
 * How a caller gets into an ambient pod. An identity arrives by HBONE, where ztunnel takes the mesh's own trust domain and no alias of it;
 * anything else is plaintext, to whatever port, and is refused where PeerAuthentication comes to a DENY of callers without identity.
 */
export function ztunnelArrivals(world: World, destination: Destination): (caller: Caller) => Arrival {
  return (caller) => {
    const { principal } = caller;
    if (principal !== undefined) return identified(world, destination, caller, principal);
    const refused = withoutIdentity(world, destination, caller);
    if (refused.answer === 'deny' && planeOf(world, caller) === 'unknown') {
      return { verdict: verdict('undetermined', () => `${refused.text()}; but whether ${caller.name} has a proxy is not known`, refused.because), identity: 'unknown' };
    }
    return { verdict: refused, identity: planeOf(world, caller) === 'unknown' ? 'unknown' : 'none' };
  };
}

function identified(world: World, destination: Destination, caller: Caller, principal: string): Arrival {
  const { trustDomain } = world.settings;
  if (principal.split('/')[0] !== trustDomain) {
    return { verdict: verdict('deny', () => `ztunnel refuses the handshake of \`${principal}\`, which is not of trust domain ${trustDomain}; aliases do not count`), identity: 'stated' };
  }
  if (caller.workload?.apart === 'machine') {
    return { verdict: verdict('undetermined', () => `whether the proxy at WorkloadEntry ${caller.name} sends HBONE is not known`), identity: 'unknown' };
  }
  const plane = planeOf(world, caller);
  const client = plane === 'sidecar' || plane === 'gateway' || plane === 'unknown' ? clientTls(world, caller, destination) : undefined;
  if (client?.mode === 'plaintext') return inPlaintext(world, destination, caller, client);
  if (client !== undefined && client.mode !== 'auto') {
    return { verdict: verdict('undetermined', () => `whether ${caller.name} arrives by HBONE is not known: ${client.text}`, client.because), identity: 'unknown' };
  }
  return { verdict: verdict('allow', () => `arrives by HBONE as \`${principal}\``), identity: 'stated' };
}

/** Nobody but a sidecar sends it: what of an identity is not known may come by HBONE. */
function inPlaintext(world: World, destination: Destination, caller: Caller, client: ClientTls): Arrival {
  const why = `${caller.name} sends plaintext: ${client.text}`;
  const { answer, because, text } = withoutIdentity(world, destination, caller, why);
  const isUnknown = planeOf(world, caller) === 'unknown';
  return isUnknown && answer === 'deny'
    ? { verdict: verdict('undetermined', () => `${text()}; but whether ${caller.name} has a sidecar is not known`, because), identity: 'unknown' }
    : { verdict: verdict(answer, text, [...because, ...client.because]), identity: isUnknown ? 'unknown' : 'none' };
}

function withoutIdentity(world: World, destination: Destination, caller: Caller, why = `${caller.name} has no identity`): Verdict {
  const connection: Connection = { world, destination, caller, principal: undefined, tokens: [] };
  const refusing = attachedTo(world, destination.workload).strictness
    .flatMap((policy) => policy.groups.about(undefined).filter((group) => groupHolds(group, connection) === 'yes').map((group) => group.ref));
  return refusing.length === 0
    ? verdict('allow', () => `${why}, and no identity is asked for`)
    : verdict('deny', () => `${why}, and ${refsText(refusing)} refuses plaintext to port ${destination.port}`, refusing);
}
