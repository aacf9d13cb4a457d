import { hostIn, matchesHostName, serviceHost } from '../../eval/cluster/hosts';
import { namespaceOfObject } from '../../eval/cluster/policies';
import { entriesNamed } from '../../eval/cluster/service-entries';
import { isReal, targetPort } from '../../eval/cluster/services';
import { isOfDaemonSet } from '../../eval/node-local';
import { EVERYTHING } from '../../eval/request-set';
import { ruleRef } from '../../eval/refs';
import type { ServiceModel } from '../../model/model';
import { leadsTo, transport } from '../declaration';
import type { Gap } from '../gap';
import type { Context } from '../knocks';
import { dialledPast } from './headless';
import { turnedAway } from './source-ranges';
import { misspoken } from './spoken';

/** A call goes to a Service: each declared one must be there and lead to the pods, or nobody's call arrives. */
export function checkServices(context: Context, service: ServiceModel): readonly Gap[] {
  return [
    ...leadNowhere(context, service), ...leadOnNodeOnly(context, service), ...namedSubsets(context, service), ...dialledPast(context, service),
    ...misspoken(context, service), ...turnedAway(context, service),
    ...(context.declared.ambient ? haveRivals(context, service) : []),
  ];
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

/**
 * `internalTrafficPolicy: Local` drops calls from nodes on which no pod of it runs; on each one runs of a DaemonSet alone.
 *
 * https://kubernetes.io/docs/concepts/services-networking/service-traffic-policy/
 */
function leadOnNodeOnly({ world, podsOf }: Context, service: ServiceModel): readonly Gap[] {
  return service.kubernetesServices.filter(({ headless }) => !headless).flatMap((kubernetesService): readonly Gap[] => {
    const { name, ports: [first] } = kubernetesService;
    const found = world.services.find(service.namespace, name);
    if (found?.source.object.spec.internalTrafficPolicy !== 'Local') return [];
    const pods = podsOf(service).filter((pod) => leadsTo(kubernetesService, pod));
    if (pods.every((pod) => isOfDaemonSet(world, pod))) return [];
    return [{
      statement: 'declared-works', caller: 'every caller on a node without such a pod', callee: `Service ${service.namespace}/${name}`, port: first.port,
      protocol: transport(first.protocol), requests: EVERYTHING, undecided: false, because: [ruleRef(found.source, 'spec.internalTrafficPolicy')], service,
      repair: `take \`internalTrafficPolicy\` out of Service ${service.namespace}/${name}, or let a DaemonSet run the pods`,
    }];
  });
}

/** A route to a subset that no DestinationRule defines leads nowhere. */
function namedSubsets({ world }: Context, service: ServiceModel): readonly Gap[] {
  const { destinationRules, virtualServices } = world.policies;
  if (virtualServices.length === 0) return [];
  return service.kubernetesServices.flatMap(({ name, ports: [first] }) => {
    const host = serviceHost(world, { namespace: service.namespace, name }).toLowerCase();
    const defined = new Set(destinationRules.filter((rule) => matchesHostName(hostIn(world, namespaceOfObject(rule), rule.object.spec.host), host))
      .flatMap(({ object: { spec: { subsets = [] } } }) => (subsets as readonly { readonly name: string }[]).map((s) => s.name)));
    return virtualServices.flatMap((source) => (['http', 'tcp', 'tls'] as const).flatMap((key) => (source.object.spec[key] ?? []).flatMap((route, i): readonly Gap[] => {
      const subset = (route.route ?? []).map((r) => r.destination)
        .find((d) => d.subset !== undefined && !defined.has(d.subset) && hostIn(world, namespaceOfObject(source), d.host) === host)?.subset;
      if (subset === undefined) return [];
      return [{
        statement: 'declared-works', caller: 'whoever is routed to it', callee: `subset \`${subset}\` of Service ${service.namespace}/${name}`, port: first.port,
        protocol: transport(first.protocol), requests: EVERYTHING, undecided: false, because: [ruleRef(source, `spec.${key}[${i}]`)], service,
        repair: `define subset \`${subset}\` in a DestinationRule for \`${host}\`, or route to the Service itself`,
      }];
    })));
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
