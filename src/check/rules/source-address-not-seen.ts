import type { EdgeModel, PortAccessModel } from '../../model/model';
import { callerName } from '../../model/names';
import { planesOf } from '../../model/planes';
import { type CheckRule, type Facts, isMeshed } from '../facts';
import { passesProxy } from '../ports';

interface Unseen {
  readonly why: string;
  readonly repair: string;
}

/** Whose address the proxy would compare instead, or that there is none; undefined: it is the caller's own. */
function ofCaller(facts: Facts, { caller, callee }: EdgeModel): Unseen | undefined {
  if (caller.kind === 'addresses') {
    return { why: 'the caller is known by address alone, which is declared already', repair: 'allow `Cidr.of` with the addresses that are meant, without `Condition.sourceCidr`' };
  }
  if (caller.kind === 'identity' && caller.role === 'ingress-gateway') {
    return {
      why: 'the address is the gateway\'s, whoever its client is, and what a header says of the client anybody can write',
      repair: 'restrict clients where their addresses are seen: `loadBalancerSourceRanges` of the gateway\'s Service, or a policy of the gateway',
    };
  }
  const service = facts.index.service(callee);
  if (!isMeshed(facts, service)) return { why: 'its pods have no proxy that could compare it', repair: 'bring the callee into the mesh, or allow `Cidr.of`' };
  // Nobody states what it sees as the peer of a connection that it takes out of HBONE.
  return planesOf(service).includes('sidecar') && facts.planesOf(caller).includes('ambient')
    ? { why: 'a sidecar does not see the address of a caller that comes by HBONE, as ambient pods do', repair: 'move the callee to ambient first, or leave out `Condition.sourceCidr`' }
    : undefined;
}

function ofPort({ protocol, routes = [] }: PortAccessModel): Unseen | undefined {
  if (!passesProxy(protocol)) {
    return { why: `${protocol.toUpperCase()} passes no proxy, and NetworkPolicy cannot ask for pods and addresses at once`, repair: 'grant its port apart, without `Condition.sourceCidr`' };
  }
  // https://istio.io/latest/docs/ambient/usage/waypoint/: its peer is a ztunnel, and a rule by address matches nobody.
  return routes.includes('waypoint')
    ? { why: 'it comes through a waypoint, which sees the address of no client', repair: 'leave out `Condition.sourceCidr`, or give the callee `waypoint: Waypoint.none()` and grant whole ports' }
    : undefined;
}

/** Who asks for addresses gets the caller's own compared, or is told why that cannot be. */
export const sourceAddressNotSeen: CheckRule = (facts) => {
  if (facts.index.model.mesh.platform !== 'istio') return [];
  return facts.index.model.edges.filter(({ sourceCidrs }) => sourceCidrs !== undefined).flatMap((edge) => {
    const ofEdge = ofCaller(facts, edge);
    const unseen = ofEdge === undefined
      ? edge.access.map((access) => ({ called: `port \`${access.targetPort}\` of \`${edge.callee}\``, reason: ofPort(access) }))
      : [{ called: `\`${edge.callee}\``, reason: ofEdge }];
    return unseen.flatMap(({ called, reason }) => (reason === undefined
      ? []
      : [{
          code: 'source-address-not-seen',
          construct: edge.constructs[0],
          message: `the address that \`${callerName(edge.caller)}\` calls ${called} from cannot be a condition: ${reason.why}`,
          repair: reason.repair,
        }]));
  });
};
