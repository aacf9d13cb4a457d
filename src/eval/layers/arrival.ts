import { clientTls } from '../cluster/client-tls';
import { type EffectiveMode, mutualTlsMode } from '../cluster/mutual-tls';
import { refText } from '../refs';
import type { Caller, Destination, RuleRef } from '../types';
import type { World } from '../world';
import { planeOf, sendsHboneToSidecars, takesHbone } from '../ztunnel/hbone';
import { type Verdict, verdict } from './layer';

/** How a caller gets through the callee's TLS, and who it is to the policies behind it. */
export interface Arrival {
  readonly verdict: Verdict;
  /** `unknown`: the identity it has, or none. */
  readonly identity: 'stated' | 'none' | 'unknown';
}

/**
 * PeerAuthentication at a captured port. STRICT: no plaintext. PERMISSIVE: plaintext arrives without identity. DISABLE: everything does,
 * because the callers' auto-mTLS sends plaintext there. A foreign trust domain does not survive the handshake, where there is one.
 */
export function arrivals(world: World, destination: Destination): (caller: Caller) => Arrival {
  const effective = mutualTlsMode(world, destination.workload, destination.port);
  return (caller) => {
    if (caller.principal !== undefined) return identified(world, destination, effective, caller, caller.principal);
    return isUnknown(caller) ? perhapsIdentified(effective, caller) : plaintext(effective, `${caller.name} has no identity`);
  };
}

/** A machine whose WorkloadEntry names no account. */
function isUnknown({ workload }: Caller): boolean {
  return workload?.apart === 'machine' && workload.dataPlane === 'unknown';
}

function perhapsIdentified(effective: EffectiveMode, { name }: Caller): Arrival {
  const because = effective.because === undefined ? [] : [effective.because];
  const text = (): string => `whether WorkloadEntry ${name} has an identity is not known, and the mode is ${modeText(effective)}`;
  return { verdict: verdict(effective.mode === 'STRICT' ? 'undetermined' : 'allow', text, because), identity: effective.mode === 'DISABLE' ? 'none' : 'unknown' };
}

function identified(world: World, destination: Destination, effective: EffectiveMode, caller: Caller, principal: string): Arrival {
  const { mode } = effective;
  const because = effective.because === undefined ? [] : [effective.because];
  const foreign = !world.trustDomains.includes(principal.split('/')[0]);
  const { workload } = destination;
  const tunnelled = world.ambient && sendsHboneToSidecars(world, caller);
  if (tunnelled && !takesHbone(workload)) return plaintext(effective, `${caller.name} sends plaintext: ${workload.id} is labelled to take no HBONE`);
  if (foreign && (tunnelled || mode !== 'DISABLE')) {
    return { verdict: verdict('deny', () => `the handshake refuses \`${principal}\`, which is not of trust domain ${world.trustDomains.join(' or ')}`, because), identity: 'stated' };
  }
  // Modes are about the port itself; the tunnel is mTLS in any of them.
  if (tunnelled) return { verdict: verdict('allow', () => `arrives by HBONE as \`${principal}\``), identity: 'stated' };
  if (world.ambient && mode === 'DISABLE' && planeOf(world, caller) === 'unknown') {
    return { verdict: verdict('allow', () => `mode ${modeText(effective)} takes both what sidecars send there, plaintext, and HBONE`, because), identity: 'unknown' };
  }
  const stated = foreign ? undefined : clientTls(world, caller, destination);
  // A setting for sidecars changes nothing about what goes through a tunnel, which whoever has an unknown proxy may use.
  const client = stated?.mode === 'plaintext' && world.ambient && planeOf(world, caller) === 'unknown' ? { ...stated, mode: 'auto-or-plaintext' as const } : stated;
  switch (client?.mode) {
    case 'simple': {
      // Elsewhere it is opaque, and what the application makes of it is its own affair.
      if (mode === 'STRICT') {
        return {
          verdict: verdict('deny', () => `${caller.name} shows no certificate: ${client.text}, and the mode is ${modeText(effective)}`, [...because, ...client.because]),
          identity: 'none',
        };
      }
      return { verdict: verdict('undetermined', () => `what ${caller.name} sends is TLS of its own: ${client.text}`, client.because), identity: 'unknown' };
    }
    case 'unknown': return { verdict: verdict('undetermined', () => `what ${caller.name} sends is not known: ${client.text}`, client.because), identity: 'unknown' };
    case 'auto-or-plaintext': {
      if (mode === 'DISABLE') break;
      const why = (): string => `whether ${caller.name} arrives by mTLS is not known: ${client.text}`;
      const either = mode === 'PERMISSIVE' ? verdict('allow', () => `${why()}; mode ${modeText(effective)} takes both`, because) : verdict('undetermined', why, because);
      return { verdict: either, identity: 'unknown' };
    }
    case 'plaintext': return plaintext(effective, `${caller.name} sends plaintext: ${client.text}`, client.because);
    case 'mutual': {
      if (mode !== 'DISABLE') break;
      return { verdict: verdict('deny', () => `mTLS of ${caller.name} fails at a port whose mode is DISABLE: ${client.text}`, [...because, ...client.because]), identity: 'stated' };
    }
  }
  if (mode === 'DISABLE') return plaintext(effective, `${caller.name} sends plaintext to a port whose mode is DISABLE`);
  return { verdict: verdict('allow', () => `arrives by mTLS as \`${principal}\`, mode ${modeText(effective)}`, because), identity: 'stated' };
}

function plaintext(effective: EffectiveMode, why: string, by: readonly RuleRef[] = []): Arrival {
  const because = [...effective.because === undefined ? [] : [effective.because], ...by];
  return effective.mode === 'STRICT'
    ? { verdict: verdict('deny', () => `${why}, and the mode is ${modeText(effective)}`, because), identity: 'none' }
    : { verdict: verdict('allow', () => `${why}, and the mode is ${modeText(effective)}`, because), identity: 'none' };
}

function modeText({ mode, because }: EffectiveMode): string {
  return `${mode} (${because === undefined ? 'the default' : refText(because)})`;
}
