import { GATEWAY_NAME } from '../cluster/gateways';
import type { Destination } from '../types';
import type { World } from '../world';
import { destinationsOf, type Destinations } from './destinations';
import { QuestionError } from './error';
import { targetText, type TargetQuestion } from './question';

/** The gateway's pods and ports that a caller dials. A Gateway of the Gateway API is called by its own name, too, since istiod makes its Service. */
export function gatewayPortsOf(world: World, via: TargetQuestion, to?: TargetQuestion): Destinations {
  if (to?.kind === 'pod') throw new QuestionError({ message: `routes lead to Services, got the pod \`${targetText(to)}\``, repair: 'ask about the Service' });
  const found = deployed(world, via) ?? destinationsOf(world, via);
  if ('unknown' in found) return found;
  const other = found.destinations.find(({ workload }) => workload.dataPlane !== 'gateway')?.workload;
  if (other === undefined) return found;
  throw new QuestionError({ message: `\`${targetText(via)}\` is no gateway: ${other.id} has no proxy of its own`, repair: 'name the port of a gateway' });
}

function deployed(world: World, via: TargetQuestion): Destinations | undefined {
  if (via.kind === 'pod' || world.services.find(via.namespace, via.name) !== undefined) return undefined;
  const ofGateway = world.workloads.filter((w) => w.dataPlane === 'gateway' && w.namespace === via.namespace
    && (w.labels[GATEWAY_NAME] === via.name || (w.deployed === true && w.name === via.name)));
  const { port } = via;
  if (ofGateway.length === 0 || typeof port !== 'number') return undefined;
  return { destinations: ofGateway.map((workload): Destination => ({ workload, port, protocol: 'TCP' })) };
}
