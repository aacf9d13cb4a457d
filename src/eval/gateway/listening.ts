import { OWN_PORTS } from '../cluster/capture';
import { refsText, refText } from '../refs';
import { type Verdict, verdict } from '../layers/layer';
import type { Request, WorkloadView } from '../types';
import type { World } from '../world';
import { closest, withoutPort } from './host';
import { type Listener, listenersAt, listenersOf } from './listener';
import { serverNamesAt } from './routes';

/** Who takes a connection at a gateway's port, and reads it as what. */
export interface Listening {
  readonly verdict: Verdict;
  /** Those that may route it; empty: nobody. */
  readonly listeners: readonly Listener[];
  readonly protocol: 'http' | 'tcp';
}

/**
 * The listeners of a port: of plain HTTP all together, of TLS the one that has the server's name. Which client certificate somebody has,
 * and what two listeners that do not go together come to, manifests do not show.
 */
export function listeningAt(world: World, workload: WorkloadView, port: number, { http }: Request): Listening {
  const all = listenersAt(world, workload, port);
  if (all.length === 0) return notListening(world, workload, port);
  const because = all.map((l) => l.ref);
  const kinds = new Set(all.map((l) => (l.tls === 'none' ? l.protocol : 'tls')));
  if (kinds.size > 1) return nobody(`${refsText(because)} ask for different protocols at port ${port}`, all, 'undetermined');
  const [kind] = kinds;
  const chosen = kind === 'tls' ? byServerName(world, workload, all, http?.host) : all;
  if (chosen === undefined) return nobody(`which server of ${refsText(because)} it is for depends on the server name, which is not said: ask about a host`, all, 'undetermined');
  if (chosen.length === 0) return nobody(`no server of ${refsText(because)} has the name \`${withoutPort(http?.host ?? '')}\``, all);
  const refs = chosen.map((l) => l.ref);
  const doubtful = chosen.find((l) => l.doubt !== undefined);
  const { protocol } = chosen[0];
  if (kind !== 'http' && chosen.length > 1) return { ...nobody(`only the oldest of ${refsText(refs)} is taken: they are for the same`, chosen, 'undetermined'), listeners: chosen, protocol };
  if (doubtful !== undefined) return { verdict: verdict('undetermined', `${refText(doubtful.ref)} ${doubtful.doubt}`, [doubtful.ref]), listeners: chosen, protocol };
  if (protocol === 'http' && http === undefined) return nobody(`${refsText(refs)} takes HTTP, which other bytes are not`, chosen);
  return { verdict: verdict('allow', () => `${refsText(refs)} takes ${protocol === 'http' ? 'HTTP' : 'connections'}${TLS[chosen[0].tls]}`, refs), listeners: chosen, protocol };
}

const TLS: Readonly<Record<Listener['tls'], string>> = { none: '', ends: ' by TLS, which ends there', passes: ' of TLS, which it does not look into' };

/** Whoever shows no Gateway at all, or has another container behind the port, may have one that is not known. */
function notListening(world: World, workload: WorkloadView, port: number): Listening {
  const others = listenersOf(world, workload);
  if (others.length === 0) return nobody(`what ${workload.id} listens for is not known: no Gateway of the manifests is for it`, [], 'undetermined');
  const isListed = OWN_PORTS.includes(port) || workload.containerPorts.some((c) => c.containerPort === port);
  const at = [...new Set(others.map((o) => o.at))].sort((a, b) => a - b).join(', ');
  return nobody(`no Gateway has ${workload.id} listen at port ${port}, only at ${at}`, others.map((o) => o.listener), isListed ? 'undetermined' : 'deny');
}

function byServerName(world: World, workload: WorkloadView, all: readonly Listener[], host: string | undefined): readonly Listener[] | undefined {
  const named = all.map((listener) => ({ listener, names: serverNamesAt(world, listener, workload) }));
  const isForAll = named.every(({ names }) => names.includes('*'));
  if (host === undefined) return isForAll ? all : undefined;
  const pattern = closest(named.flatMap(({ names }) => names), withoutPort(host));
  return named.flatMap(({ listener, names }) => (pattern !== undefined && names.includes(pattern) ? [listener] : []));
}

function nobody(text: string, of: readonly Listener[] = [], answer: 'deny' | 'undetermined' = 'deny'): Listening {
  return { verdict: verdict(answer, text, of.map((l) => l.ref)), listeners: [], protocol: of[0]?.protocol ?? 'tcp' };
}
