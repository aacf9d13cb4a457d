import { DataPlane } from '../data-plane';
import { DATAPLANE_MODE, INJECT } from '../model/data-plane-labels';
import type { DataPlaneName, MeshModel } from '../model/model';
import { invalid, member } from './arguments';

/** What a mesh has: Kubernetes alone has pods that are in none. */
export function dataPlaneOf(mesh: MeshModel, given: DataPlane | undefined): DataPlane {
  if (given === undefined || given === null) return mesh.platform === 'kubernetes' ? DataPlane.NONE : DataPlane.SIDECAR;
  const dataPlane = member('dataPlane', given, DataPlane);
  if (dataPlane !== DataPlane.NONE && mesh.platform === 'kubernetes') {
    const missing = dataPlane === DataPlane.SIDECAR ? 'sidecars' : 'ambient data plane';
    throw invalid('unsupported-feature', `platform \`kubernetes\` has no ${missing}`, 'leave `dataPlane` out, or set `platform` to `Platform.ISTIO`');
  }
  return dataPlane;
}

/** The one way whose every state can be proved. */
export function migrationOf(construct: string, given: DataPlane | undefined, dataPlane: DataPlane | undefined): DataPlane | undefined {
  if (given === undefined || given === null) return undefined;
  const from = member('migratingFrom', given, DataPlane);
  if (from !== DataPlane.SIDECAR || dataPlane !== DataPlane.AMBIENT) {
    throw invalid(
      'unsupported-migration',
      `\`${construct}\` migrates from \`${from}\` ${dataPlane === undefined ? 'and does not say where to' : `to \`${dataPlane}\``}`,
      'set `migratingFrom: DataPlane.SIDECAR` beside `dataPlane: DataPlane.AMBIENT`, or leave it out',
    );
  }
  return from;
}

/** What pods must carry that take part otherwise than their namespace: https://istio.io/latest/docs/ambient/usage/add-workloads/#ambient-labels */
export function dataPlaneLabels({ platform }: MeshModel, own: DataPlaneName): Record<string, string> {
  // A namespace that takes a service with a sidecar injects already.
  return platform === 'kubernetes' || own === 'sidecar' ? {} : { [DATAPLANE_MODE]: own, [INJECT]: 'false' };
}
