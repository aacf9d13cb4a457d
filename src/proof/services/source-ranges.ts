import { hasSelector, type ServiceView, targetPort } from '../../eval/cluster/services';
import { ruleRef } from '../../eval/refs';
import { EVERYTHING } from '../../eval/request-set';
import type { RuleRef, WorkloadView } from '../../eval/types';
import type { World } from '../../eval/world';
import type { EdgeModel, PortAccessModel, ServiceModel } from '../../model/model';
import { transport } from '../declaration';
import type { Gap } from '../gap';
import type { Context } from '../knocks';
import { addressesOf, inBlock } from '../minimal';

/** Read where the field says nothing: https://github.com/kubernetes/kubernetes/blob/master/pkg/api/v1/service/util.go (`GetLoadBalancerSourceRanges`) */
const ANNOTATION = 'service.beta.kubernetes.io/load-balancer-source-ranges';

interface Ranges {
  readonly service: ServiceView;
  readonly blocks: readonly string[];
  readonly rule: RuleRef;
}

/**
 * Whoever is declared by address comes from outside through a load balancer, where the manifests have one: if all that lead to a port take clients
 * from certain addresses alone, the declared ones have to be among them. No policy of a cluster sees who is turned away there.
 */
export function turnedAway(context: Context, service: ServiceModel): readonly Gap[] {
  const { world, declaration, podsOf } = context;
  const edges = declaration.edgesTo(service).filter(({ caller }) => caller.kind === 'addresses' && caller.role === 'cidr' && caller.agents === undefined);
  if (edges.length === 0) return [];
  return edges.flatMap((edge) => edge.access.flatMap((access): readonly Gap[] => {
    const ways = podsOf(service).flatMap((pod) => fromOutside(world, pod, access));
    const ranges = ways.map(rangesOf);
    if (ranges.length === 0 || !ranges.every((r) => r !== undefined)) return [];
    const out = addressesFrom(context, edge, ranges).find((ip) => !ranges.some(({ blocks }) => blocks.some((block) => inBlock(ip, block))));
    if (out === undefined) return [];
    const { service: { namespace, name, ports }, rule } = ranges[0];
    const port = ports.find((p) => podsOf(service).some((pod) => targetPort(p, pod) === access.targetPort))?.port;
    return [{
      statement: 'declared-works', caller: `${out} outside the cluster`, callee: `the load balancer of Service ${namespace}/${name}`,
      ...(port === undefined ? {} : { port }), protocol: transport(access.protocol), requests: EVERYTHING, undecided: false,
      because: ranges.map((r) => r.rule), service, edge,
      repair: `add the addresses that are declared to ${rule.path} of ${rule.object}, or take the declaration back`,
    }];
  }));
}

function fromOutside({ services }: World, pod: WorkloadView, { targetPort: to, protocol }: PortAccessModel): readonly ServiceView[] {
  return services.selecting(pod).filter((view) => {
    const { type, externalIPs = [] } = view.source.object.spec;
    return hasSelector(view) && (type === 'LoadBalancer' || type === 'NodePort' || externalIPs.length > 0)
      && view.ports.some((p) => (p.protocol ?? 'TCP') === transport(protocol) && targetPort(p, pod) === to);
  });
}

/** Undefined: it takes anybody. */
function rangesOf(service: ServiceView): Ranges | undefined {
  const { source } = service;
  const { metadata: { annotations = {} }, spec: { type, externalIPs = [], loadBalancerSourceRanges = [] } } = source.object;
  if (type !== 'LoadBalancer' || externalIPs.length > 0) return undefined;
  const trimmed = (blocks: readonly string[]): readonly string[] => blocks.map((block) => block.trim()).filter((block) => block !== '');
  const [blocks, path] = loadBalancerSourceRanges.length > 0
    ? [trimmed(loadBalancerSourceRanges), 'spec.loadBalancerSourceRanges']
    : [trimmed((annotations[ANNOTATION] ?? '').split(',')), `metadata.annotations[${ANNOTATION}]`];
  return blocks.length === 0 ? undefined : { service, blocks, rule: ruleRef(source, path) };
}

/** One of each interval that the ranges cut the declared blocks into; what is in the cluster comes in another way. */
function addressesFrom({ declaration }: Context, { caller }: EdgeModel, ranges: readonly Ranges[]): readonly string[] {
  if (caller.kind !== 'addresses') return [];
  const { podCidrs, nodeCidrs } = declaration.model.mesh.cluster;
  const others = [...caller.except, ...podCidrs, ...nodeCidrs];
  const isOneOf = (ip: string, blocks: readonly string[]): boolean => blocks.some((block) => inBlock(ip, block));
  const cuts = [...caller.cidrs, ...others, ...ranges.flatMap((r) => r.blocks)].flatMap((cidr) => addressesOf({ cidr }));
  return cuts.filter((ip) => isOneOf(ip, caller.cidrs) && !isOneOf(ip, others));
}
