import { verdict } from '../layers/layer';
import { ANY_BYTES, EVERYTHING, http, type RequestSet } from '../request-set';
import type { WorkloadView } from '../types';
import type { World } from '../world';
import { absentGateways } from './absent';
import { type Choice, choicesOf } from './choices';
import { routesFor } from './course';
import { exampleOf, hostsClosestTo } from './lane-hosts';
import { type Listener, listenersOf } from './listener';
import { type Listening, listeningAt } from './listening';
import { redirectedAt, routesAt, serverNamesAt } from './routes';

/** What clients send to a port of a gateway for hosts of one pattern: whichever of them they name, the same rules are asked. */
export interface Lane {
  readonly pod: WorkloadView;
  /** Of the pod. */
  readonly at: number;
  /** `istio-ingress/edge`: the Gateway that listens. */
  readonly gateway: string;
  /** As the Gateway has it; left out: there is none that says it. */
  readonly port?: number;
  /** `*.example.com`, of requests or of TLS; `*`: any. */
  readonly host: string;
  /** All that can be sent there. */
  readonly requests: RequestSet;
  /** Hosts are part of the requests, and not only a server name. */
  readonly isHttp: boolean;
  readonly listening: Listening;
  readonly choices: readonly Choice[];
  /** Why nothing is known of the gateway's proxy; left out: its pods are here. */
  readonly absent?: string;
}

const known = new WeakMap<World, readonly Lane[]>();

/** Of every gateway that routes lead from. */
export function lanesOf(world: World): readonly Lane[] {
  let lanes = known.get(world);
  if (lanes === undefined) known.set(world, lanes = world.settings.mesh ? [...presentLanes(world), ...absentLanes(world)] : []);
  return lanes;
}

function presentLanes(world: World): readonly Lane[] {
  return world.workloads.filter(({ dataPlane }) => dataPlane !== 'waypoint' && dataPlane !== 'none').flatMap((pod) => {
    const byPort = new Map<number, Listener[]>();
    for (const { at, listener } of listenersOf(world, pod)) {
      const same = byPort.get(at);
      if (same === undefined) byPort.set(at, [listener]);
      else same.push(listener);
    }
    return [...byPort].flatMap(([at, listeners]) => {
      const listening = (host: string): Listening => listeningAt(world, pod, at, { http: { method: 'GET', path: '/', host, headers: {} } });
      return lanesAt(world, { pod, at, port: listeners[0].port }, listeners, listening);
    });
  });
}

function absentLanes(world: World): readonly Lane[] {
  return absentGateways(world).flatMap(({ pod, listeners, isWritten, text }) => listeners.flatMap(({ at, listener }) => (
    lanesAt(world, { pod, at, ...(isWritten ? { port: listener.port } : {}), absent: text }, [listener], () => (
      { verdict: verdict('undetermined', text, [listener.ref]), listeners: [listener], protocol: listener.protocol })))));
}

type At = Pick<Lane, 'pod' | 'at' | 'port' | 'absent'>;

function lanesAt(world: World, at: At, listeners: readonly Listener[], listening: (host: string) => Listening): readonly Lane[] {
  const patterns = patternsAt(world, at.pod, listeners);
  return patterns.flatMap((host) => {
    const example = exampleOf(host, patterns);
    if (example === undefined) return [];
    const found = listening(example);
    // Of listeners that do not go together it may be each.
    const isOne = found.listeners.length > 0 || found.verdict.answer === 'deny';
    const each = isOne ? [found] : listeners.map((l): Listening => ({ ...found, listeners: [l], protocol: l.protocol }));
    return each.flatMap((one) => laneFor(world, at, host, example, patterns, one));
  });
}

/** Every name by which something is told from something else at a port. */
function patternsAt(world: World, pod: WorkloadView, listeners: readonly Listener[]): readonly string[] {
  const routes = listeners.filter(({ protocol }) => protocol === 'http').flatMap((l) => routesAt(world, l, pod, true, undefined));
  return [...new Set([
    ...listeners.flatMap((l) => [...serverNamesAt(world, l, pod), ...l.hosts.map(({ host }) => host.toLowerCase())]),
    ...routes.flatMap(({ hosts }) => hosts), ...redirectedAt(routes, listeners),
  ])].sort();
}

function laneFor(world: World, at: At, host: string, example: string, patterns: readonly string[], listening: Listening): readonly Lane[] {
  const { listeners, protocol } = listening;
  if (listeners.length === 0) return [];
  const isHttp = protocol === 'http';
  const found = routesFor(world, at.pod, listeners, isHttp, example);
  if ('refused' in found) return [];
  const ofStream = listeners.some((l) => l.tls === 'passes') ? ANY_BYTES : EVERYTHING;
  const requests = isHttp ? http({ hosts: hostsClosestTo(host, patterns, at.port ?? 80) }) : ofStream;
  const [{ attached: { listener } }] = found.routes;
  return [{ ...at, gateway: `${listener.namespace}/${listener.name}`, host, requests, isHttp, listening, choices: choicesOf(world, found.routes, requests) }];
}
