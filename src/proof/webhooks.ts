import { destinationsOf } from '../eval/destinations';
import { prepare } from '../eval/prepare';
import { EVERYTHING } from '../eval/request-set';
import type { Caller, Destination } from '../eval/types';
import type { World } from '../eval/world';
import { type AdmissionWebhook, WEBHOOK_KINDS, type WebhookConfiguration } from '../manifest/kinds';
import type { Manifests } from '../manifest/manifests';
import type { Declaration } from './declaration';
import type { Gap, Tally } from './gap';
import { firstOf } from './minimal';
import { indexServicesByPods } from './settings';

/**
 * Whoever wrote them, here or in the cluster before: webhooks that pods of declared services answer are reached by the API server, or
 * whatever they are asked about is refused, or passes unseen. It comes from its addresses with no identity, and speaks TLS of its own.
 */
export function checkWebhooks(world: World, declaration: Declaration, manifests: Manifests, tally: Tally): readonly Gap[] {
  const configurations = manifests.objects.flatMap(({ object }) => (
    (WEBHOOK_KINDS as readonly string[]).includes(object.kind) ? [object as WebhookConfiguration] : []
  ));
  if (configurations.length === 0) return [];
  const declaredAs = indexServicesByPods(declaration.model);
  const own = new Set(declaration.model.services);
  const asked = configurations.flatMap((configuration) => (configuration.webhooks ?? []).flatMap((webhook) => (
    answering(world, webhook).map((destination) => ({ configuration, webhook, destination }))
  )));
  return asked.flatMap(({ configuration, webhook, destination }) => {
    const { namespace, labels } = destination.workload;
    const [service] = declaredAs(namespace, labels).filter((s) => own.has(s));
    // One in quarantine is to be cut off from everybody.
    if (service === undefined || service.quarantine !== undefined) return [];
    return apiServers(declaration).flatMap((caller): readonly Gap[] => {
      tally.decisions++;
      const failing = prepare(world, destination).decide(caller, {}).layers.find(({ answer }) => answer !== 'allow');
      if (failing === undefined) return [];
      return [{
        statement: 'declared-works',
        layer: failing.layer,
        caller: `${caller.name}, for webhook ${webhook.name} of ${configuration.kind} ${configuration.metadata.name},`,
        callee: destination.workload.id,
        port: destination.port,
        protocol: 'TCP',
        requests: EVERYTHING,
        undecided: failing.answer === 'undetermined',
        because: failing.because,
        service,
        repair: `let ${service.id} allow \`ApiServer.onControlPlane()\` at that port, or remove the webhook`,
      }];
    });
  });
}

/** Pods behind the Service; of one at a URL nobody knows. */
function answering(world: World, { clientConfig: { service } }: AdmissionWebhook): readonly Destination[] {
  if (service === undefined) return [];
  const { destinations = [] } = destinationsOf(world, service.namespace, service.name, service.port ?? 443) ?? {};
  // By the pod's address: kube-proxy has chosen one.
  return destinations.filter(({ protocol }) => protocol === 'TCP').map(({ workload, port, protocol }) => ({ workload, port, protocol }));
}

/** Where it is not said, nothing by address can be decided. */
function apiServers({ model }: Declaration): readonly Caller[] {
  const { apiServerCidrs } = model.mesh.cluster;
  if (apiServerCidrs.length === 0) return [{ name: 'the API server', pod: false }];
  return apiServerCidrs.map((cidr) => ({ name: `the API server at ${firstOf(cidr) ?? cidr}`, pod: false, ip: firstOf(cidr) }));
}
