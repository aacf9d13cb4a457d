import { buildWorld, type WorkloadView, type World } from '../../src/eval';
import { isAmbient, sidecarsOf } from '../ambient/planes';
import { formatManifestProblem, type Manifests, readObjects, readText } from '../../src/manifest';
import { startEnvoy } from '../harness/envoy';
import type { Istiod, IstiodProblem, Translated, TranslatedWorkload } from '../harness/istiod';
import type { Process, Workspace } from '../harness/workspace';
import { Credentials } from '../probe/connect';
import { send, sendThroughTunnel } from '../probe/send';
import type { Outcome, Wire } from '../probe/wire';
import { assumedPods, type Subject } from './subject';

/** How a request comes to a sidecar: as another sidecar sends it, or as ztunnel does. */
export type Transport = 'mtls' | 'hbone';

/** One subject, read by the evaluator and by istiod, and enforced by Envoy. */
export class RunningMesh {
  static worldOf(subject: Subject): World {
    return buildWorld(readSubject(subject), subject.settings, subject.assumed, { orderIsAge: true });
  }

  static async start(
    workspace: Workspace, istiod: Istiod, subject: Subject, world: World, identities: readonly string[], transport: Transport = 'mtls',
  ): Promise<RunningMesh> {
    const sidecars = sidecarsOf(world);
    const translated = await istiod.translate({
      manifests: [...subject.manifests, ...assumedPods(subject.assumed)],
      settings: subject.settings, dir: workspace.directory(), identities, sidecars, ambient: isAmbient(world),
      ...(transport === 'mtls' ? { inbound: sidecars } : { hbone: sidecars }),
    });
    const mesh = new RunningMesh(workspace, world, translated, transport);
    try {
      const { inboundBootstrap, workloads } = translated;
      if (inboundBootstrap !== undefined) await mesh.run(inboundBootstrap, workloads.flatMap((w) => w.inboundSocket ?? []));
      // Their inner listeners go by the same name: each needs an Envoy of its own.
      for (const { hboneBootstrap, hboneSocket = '' } of workloads) if (hboneBootstrap !== undefined) await mesh.run(hboneBootstrap, [hboneSocket]);
    } catch (error) {
      await mesh.stop();
      throw error;
    }
    return mesh;
  }

  /** Gateways, asked as their clients ask. */
  static async startGateways(
    workspace: Workspace, istiod: Istiod, subject: Subject, world: World, gateways: readonly WorkloadView[],
  ): Promise<RunningMesh> {
    const pods = [...subject.assumed, ...gateways.filter((w) => !subject.assumed.some(({ id }) => id === w.id))];
    const translated = await istiod.translate({
      manifests: [...subject.manifests, ...assumedPods(pods)], settings: subject.settings, dir: workspace.directory(),
      sidecars: sidecarsOf(world), ambient: isAmbient(world), gateways: gateways.map((w) => w.id),
    });
    const mesh = new RunningMesh(workspace, world, translated, 'mtls');
    await mesh.run(translated.inboundBootstrap!, translated.workloads.flatMap((w) => w.inboundSocket ?? []));
    return mesh;
  }

  private readonly envoys: Process[] = [];
  private readonly byId: ReadonlyMap<string, TranslatedWorkload>;
  private readonly credentials: Credentials;

  private constructor(
    private readonly workspace: Workspace,
    readonly world: World,
    private readonly translated: Translated,
    readonly transport: Transport,
  ) {
    this.byId = new Map(translated.workloads.map((w) => [w.id, w]));
    this.credentials = new Credentials(translated);
  }

  /** What istiod has against the objects; one that it refuses enforces nothing. */
  get problems(): readonly IstiodProblem[] {
    return this.translated.problems.filter((p) => p.level !== 'ignored');
  }

  workload(id: string): TranslatedWorkload {
    const found = this.byId.get(id);
    if (found === undefined) throw new Error(`istiod has no workload ${id}`);
    return found;
  }

  /** Whether anything at this port of the workload speaks TLS; a client of a port whose mode is DISABLE sends plaintext. */
  speaksTls(id: string, port: number): boolean {
    const chains = this.workload(id).chains ?? [];
    const own = chains.filter((c) => c.match?.destination_port === port);
    return (own.length > 0 ? own : chains.filter((c) => c.match?.destination_port === undefined)).some((c) => c.tls);
  }

  ask(id: string, wire: Wire): Promise<Outcome> {
    const { inboundSocket, hboneSocket } = this.workload(id);
    if (hboneSocket !== undefined) return sendThroughTunnel(hboneSocket, wire, this.credentials);
    if (inboundSocket === undefined) throw new Error(`${id} has no proxy`);
    return send(inboundSocket, wire, this.credentials);
  }

  async stop(): Promise<void> {
    for (const envoy of this.envoys) await this.workspace.stop(envoy, 'SIGKILL');
  }

  private async run(bootstrap: string, sockets: readonly string[]): Promise<void> {
    this.envoys.push(await startEnvoy(this.workspace, bootstrap, sockets));
  }
}

export function readSubject(subject: Subject): Manifests {
  const results = subject.manifests.map(({ name, text, objects }) => (
    objects === undefined ? readText(text, name) : readObjects(objects.map((value) => ({ value, construct: name })))));
  const problems = results.flatMap((r) => r.problems);
  if (problems.length > 0) throw new Error(`${subject.name} cannot be read:\n${problems.map(formatManifestProblem).join('\n')}`);
  return { objects: results.flatMap((r) => r.manifests.objects), unread: results.flatMap((r) => r.manifests.unread) };
}
