import { ruleRef } from '../../eval/refs';
import { EVERYTHING } from '../../eval/request-set';
import type { CallerModel, ServiceModel } from '../../model/model';
import { callerName } from '../../model/names';
import { accessAt } from '../declaration';
import type { Gap } from '../gap';
import type { Context } from '../knocks';
import { planesOfCaller } from '../planes';
import { isEnforced } from '../stages';

/**
 * The name of a headless Service leads to the pods themselves, and nobody translates ports. Sidecars know its pods at the Service's port alone: one
 * that is not that of the pods leads past it, and the pods' own leads out of the mesh. Others may dial that by the name. Gateways know it, and
 * Prometheus dials pods.
 *
 * https://kubernetes.io/docs/concepts/services-networking/service/#headless-services
 */
export function dialledPast({ world, declaration, declared }: Context, service: ServiceModel): readonly Gap[] {
  const headless = service.kubernetesServices.filter((s) => s.headless);
  // Until plaintext is refused, it arrives.
  if (headless.length === 0 || declaration.trustDomains.length === 0 || !isEnforced(service, 'mtls')) return [];
  const isBySidecar = (caller: CallerModel): boolean => isByName(caller) && planesOfCaller(declaration, caller, service.dataPlane).includes('sidecar');
  return service.ports.filter(({ protocol }) => protocol !== 'udp' && protocol !== 'sctp').flatMap(({ targetPort: at }): readonly Gap[] => {
    const leading = service.kubernetesServices.flatMap((s) => s.ports.flatMap((p, i) => (p.targetPort === at ? [{ ...s, port: p.port, i }] : [])));
    if (leading.length === 0 || leading.some((s) => !s.headless || s.port === at)) return [];
    const edge = declared.edgesTo(service).find((e) => isBySidecar(e.caller) && accessAt(e, at, 'TCP').length > 0);
    if (edge === undefined) return [];
    const [{ name, port, i }] = leading;
    const source = world.services.find(service.namespace, name)?.source;
    return [{
      statement: 'declared-works', caller: callerName(edge.caller), callee: `port \`${at}\` by the headless Service ${service.namespace}/${name}`, port,
      protocol: 'TCP', requests: EVERYTHING, undecided: false, because: source === undefined ? [] : [ruleRef(source, `spec.ports[${i}]`)], service, edge,
      repair: `give Service ${service.namespace}/${name} the port of its pods, \`${at}\`: nobody translates ports of a headless one`,
    }];
  });
}

function isByName(caller: CallerModel): boolean {
  return caller.kind === 'service' || caller.kind === 'namespace' || (caller.kind === 'identity' && caller.role === 'spiffe');
}
