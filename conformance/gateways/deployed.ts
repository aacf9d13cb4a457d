import type { WorkloadView, World } from '../../src/eval';
import { listenersOf } from '../../src/eval/gateway/listener';
import { assumedPods } from '../enforced/subject';
import { type Manifest, manifestOf } from '../harness/istiod';

/** A gateway's pod, and the ports at which it listens. */
export interface RunningGateway {
  readonly pod: WorkloadView;
  readonly ports: readonly number[];
}

export function gatewaysIn(world: World): readonly RunningGateway[] {
  return world.workloads.filter((w) => w.dataPlane !== 'waypoint' && w.dataPlane !== 'none').flatMap((pod): readonly RunningGateway[] => {
    const ports = [...new Set(listenersOf(world, pod).map(({ at }) => at))];
    return ports.length === 0 ? [] : [{ pod, ports }];
  });
}

/** What istiod's deployer makes for Gateways of its class: pods and a Service, by which istiod finds them. */
export function deployedFor(world: World): readonly Manifest[] {
  const deployed = gatewaysIn(world).filter(({ pod }) => pod.deployed === true);
  const services = deployed.map(({ pod: { name, namespace, labels }, ports }) => ({
    apiVersion: 'v1', kind: 'Service', metadata: { name, namespace, labels },
    spec: { selector: labels, ports: ports.map((port) => ({ name: `tcp-${port}`, port })) },
  }));
  return deployed.length === 0 ? [] : [...assumedPods(deployed.map(({ pod }) => pod)), manifestOf('services of gateways', services)];
}
