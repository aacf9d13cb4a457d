import { type Answer, callerOf, can, destinationsOf, leave, portProtocolAt, type WorkloadView, type World } from '../../src/eval';
import { isAmbient, sidecarsOf } from '../ambient/planes';
import { RunningMesh } from '../enforced/running-mesh';
import { assumedPods, type Subject } from '../enforced/subject';
import { startEnvoy } from '../harness/envoy';
import type { Translated } from '../harness/istiod';
import { dial, type Dial } from '../probe/dial';
import { committedMeshes } from '../subjects/declared';
import type { Context } from './context';

/** An address that no manifest has. */
const ELSEWHERE = '198.51.100.1';

const USUAL_DOMAIN = 'cluster.local';

interface Call {
  readonly dial: Dial;
  readonly expected: Answer;
}

/** What a workload's own sidecar lets it reach: the emitted `Sidecar` and ServiceEntries, enforced by Envoy, against the evaluator. */
export async function checkOutbound(context: Context): Promise<void> {
  const { workspace, ledger, findings } = context;
  let calls = 0;
  let passed = 0;
  let different = 0;
  const subjects = committedMeshes(workspace.directory()).map((c) => c.subject).filter((s) => s.settings.mesh && hasUsualDomain(s));
  for (const subject of subjects) {
    await ledger.attempt(`outbound ${subject.name}`, async () => {
      const complaints: string[] = [];
      for (const { call, outcome, from } of await callAll(context, subject)) {
        calls++;
        if (outcome.answer === 'allow') passed++;
        if ((outcome.answer === 'allow' ? 'allow' : 'deny') === call.expected) continue;
        different++;
        complaints.push(`${from} to ${call.dial.host}:${call.dial.port} as ${call.dial.as}: Envoy ${outcome.detail}, the evaluator ${call.expected}`);
      }
      return complaints;
    });
  }
  findings.add('Enforced', 'what each sidecar lets out, against the evaluator', `${subjects.length} meshes, ${calls} connections (${passed} let out)`, `${different} differences`);
}

/** istiod's translation in this process knows Services by no other domain. */
function hasUsualDomain({ settings }: Subject): boolean {
  return (settings.clusterDomain ?? USUAL_DOMAIN) === USUAL_DOMAIN;
}

async function callAll({ workspace, istiod }: Context, subject: Subject) {
  const world = RunningMesh.worldOf(subject);
  const callers = world.workloads.filter((w) => w.dataPlane === 'sidecar');
  const translated = await istiod.translate({
    manifests: [...subject.manifests, ...assumedPods(subject.assumed)],
    settings: subject.settings, dir: workspace.directory(), outbound: callers.map((w) => w.id), ambient: isAmbient(world),
    sidecars: sidecarsOf(world),
  });
  const results = [];
  for (const caller of callers) {
    const { ip, outboundBootstrap, outboundSocket } = translated.workloads.find((w) => w.id === caller.id)!;
    if (outboundBootstrap === undefined || outboundSocket === undefined) throw new Error(`${caller.id} has no outbound listener`);
    const envoy = await startEnvoy(workspace, outboundBootstrap, [outboundSocket]);
    try {
      for (const call of [...toServices(world, translated, caller, ip), ...toElsewhere(world, caller, ip)]) {
        results.push({ from: caller.id, call, outcome: await dial(outboundSocket, call.dial) });
      }
    } finally {
      await workspace.stop(envoy, 'SIGKILL');
    }
  }
  return results;
}

/** Every Service by its cluster address. A headless one has none. */
function toServices(world: World, translated: Translated, caller: WorkloadView, sourceIp: string): Call[] {
  return world.services.all.filter((s) => !s.headless).flatMap((s) => s.ports.filter((p) => (p.protocol ?? 'TCP') === 'TCP').flatMap(({ port }): Call[] => {
    const destination = destinationsOf(world, s.namespace, s.name, port)?.destinations.find((d) => d.protocol === 'TCP');
    const ip = translated.services.find(({ id }) => id === `${s.namespace}/${s.name}`)?.clusterIP;
    if (destination === undefined || ip === undefined) return [];
    const { layers } = can(world, callerOf(world, caller), destination, {});
    const as = portProtocolAt(world, destination) === 'http' ? 'http' : 'bytes';
    return [{ dial: { sourceIp, ip, port, as, host: `${s.name}.${s.namespace}.svc.${USUAL_DOMAIN}` }, expected: scopeOf(layers) }];
  }));
}

/** The hosts that ServiceEntries name, and some that nobody does. */
function toElsewhere(world: World, caller: WorkloadView, sourceIp: string): Call[] {
  const entries = world.policies.serviceEntries.map((e) => e.object.spec);
  const named = entries.flatMap((e) => (e.ports ?? []).flatMap((p) => e.hosts.flatMap((host) => addressesOf(e.addresses).map((ip) => ({
    host, port: p.number, protocol: kindOf(p.protocol), ip,
  })))));
  const unknown = [
    { host: 'undeclared.example', port: 80, protocol: 'http' as const, ip: ELSEWHERE },
    { host: 'undeclared.example', port: 443, protocol: 'tls' as const, ip: ELSEWHERE },
    { host: 'undeclared.example', port: 4444, protocol: 'tcp' as const, ip: ELSEWHERE },
  ];
  return [...named, ...unknown].map(({ ip, ...target }) => ({
    dial: { sourceIp, ip, port: target.port, as: target.protocol === 'tcp' ? 'bytes' : target.protocol, host: target.host },
    expected: scopeOf(leave(world, callerOf(world, caller), { ...target, ip }).layers),
  }));
}

/** The PROXY header of a connection is of one family, and the pods here have IPv4 addresses. */
function addressesOf(addresses: readonly string[] = []): string[] {
  const found = addresses.filter((a) => !a.includes(':')).map((a) => a.split('/')[0]);
  return found.length === 0 ? [ELSEWHERE] : found;
}

function kindOf(protocol = 'TCP'): 'http' | 'tls' | 'tcp' {
  if (protocol === 'HTTP') return 'http';
  return protocol === 'TLS' || protocol === 'HTTPS' ? 'tls' : 'tcp';
}

function scopeOf(layers: readonly { readonly layer: string; readonly answer: Answer }[]): Answer {
  return layers.find((l) => l.layer === 'egress-scope')!.answer;
}
