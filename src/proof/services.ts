import { serviceHost } from '../eval/cluster/hosts';
import { entriesNamed } from '../eval/cluster/service-entries';
import { isReal, targetPort } from '../eval/cluster/services';
import { EVERYTHING } from '../eval/request-set';
import { ruleRef } from '../eval/refs';
import type { ServiceModel } from '../model/model';
import { leadsTo, transport } from './declaration';
import type { Gap } from './gap';
import type { Context } from './knocks';

/** A call goes to a Service: each declared one must be there and lead to the pods, or nobody's call arrives. */
export function checkServices(context: Context, service: ServiceModel): readonly Gap[] {
  return [...leadNowhere(context, service), ...(context.declared.ambient ? haveRivals(context, service) : [])];
}

/**
 * To ztunnel an entry of the caller's namespace that has the host of a Service comes before the Service. What sidecars take is asked one by one.
 *
 * https://github.com/istio/ztunnel/blob/master/src/state/service.rs (`find_best_match`)
 */
function haveRivals({ world }: Context, service: ServiceModel): readonly Gap[] {
  return service.kubernetesServices.flatMap(({ name, ports: [first] }): readonly Gap[] => {
    const rivals = entriesNamed(world, serviceHost(world, { namespace: service.namespace, name }));
    if (rivals.length === 0) return [];
    return [{
      statement: 'declared-works', caller: 'whoever calls it through ztunnel', callee: `Service ${service.namespace}/${name}`, port: first.port,
      protocol: transport(first.protocol), requests: EVERYTHING, undecided: true, because: rivals.map((r) => ruleRef(r, 'spec.hosts')), service,
    }];
  });
}

function leadNowhere({ world, podsOf }: Context, service: ServiceModel): readonly Gap[] {
  return service.kubernetesServices.flatMap((kubernetesService) => {
    const { name, ports, headless } = kubernetesService;
    const pods = podsOf(service).filter((pod) => leadsTo(kubernetesService, pod));
    const found = world.services.find(service.namespace, name);
    return ports.flatMap((declared): readonly Gap[] => {
      const protocol = transport(declared.protocol);
      const port = found?.ports.find((p) => p.port === declared.port && (p.protocol ?? 'TCP') === protocol);
      // Of pods that lack a named port, as those of a Job may, no endpoint is made: calls go to the others.
      const endpoints = port === undefined ? [] : pods.filter((pod) => targetPort(port, pod) !== undefined);
      const isThere = found !== undefined && isReal(found) && port !== undefined && found.headless === headless;
      const leads = isThere && (endpoints.length > 0 || pods.length === 0)
        && endpoints.every((pod) => targetPort(port, pod) === declared.targetPort && world.services.selecting(pod).includes(found));
      if (leads) return [];
      return [{
        statement: 'declared-works', caller: 'every caller', callee: `Service ${service.namespace}/${name}`, port: declared.port, protocol,
        requests: EVERYTHING, undecided: false, because: found === undefined ? [] : [ruleRef(found.source, 'spec')], service,
      }];
    });
  });
}
