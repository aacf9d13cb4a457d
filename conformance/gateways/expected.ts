import { anonymousCaller, type Answer, type Request, type WorkloadView, type World } from '../../src/eval';
import { hopTo } from '../../src/eval/gateway/hop';
import { lanesOf } from '../../src/eval/gateway/lanes';
import { onwardTo, routeTo } from '../../src/eval/gateway/through';
import { exploreWay, waysOf } from '../../src/eval/gateway/ways';
import { contains, type RequestSet } from '../../src/eval/request-set';
import { decisionFor } from '../../src/eval/layers/layer';
import { decisionOf } from '../../src/eval/layers/combined';

export const CLIENT = anonymousCaller('203.0.113.7');

/** What the evaluator says of one port of a Service. */
export interface Expected {
  readonly answer: Answer;
  readonly text: string;
  /** What may arrive. */
  readonly forwarded: readonly Request[];
}

/**
 * `shop/backend:80` to whether a request leads there: past the listener, the gateway's policies and its routes. What the Service admits is asked
 * elsewhere.
 */
export function expectedAt(world: World, pod: WorkloadView, port: number, request: Request): ReadonlyMap<string, Expected> {
  const gateway = { workload: pod, port, protocol: 'TCP' } as const;
  const hop = hopTo(world, CLIENT, gateway, request);
  return new Map(world.services.all.flatMap(({ namespace, name, ports }) => ports.map((p): [string, Expected] => {
    const destination = { workload: pod, port: p.port, protocol: 'TCP', service: { namespace, name, port: p.port } } as const;
    const { verdict, forwarded } = routeTo(world, gateway, onwardTo(world, destination), request, hop);
    const decision = decisionOf([decisionFor('gateway-listener', hop.listening.verdict), ...hop.policies, decisionFor('gateway-route', verdict)]);
    const text = decision.layers.find((l) => l.answer === decision.answer)?.text ?? '';
    return [`${namespace}/${name}:${p.port}`, { answer: decision.answer, text, forwarded }];
  })));
}

export interface Led {
  readonly service: string;
  readonly allow: RequestSet;
  readonly maybe: RequestSet;
}

/** The same by sets, as tables of a mesh have it, with what the Services admit. */
export function setsAt(world: World, pod: WorkloadView, port: number): readonly Led[] {
  return lanesOf(world).filter((lane) => lane.pod === pod && lane.at === port && lane.isHttp).flatMap((lane) => waysOf(world, lane).map((way) => {
    const { namespace, name, port: at } = way.service;
    return { service: `${namespace}/${name}:${at}`, ...exploreWay(world, way, CLIENT) };
  }));
}

export function isIn(set: RequestSet, { http }: Request): boolean {
  return http !== undefined && contains(set, { kind: 'http', method: http.method, path: http.path, host: http.host, headers: http.headers, when: [] });
}
