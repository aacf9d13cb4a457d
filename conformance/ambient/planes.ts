import type { World } from '../../src/eval';

/** A mesh needs the ambient istiod as soon as one of its pods is not a sidecar's or nobody's. */
export function isAmbient(world: World): boolean {
  return world.workloads.some((w) => w.dataPlane === 'ambient' || w.dataPlane === 'waypoint');
}

export function sidecarsOf(world: World): string[] {
  return world.workloads.filter((w) => w.dataPlane === 'sidecar').map((w) => w.id);
}
