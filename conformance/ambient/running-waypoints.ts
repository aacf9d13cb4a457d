import type { World } from '../../src/eval';
import { assumedPods, type Subject } from '../enforced/subject';
import { startEnvoy } from '../harness/envoy';
import type { Istiod, Translated, TranslatedWorkload } from '../harness/istiod';
import type { Process, Workspace } from '../harness/workspace';
import { Credentials } from '../probe/connect';
import { sendThroughTunnel } from '../probe/send';
import type { Outcome, Wire } from '../probe/wire';
import { sidecarsOf } from './planes';

/** The waypoints of one mesh, each in an Envoy of its own: their inner listeners go by the same name. */
export class RunningWaypoints {
  static async start(
    workspace: Workspace, istiod: Istiod, subject: Subject, world: World, identities: readonly string[], hbone: readonly string[],
  ): Promise<RunningWaypoints> {
    const translated = await istiod.translate({
      manifests: [...subject.manifests, ...assumedPods(subject.assumed)], settings: subject.settings, dir: workspace.directory(),
      ambient: true, sidecars: sidecarsOf(world), identities, hbone, ztunnel: true,
    });
    const running = new RunningWaypoints(workspace, world, translated);
    try {
      for (const { hboneBootstrap, hboneSocket } of translated.workloads) {
        if (hboneBootstrap === undefined || hboneSocket === undefined) continue;
        running.processes.push(await startEnvoy(workspace, hboneBootstrap, [hboneSocket]));
      }
    } catch (error) {
      await running.stop();
      throw error;
    }
    return running;
  }

  private readonly processes: Process[] = [];
  private readonly credentials: Credentials;

  private constructor(private readonly workspace: Workspace, readonly world: World, readonly translated: Translated) {
    this.credentials = new Credentials(translated);
  }

  /** The address of a Service, or of a host of a ServiceEntry. */
  addressOf(id: string): string {
    const found = this.translated.services.find((s) => s.id === id);
    if (found === undefined) throw new Error(`istiod has no address for ${id}`);
    return found.clusterIP;
  }

  workload(id: string): TranslatedWorkload {
    const found = this.translated.workloads.find((w) => w.id === id);
    if (found === undefined) throw new Error(`istiod has no workload ${id}`);
    return found;
  }

  ask(waypoint: string, wire: Wire): Promise<Outcome> {
    const { hboneSocket } = this.workload(waypoint);
    if (hboneSocket === undefined) throw new Error(`${waypoint} takes no HBONE`);
    return sendThroughTunnel(hboneSocket, wire, this.credentials);
  }

  async stop(): Promise<void> {
    for (const process of this.processes) await this.workspace.stop(process, 'SIGKILL');
  }
}
