import { type ApiObject, type ApiObjectProps, JsonPatch, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { delivered } from '../platforms/delivery';
import type { ModelIndex, Slot } from '../platforms/platform';
import { PlainObject } from './plain-object';
import { Registry } from './registry';

/** Top-level keys beside `apiVersion`, `kind` and `metadata`: cdk8s resolves values, not keys, so they are fixed here. */
const BODY_KEYS: Readonly<Record<string, readonly string[]>> = {
  Namespace: [],
  ConfigMap: ['data'],
  ServiceAccount: ['automountServiceAccountToken'],
};
const SPEC = ['spec'];

const own = new WeakSet<ApiObject>();

/** Made by a construct of ours: its content follows from the model, and so can say nothing to it. */
export function isOwn(object: ApiObject): boolean {
  return own.has(object);
}

/**
 * The objects of a construct, there from the moment it is declared so that labels, patches and loops over the tree find them; their
 * content comes when cdk8s renders them and the graph is complete.
 */
export function createObjects(scope: Construct, slots: readonly Slot[], index: () => ModelIndex): ApiObject[] {
  const { delivery } = Registry.of(scope).mesh;
  return slots.map((emitted) => {
    const slot = { ...emitted, metadata: delivered(emitted, delivery) };
    const keys = BODY_KEYS[slot.kind] ?? SPEC;
    const body = bodyOf(slot, keys, index);
    const object = new PlainObject(scope, slot.id, props(slot, keys, body), body);
    own.add(object);
    // cdk8s gives the chart's namespace to every object, those that lie in none too.
    if (slot.metadata.namespace === undefined && object.metadata.namespace !== undefined) object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    return object;
  });
}

function props(slot: Slot, keys: readonly string[], body: ReturnType<typeof bodyOf>): ApiObjectProps {
  return {
    apiVersion: slot.apiVersion,
    kind: slot.kind,
    metadata: {
      name: slot.metadata.name,
      namespace: slot.metadata.namespace,
      labels: { ...slot.metadata.labels },
      annotations: { ...slot.metadata.annotations },
    },
    ...Object.fromEntries(keys.map((key) => [key, Lazy.any({ produce: () => body()[key] })])),
  };
}

/** Made anew each time: an object is rendered once in a synth, and what thousands were rendered from would be kept for nobody. */
function bodyOf(slot: Slot, keys: readonly string[], index: () => ModelIndex): () => Readonly<Record<string, unknown>> {
  return () => {
    const body = slot.body(index()) as Readonly<Record<string, unknown>>;
    const lost = Object.keys(body).filter((key) => !keys.includes(key));
    // A key without a place would be dropped in silence, and with it a restriction.
    if (lost.length > 0) throw new Error(`${slot.kind} \`${slot.metadata.name}\` has no place for \`${lost.join('`, `')}\``);
    return body;
  };
}
