import type { Destination, World } from '../../eval';
import { GATEWAY_NAME } from '../../eval/cluster/gateways';
import { targetPort } from '../../eval/cluster/services';
import type { Protocol } from '../../manifest/kinds';
import { podPortName, portText, servicePortName } from '../callee-name';

/** One port that can be called, with all that answers there. */
export interface Callee {
  readonly name: string;
  /** `shop/catalog:3550/TCP`, `pod:shop/catalog:9090/TCP`: the same whatever port of a pod it leads to. */
  readonly key: string;
  /** The Service, or the workload where there is none: `shop/catalog`. */
  readonly subject: string;
  /** No Service leads there. */
  readonly isPod: boolean;
  /** As it is dialled, `8080`, `53/UDP`. */
  readonly port: string;
  readonly destinations: readonly Destination[];
}

/** Every Service port, and every port that a pod lists and no Service leads to. */
export function calleesOf(world: World): readonly Callee[] {
  const services = world.services.all.flatMap((service) => service.ports.map((port): Callee => {
    const dialled = { namespace: service.namespace, name: service.name, port: port.port };
    const destinations = world.services.dialled(service, port).map((endpoint) => ({ ...endpoint, service: dialled }));
    const subject = `${service.namespace}/${service.name}`;
    const key = `${subject}:${portKey(port.port, port.protocol ?? 'TCP')}`;
    const name = servicePortName(subject, port.port, port.protocol ?? 'TCP', destinations.map((d) => d.port));
    return { key, name, subject, isPod: false, port: portText(port.port, port.protocol ?? 'TCP'), destinations };
  }));
  return [...services, ...podPorts(world)];
}

/** Those of a Gateway's proxy are no application's. */
function podPorts(world: World): readonly Callee[] {
  return world.workloads.filter((w) => w.labels[GATEWAY_NAME] === undefined).flatMap((workload) => {
    const served = new Set([
      ...world.services.selecting(workload).flatMap((service) => service.ports.map((port) => portKey(service.headless ? port.port : targetPort(port, workload), port.protocol ?? 'TCP'))),
      ...world.services.placing(workload).map(({ port, servicePort }) => portKey(port, servicePort.protocol ?? 'TCP')),
    ]);
    return workload.containerPorts
      .filter(({ containerPort, protocol }) => !served.has(portKey(containerPort, protocol)))
      .map(({ containerPort, protocol }) => ({
        key: `pod:${workload.id}:${portKey(containerPort, protocol)}`,
        name: podPortName(workload.id, containerPort, protocol),
        subject: workload.id,
        isPod: true,
        port: portText(containerPort, protocol),
        destinations: [{ workload, port: containerPort, protocol }],
      }));
  });
}

function portKey(port: number | undefined, protocol: Protocol): string {
  return `${port}/${protocol}`;
}
