import type { KubernetesServiceModel } from '../../model/model';
import { compare } from '../../private/sorting';
import { type KubernetesServiceFact, type WorkloadFact, workloadName } from '../app-facts';
import { type AppIndex, isAmong } from './app-index';
import type { Complain } from './complain';
import { carries } from './pod-labels';
import { statedProtocol } from './protocol';

type Port = KubernetesServiceModel['ports'][number];

/** The Kubernetes Services in front of adopted pods, as they stand. `named`: those that there may be. */
export function adoptedServices(
  id: string, workloads: readonly WorkloadFact[], named: readonly string[] | undefined, app: AppIndex, complain: Complain,
): KubernetesServiceModel[] {
  const found = app.servicesOf(workloads[0].namespace, workloads);
  for (const service of named === undefined ? [] : found.filter((s) => !named.includes(s.construct))) {
    complain({
      code: 'unnamed-kubernetes-service',
      message: `the Kubernetes Service \`${service.name}\` (\`${service.construct}\`) leads to pods of \`${id}\` and is not among its \`services\``,
      repair: 'name it there',
    });
  }
  for (const construct of named?.filter((path) => found.every((s) => s.construct !== path)) ?? []) {
    complain({ code: 'idle-kubernetes-service', message: `\`${construct}\` is among the \`services\` of \`${id}\` and selects none of its pods`, repair: 'leave it out, or let it select them' });
  }
  return found.map((service) => adoptedService(id, service, workloads, app, complain)).sort((a, b) => compare(a.name, b.name));
}

function adoptedService(
  id: string, service: KubernetesServiceFact, workloads: readonly WorkloadFact[], app: AppIndex, complain: Complain,
): KubernetesServiceModel {
  const { name, headless, selector, ports } = service;
  const behind = workloads.filter((w) => isAmong(w, selector));
  const isAll = workloads.every(({ labels }) => carries(labels, selector));
  for (const other of app.selectedBy(service).filter((w) => !workloads.includes(w))) {
    complain({
      code: 'shared-kubernetes-service',
      message: `the Kubernetes Service \`${name}\` leads to \`${workloadName(other)}\` as well as to pods of \`${id}\`, and a call cannot be granted to one of them`,
      repair: 'adopt both as one service, or let its selector pick the pods of one',
    });
  }
  return {
    name,
    headless,
    adopted: true,
    ...(isAll ? {} : { podLabels: selector }),
    ports: ports.flatMap((port): Port[] => targetsOf(id, service, port, behind, complain).map((targetPort) => (
      { name: port.name ?? `${statedProtocol(port)}-${port.port}`, port: port.port, targetPort, protocol: statedProtocol(port) }
    ))),
  };
}

/** They serve nobody: a Service whose labels they happen to carry leads to none of them where its port is a name that they do not have. */
const ENDING: ReadonlySet<string> = new Set(['Job', 'CronJob']);

/** One number: a name is looked up in each pod, and may be another number, or none, in the next. */
function targetsOf(
  id: string, service: KubernetesServiceFact, declared: KubernetesServiceFact['ports'][number], behind: readonly WorkloadFact[], complain: Complain,
): readonly number[] {
  const { port, targetPort, protocol } = declared;
  if (typeof targetPort === 'number') return [targetPort];
  const all = behind.map((w) => ({ w, number: w.containerPorts?.find((c) => c.name === targetPort && c.protocol === protocol)?.containerPort }));
  const serving = all.filter(({ w, number }) => number !== undefined || !ENDING.has(w.kind));
  const found = serving.length === 0 ? all : serving;
  const lacking = found.find(({ number }) => number === undefined);
  if (lacking !== undefined) {
    complain({
      code: 'unknown-target-port',
      message: `port \`${port}\` of the Kubernetes Service \`${service.name}\` leads to the port \`${targetPort}\`, which no container of \`${workloadName(lacking.w)}\` has`,
      repair: `name a container port of it \`${targetPort}\`, or give the number`,
    });
    return [];
  }
  const numbers = [...new Set(found.map(({ number }) => number!))];
  if (numbers.length > 1) {
    complain({
      code: 'ambiguous-target-port',
      message: `port \`${port}\` of the Kubernetes Service \`${service.name}\` leads to \`${targetPort}\`, which is ${numbers.map((n) => `\`${n}\``).join(' and ')} in workloads of \`${id}\``,
      repair: 'let the containers of all of them have it under one number',
    });
  }
  return numbers.slice(0, 1);
}
