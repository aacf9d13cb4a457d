import { DEFAULT_POLICY } from '../../eval/linkerd/layer';
import { settingOf } from '../../eval/linkerd/mesh';
import { grantsOf, routesOfServer, serversAt } from '../../eval/linkerd/servers';
import { namespaceOfObject } from '../../eval/cluster/policies';
import { refText, ruleRef } from '../../eval/refs';
import type { WorkloadView } from '../../eval/types';
import type { World } from '../../eval/world';
import type { ProbeFacts } from '../../manifest/kinds';
import type { AuditRule } from '../rule';
import { hasLinkerdProxy, LINKERD_POLICY, takes } from './shared/linkerd';

export const linkerdProbesBlocked: AuditRule = {
  id: 'linkerd-probes-blocked',
  severity: 'error',
  title: 'a probe that the pod\'s proxy of Linkerd refuses',
  why: 'The kubelet has no identity. Its HTTP probes are let in on their own path, until an HTTPRoute is attached to the Server: then they need a route, as everybody. gRPC probes are never let in by themselves.',
  repair: 'add an HTTPRoute for the probe\'s path, with a NetworkAuthentication for the kubelet',
  sources: [LINKERD_POLICY, 'https://github.com/linkerd/linkerd2/issues/8945', 'https://github.com/linkerd/linkerd2/blob/main/policy-controller/k8s/index/src/inbound/workload.rs'],
  * find({ world, objects }) {
    const views = new Map(world.workloads.map((w) => [w.id, w]));
    for (const source of objects) {
      if (!('pod' in source.object)) continue;
      const pod = views.get(`${namespaceOfObject(source)}/${source.object.metadata.name}`);
      if (pod === undefined || !hasLinkerdProxy(world, pod)) continue;
      const reasons = new Set((source.object.pod.probes ?? []).flatMap((probe) => blocked(world, pod, probe) ?? []));
      for (const message of reasons) yield { at: ruleRef(source), message, ...(message.includes('gRPC') ? { repair: GRPC } : {}) };
    }
  },
};

const GRPC = 'probe a port of its own, or authorize the kubelet\'s addresses without identity';

function blocked(world: World, pod: WorkloadView, { kind, port, path }: ProbeFacts): string | undefined {
  if (port === undefined) return undefined;
  const [server] = serversAt(world, pod, port);
  if (kind === 'http' && path !== undefined && server !== undefined) {
    const routes = routesOfServer(world, server);
    return routes.length > 0 && !routes.some((r) => takes(r, path)) ? `no route of ${refText(ruleRef(server))} takes its probe of \`${path}\` at port ${port}` : undefined;
  }
  if (kind !== 'grpc') return undefined;
  if (server !== undefined) return grantsOf(world, server).some((g) => g.anonymous) ? undefined : `${refText(ruleRef(server))} admits nobody without identity, its gRPC probe at port ${port} included`;
  const policy = settingOf(world.linkerd, pod, DEFAULT_POLICY) ?? '';
  return /^(deny|.*-authenticated)$/.test(policy) ? `the default policy \`${policy}\` refuses its gRPC probe at port ${port}` : undefined;
}
