import { GATEWAY_NAME } from '../cluster/gateways';
import { namespaceOfObject } from '../cluster/policies';
import type { Destination } from '../types';
import type { World } from '../world';
import { destinationsOf, type Destinations } from './destinations';
import { QuestionError } from './error';
import { targetText, type TargetQuestion } from './question';

/** The gateway's pods and ports that a caller dials. A Gateway of the Gateway API is called by its own name, too, since istiod makes its Service. */
export function gatewayPortsOf(world: World, via: TargetQuestion, to?: TargetQuestion): Destinations {
  if (to?.kind === 'pod') throw new QuestionError({ message: `routes lead to Services, got the pod \`${targetText(to)}\``, repair: 'ask about the Service' });
  const found = deployed(world, via) ?? served(world, via);
  if ('unknown' in found) return found;
  const other = found.destinations.find(({ workload }) => workload.dataPlane !== 'gateway')?.workload;
  if (other === undefined) return found;
  throw new QuestionError({ message: `\`${targetText(via)}\` is no gateway: ${other.id} has no proxy of its own`, repair: 'name the port of a gateway' });
}

/** A Gateway of Istio has no Service by its name: who listens for it are pods that somebody else deploys. */
function served(world: World, via: TargetQuestion): Destinations {
  const gateway = via.kind === 'pod' || world.services.find(via.namespace, via.name) !== undefined
    ? undefined
    : world.policies.istioGateways.find((source) => namespaceOfObject(source) === via.namespace && source.object.metadata.name === via.name);
  if (gateway === undefined) return destinationsOf(world, via);
  const { metadata: { name }, spec: { selector = {} } } = gateway.object;
  const labels = Object.entries(selector).map(([key, value]) => `${key}=${value}`).join(',');
  throw new QuestionError({
    message: `Gateway \`${via.namespace}/${name}\` of Istio has no port of its own: pods with \`${labels}\` listen for it`,
    repair: 'name the port of the Service that leads to them, or of one of them',
  });
}

function deployed(world: World, via: TargetQuestion): Destinations | undefined {
  if (via.kind === 'pod' || world.services.find(via.namespace, via.name) !== undefined) return undefined;
  const ofGateway = world.workloads.filter((w) => w.dataPlane === 'gateway' && w.namespace === via.namespace
    && (w.labels[GATEWAY_NAME] === via.name || (w.deployed === true && w.name === via.name)));
  const { port } = via;
  if (ofGateway.length === 0 || typeof port !== 'number') return undefined;
  return { destinations: ofGateway.map((workload): Destination => ({ workload, port, protocol: 'TCP' })) };
}
