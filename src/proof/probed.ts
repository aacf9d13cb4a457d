import { prepare } from '../eval/prepare';
import { makerOf } from '../eval/cluster/ordinals';
import { ANY_HTTP } from '../eval/request-set';
import { ruleRef } from '../eval/refs';
import type { Caller, Layer, Request, WorkloadView } from '../eval/types';
import type { ProbeFacts } from '../manifest/kinds';
import type { ServiceModel } from '../model/model';
import type { Gap, Tally } from './gap';
import type { Context } from './knocks';
import { firstOf } from './minimal';
import { planeOf } from './planes';
import { AUTHORIZATION } from './port';
import { isWorkload } from './settings';

/** https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/ */
const REWRITE = 'sidecar.istio.io/rewriteAppHTTPProbers';
/** As Go reads it; anything else leaves the mesh's own setting in place. */
const NO: ReadonlySet<string> = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);
/** A pod's own node always reaches it. */
const AT_PROXY: readonly Layer[] = ['mtls', ...AUTHORIZATION];

/**
 * A kubelet has no certificate. Where its probes are not sent to the sidecar's agent they come in plaintext, at the port itself, and a pod that
 * refuses them never serves anybody. A probe that only connects is answered by the sidecar, whoever asks.
 */
export function checkProbed({ world, declaration }: Context, service: ServiceModel, workload: WorkloadView, tally: Tally): readonly Gap[] {
  if (!NO.has(workload.annotations[REWRITE] ?? '') || planeOf(service, workload) !== 'sidecar' || workload.assumed) return [];
  const { nodeCidrs } = declaration.model.mesh.cluster;
  const source = world.objects.filter(isWorkload).find(({ object: { metadata: { namespace = 'default', name } } }) => `${namespace}/${name}` === makerOf(workload));
  const ip = nodeCidrs.flatMap((cidr) => firstOf(cidr) ?? [])[0];
  const kubelet: Caller = { name: 'the kubelet', pod: false, ...(ip === undefined ? {} : { ip }) };
  return (source?.object.pod.probes ?? []).flatMap((probe): readonly Gap[] => {
    const { kind, port } = probe;
    if (port === undefined || (kind !== 'http' && kind !== 'grpc')) return [];
    tally.decisions++;
    const decision = prepare(world, { workload, port, protocol: 'TCP' }).decide(kubelet, requestOf(probe));
    const failing = decision.layers.find(({ layer, answer }) => AT_PROXY.includes(layer) && answer !== 'allow');
    if (failing === undefined) return [];
    const rule = ruleRef(source!);
    return [{
      statement: 'declared-works', layer: failing.layer, caller: `the kubelet, whose probes the annotation \`${REWRITE}\` keeps the sidecar's agent out of,`, callee: workload.id,
      port, protocol: 'TCP', requests: ANY_HTTP, undecided: failing.answer === 'undetermined', because: [rule], service,
      repair: 'take out the annotation, probe by `exec`, or declare the port `PortMtls.permissive` and allow `Kubelet.onNodes()`',
    }];
  });
}

function requestOf({ kind, path = '/' }: ProbeFacts): Request {
  return kind === 'grpc'
    ? { http: { method: 'POST', path: '/grpc.health.v1.Health/Check', host: 'localhost', headers: { 'content-type': 'application/grpc' } } }
    : { http: { method: 'GET', path, host: 'localhost', headers: {} } };
}
