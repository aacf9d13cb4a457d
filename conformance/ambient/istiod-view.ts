import type { World } from '../../src/eval';
import { assumedPods, type Subject } from '../enforced/subject';
import type { Istiod, Translated } from '../harness/istiod';
import type { Workspace } from '../harness/workspace';
import { sidecarsOf } from './planes';
import type { Service } from './xds';

/** What istiod would hand to ztunnel. */
export async function toZtunnel(workspace: Workspace, istiod: Istiod, subject: Subject, world: World): Promise<Translated & Required<Pick<Translated, 'ztunnel'>>> {
  const translated = await istiod.translate({
    manifests: [...subject.manifests, ...assumedPods(subject.assumed)], settings: subject.settings, dir: workspace.dir,
    ambient: true, sidecars: sidecarsOf(world), ztunnel: true,
  });
  if (translated.ztunnel === undefined) throw new Error('istiod said nothing to ztunnel');
  return { ...translated, ztunnel: translated.ztunnel };
}

/** `shop/waypoint`, after its Service. */
export function waypointName({ waypoint }: Service): string {
  if (waypoint?.hostname === undefined) return 'none';
  return `${waypoint.hostname.namespace}/${waypoint.hostname.hostname.split('.')[0]}`;
}
