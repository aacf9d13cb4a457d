import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WAVE_LABEL } from '../../src/model/delivery';
import type { KubernetesObject } from './client';

/** https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/ */
const ARGO_CD = 'argocd.argoproj.io/sync-wave';

/** In the order of their waves; what is of none comes last. None: nothing says a wave. */
export function wavesOf(objects: readonly KubernetesObject[]): readonly (readonly KubernetesObject[])[] {
  const waves = new Map<number, KubernetesObject[]>();
  for (const object of objects) {
    const { annotations = {}, labels = {} } = object.metadata;
    const wave = Number(annotations[ARGO_CD] ?? labels[WAVE_LABEL] ?? Infinity);
    waves.set(wave, [...waves.get(wave) ?? [], object]);
  }
  return waves.size < 2 ? [] : [...waves].sort(([a], [b]) => a - b).map(([, own]) => own);
}

/** The same objects in namespaces that are not there yet. */
export function elsewhere(object: KubernetesObject, prefix: string): KubernetesObject {
  const { metadata } = object;
  const names = object.kind === 'Namespace' ? { name: `${prefix}-${metadata.name}` } : metadata.namespace === undefined ? {} : { namespace: `${prefix}-${metadata.namespace}` };
  return { ...object, metadata: { ...metadata, ...names } };
}

/** One directory for each wave. */
export function writeWaves(directory: string, waves: readonly (readonly KubernetesObject[])[]): readonly string[] {
  return waves.map((objects, i) => {
    const own = join(directory, `wave-${i}`);
    mkdirSync(own, { recursive: true });
    objects.forEach((object, j) => writeFileSync(join(own, `${String(j).padStart(4, '0')}.yaml`), JSON.stringify(object)));
    return own;
  });
}
