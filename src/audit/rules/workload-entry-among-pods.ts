import { ruleRef } from '../../eval/refs';
import type { WorkloadView } from '../../eval/types';
import type { AuditRule } from '../rule';

export const workloadEntryAmongPods: AuditRule = {
  id: 'workload-entry-among-pods',
  severity: 'warning',
  title: 'a Service sends calls to pods and to a machine',
  why: 'istiod makes every WorkloadEntry that carries the labels of a Service\'s selector an endpoint of it, beside the pods: a part of the mesh\'s calls then leaves the cluster, past every NetworkPolicy of the pods. Callers without a proxy never get there.',
  repair: 'give the machine labels of its own, unless both are meant to serve',
  sources: [
    'https://istio.io/latest/docs/ops/deployment/vm-architecture/',
    'https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/kube/controller/controller.go',
  ],
  * find({ world, objects }) {
    const pods = new Map<string, WorkloadView>();
    const machines = new Map<WorkloadView, string>();
    for (const service of world.services.all) {
      const endpoints = service.ports.flatMap((port) => world.services.endpoints(service, port));
      const behind = endpoints.filter((e) => e.placed === undefined).map((e) => e.workload);
      const pod = behind.find((w) => w.apart === undefined);
      if (pod === undefined) continue;
      pods.set(`${service.namespace}/${service.name}`, pod);
      for (const workload of behind) if (workload.apart === 'machine') machines.set(workload, `${service.namespace}/${service.name}`);
    }
    for (const source of machines.size === 0 ? [] : objects) {
      if (source.object.kind !== 'WorkloadEntry') continue;
      const id = `${source.object.metadata.namespace ?? 'default'}/${source.object.metadata.name}`;
      const [, service] = [...machines].find(([w]) => w.id === id) ?? [];
      if (service !== undefined) yield { at: ruleRef(source), message: `Service ${service} leads to ${pods.get(service)!.id} and to this machine` };
    }
  },
};
