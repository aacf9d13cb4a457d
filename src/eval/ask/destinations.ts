import type { ServicePortSpec } from '../../manifest/kinds';
import { hasSelector, type ServiceView } from '../cluster/services';
import type { Destination, WorkloadView } from '../types';
import type { World } from '../world';
import { podsOf, workloadCalled } from './callers';
import { QuestionError } from './error';
import { didYouMean } from './nearest';
import { targetText, type TargetQuestion } from './question';

/** All that a target stands for, or why nobody can say. */
export type Destinations = { readonly destinations: readonly Destination[] } | { readonly unknown: string };

/** `byGateway`: who dials it is one, which looks up endpoints also of a headless Service. */
export function destinationsOf(world: World, to: TargetQuestion, byGateway = false): Destinations {
  if (to.kind === 'pod') {
    const pods = podsOf(world, to.namespace, to.name);
    return { destinations: pods.map((workload) => ({ workload, port: to.port, protocol: podProtocol(workload, to.port) })) };
  }
  const service = findService(world, to);
  const port = findPort(service, to);
  const name = `Service ${to.namespace}/${to.name}`;
  const endpoints = byGateway ? world.services.endpoints(service, port) : world.services.dialled(service, port);
  if (endpoints.length === 0 && !hasSelector(service)) {
    return { unknown: `${name} has no selector, and no EndpointSlice or Endpoints of the manifests give${port.name === undefined ? '' : ` its port \`${port.name}\``} an address` };
  }
  if (endpoints.length === 0) return { unknown: `no workload in the manifests serves ${targetText(to)}` };
  const dialled = { namespace: to.namespace, name: to.name, port: port.port };
  return { destinations: endpoints.map((endpoint) => ({ ...endpoint, service: dialled })) };
}

function findService(world: World, { namespace, name, port }: TargetQuestion): ServiceView {
  const service = world.services.find(namespace, name);
  if (service === undefined) {
    const known = world.services.all.map((s) => `${s.namespace}/${s.name}`);
    const repair = workloadCalled(world, namespace, name, port) ?? didYouMean(`${namespace}/${name}`, known, 'name one of the manifests');
    throw new QuestionError({ message: `no Service is called \`${namespace}/${name}\``, repair });
  }
  if (service.source.object.spec.type === 'ExternalName') {
    throw new QuestionError({ message: `Service \`${namespace}/${name}\` is an ExternalName`, repair: 'ask about a Service of this cluster' });
  }
  return service;
}

/** One number may be open for TCP and for UDP; a connection is TCP. */
function findPort(service: ServiceView, to: TargetQuestion): ServicePortSpec {
  const matching = service.ports.filter((p) => p.port === to.port || p.name === to.port);
  const port = matching.find((p) => (p.protocol ?? 'TCP') === 'TCP') ?? matching[0];
  if (port !== undefined) return port;
  const known = service.ports.map((p) => String(p.port));
  throw new QuestionError({
    message: `Service \`${to.namespace}/${to.name}\` has no port \`${to.port}\``,
    repair: known.length === 0 ? 'ask about the pod' : `use ${known.map((p) => `\`${p}\``).join(', ')}`,
  });
}

/** Container ports are informational: one that is not listed is reachable all the same, by TCP. */
function podProtocol(workload: WorkloadView, port: number): Destination['protocol'] {
  const listed = workload.containerPorts.filter((c) => c.containerPort === port).map((c) => c.protocol);
  return listed.length === 0 || listed.includes('TCP') ? 'TCP' : listed[0];
}
