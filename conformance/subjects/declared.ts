import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { App } from 'cdk8s';
import { build } from '../../examples/online-boutique/build';
import { environments } from '../../examples/online-boutique/environments';
import type { WorkloadView } from '../../src/eval/types';
import { readText } from '../../src/manifest';
import type { AccessModel } from '../../src/model/model';
import { dataPlaneLabels } from '../../src/private/data-planes';
import { Registry } from '../../src/private/registry';
import { assumedWorkloads, settingsOf } from '../../src/proof/settings';
import { cases } from '../../test/golden/cases';
import { yamlFiles } from '../admitted/admit';
import { NOT_MOVED, serviceOf, type Subject } from '../enforced/subject';
import { ROOT } from '../harness/paths';

/** Committed manifests, and the program that they came from. */
export interface Committed {
  readonly directory: string;
  readonly subject: Subject;
}

/** The goldens and the examples: what is committed is what is enforced, and the model comes from the program. */
export function committedMeshes(scratch: string): Committed[] {
  const goldens = Object.entries(cases).map(([name, golden]) => committed(`golden ${name}`, join(ROOT, 'test/golden', name, 'expected'), golden.build({ outdir: join(scratch, name) })));
  const examples = environments.map((e) => committed(
    `example online-boutique ${e.name}`, join(ROOT, 'examples/online-boutique/expected', e.name), build(e, join(scratch, 'online-boutique')).app,
  ));
  return [...goldens, ...examples];
}

function committed(name: string, directory: string, app: App): Committed {
  const manifests = yamlFiles(directory).map((path) => ({ name: relative(ROOT, path), text: readFileSync(path, 'utf8') }));
  return { directory, subject: subjectOf(name, manifests, app) };
}

export function subjectOf(name: string, manifests: Subject['manifests'], app: App): Subject {
  const { model } = Registry.of(app).index();
  const read = manifests.map((m) => readText(m.text, m.name).manifests);
  const assumed = assumedWorkloads(model, { objects: read.flatMap((r) => r.objects), unread: [] }).map((w) => asPod(model, w));
  return { name, manifests, settings: settingsOf(model), assumed, model };
}

/** The labels by which a pod takes part otherwise than its namespace; one that has yet to move is a pod beside the new one. */
function asPod(model: AccessModel, w: WorkloadView): WorkloadView {
  const id = `${w.namespace}/${w.name}`;
  const service = serviceOf(model, id) ?? model.imported?.find((s) => s.id === id);
  if (service === undefined) return w;
  if (w.id !== id) {
    const name = `${w.name}${NOT_MOVED}`;
    return { ...w, name, id: `${w.namespace}/${name}` };
  }
  const namespace = model.namespaces.find((n) => n.id === w.namespace);
  return namespace?.dataPlane === service.dataPlane ? w : { ...w, labels: { ...w.labels, ...dataPlaneLabels(model.mesh, service.dataPlane) } };
}
