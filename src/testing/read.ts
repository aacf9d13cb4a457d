import type { App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { buildWorld, type MeshSettings, type WorkloadView } from '../eval';
import { formatManifestProblem, readPaths, type Manifests } from '../manifest';
import { Mesh } from '../mesh';
import { apiObjects, readApp } from '../private/read-back';
import { foreignServices } from '../proof/foreign';
import { assumedWorkloads, settingsOf } from '../proof/settings';
import { assumedCallers } from './assumed-callers';
import type { Evidence } from './evidence';
import type { ManifestSettings } from './manifest-settings';
import { meshSettings } from './mesh-settings';

export function evidenceOfApp(app: App): Evidence {
  return evidenceOfTree(app);
}

export function evidenceOfChart(chart: Chart): Evidence {
  const subjects = new Set(apiObjects(chart).map((object) => `${object.metadata.namespace ?? 'default'}/${object.name}`));
  return { ...evidenceOfTree(chart.node.root), subjects };
}

export function evidenceOfDirectory(directory: string, settings: ManifestSettings): Evidence {
  const { manifests, problems } = readPaths([directory]);
  return evidence(manifests, problems.map(formatManifestProblem), meshSettings(settings), []);
}

function evidenceOfTree(root: IConstruct): Evidence {
  const mesh = root.node.findAll().find((construct) => construct instanceof Mesh);
  if (mesh === undefined) {
    const { manifests, problems } = readApp(apiObjects(root));
    return evidence(manifests, problems, {}, []);
  }
  const synthesis = mesh._synthesis;
  // What cannot stand will not be written, and there is nothing to say about it.
  const wrong = synthesis.declarationProblems();
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  const { model } = synthesis.index();
  const { manifests, problems } = synthesis.readBack();
  const all = { ...manifests, objects: [...manifests.objects, ...foreignServices(model, manifests)] };
  return {
    ...evidence(all, problems, settingsOf(model), [...assumedWorkloads(model, manifests), ...assumedCallers(model, manifests)]),
    apiServer: model.mesh.cluster.apiServerCidrs,
  };
}

function evidence(manifests: Manifests, problems: readonly string[], settings: Partial<MeshSettings>, assumed: readonly WorkloadView[]): Evidence {
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return { world: buildWorld(manifests, settings, assumed), unread: manifests.unread };
}
