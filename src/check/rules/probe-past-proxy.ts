import type { EdgeModel, PortModel, ServiceModel } from '../../model/model';
import { hasSidecar, workloadName, type CheckRule, type Facts } from '../facts';
import { transport } from '../ports';

// https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/
const REWRITE = 'sidecar.istio.io/rewriteAppHTTPProbers';
/** As Go reads it; anything else leaves the mesh's own setting in place. */
const NO: ReadonlySet<string> = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

/** A kubelet has no certificate: where its probes are not sent to the sidecar's agent they come in plaintext, at the port itself. */
export const probePastProxy: CheckRule = (facts) => {
  const services = facts.index.model.services.filter((s) => hasSidecar(facts, s));
  return services.flatMap((service) => facts.workloadsOf(service).filter(({ annotations }) => NO.has(annotations[REWRITE] ?? '')).flatMap((workload) => (
    (workload.probes ?? [])
      // A connection is taken by the sidecar, whoever asks; what it says of the container is another matter.
      .filter(({ kind, port }) => (kind === 'http' || kind === 'grpc') && port !== undefined && !takesProbes(facts, service, port))
      .map(({ kind, port }) => ({
        code: 'probe-past-proxy',
        construct: workload.construct,
        message: `\`${workloadName(workload)}\` of \`${service.id}\` is probed over ${kind === 'http' ? 'HTTP' : 'gRPC'} at port \`${port}\`, and its annotation \`${REWRITE}\` keeps the sidecar's agent out of it: mutual TLS refuses the kubelet`,
        repair: 'leave out the annotation, probe by `exec`, or declare the port `PortMtls.permissive` and allow `Kubelet.onNodes()`',
      }))
  )));
};

function takesProbes({ index }: Facts, service: ServiceModel, port: number): boolean {
  if (service.excludedInboundPorts.includes(port)) return true;
  const open = service.ports.find((p) => p.targetPort === port && transport(p.protocol) === 'TCP' && p.mtls !== 'strict');
  return open !== undefined && index.edgesTo(service.id).some((edge) => admitsNodes(edge, open));
}

function admitsNodes({ caller, access }: EdgeModel, { targetPort }: PortModel): boolean {
  const plaintext = caller.kind === 'addresses' || caller.kind === 'anyone';
  return plaintext && access.some((a) => a.targetPort === targetPort && transport(a.protocol) === 'TCP');
}
