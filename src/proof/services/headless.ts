import { ruleRef } from '../../eval/refs';
import { EVERYTHING } from '../../eval/request-set';
import type { CallerModel, ServiceModel } from '../../model/model';
import { callerName } from '../../model/names';
import { accessAt, transport } from '../declaration';
import type { Gap } from '../gap';
import type { Context } from '../knocks';

/**
 * The name of a headless Service leads to the pods themselves, at the port that is dialled: one whose port is not that of its pods leads past it.
 * Gateways know the pods' own port, and Prometheus dials pods.
 *
 * https://kubernetes.io/docs/concepts/services-networking/service/#headless-services
 */
export function dialledPast({ world, declared }: Context, service: ServiceModel): readonly Gap[] {
  const leadsThere = (targetPort: number, protocol: string): boolean => service.kubernetesServices.some(({ headless, ports }) => (
    ports.some((p) => p.targetPort === targetPort && p.protocol === protocol && (!headless || p.port === targetPort))
  ));
  const headless = service.kubernetesServices.filter((s) => s.headless);
  return headless.flatMap(({ name, ports }) => ports.flatMap(({ port, targetPort, protocol }, i): readonly Gap[] => {
    if (port === targetPort || leadsThere(targetPort, protocol)) return [];
    const edge = declared.edgesTo(service).find((e) => isByName(e.caller) && accessAt(e, targetPort, transport(protocol)).length > 0);
    if (edge === undefined) return [];
    const source = world.services.find(service.namespace, name)?.source;
    return [{
      statement: 'declared-works', caller: callerName(edge.caller), callee: `port \`${targetPort}\` by the headless Service ${service.namespace}/${name}`, port,
      protocol: transport(protocol), requests: EVERYTHING, undecided: false, because: source === undefined ? [] : [ruleRef(source, `spec.ports[${i}]`)],
      service, edge, repair: `give Service ${service.namespace}/${name} the port of its pods, \`${targetPort}\`: nobody translates ports of a headless one`,
    }];
  }));
}

function isByName(caller: CallerModel): boolean {
  return caller.kind === 'service' || caller.kind === 'namespace' || (caller.kind === 'identity' && caller.role === 'spiffe');
}
