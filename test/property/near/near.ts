import * as fc from 'fast-check';
import { type JsonObject, mutants } from '../../mutation/mutate';

/** What is drawn about one policy beside those that are emitted. */
export interface Drawn {
  /** Of which it is a copy, and in which namespace; numbers are taken modulo what there is. */
  readonly of: number;
  readonly namespace: number;
  /** Steps away from it. */
  readonly steps: readonly number[];
  /** Whose pods it is for instead, and whose rules it has instead. */
  readonly selector: number | undefined;
  readonly rules: number | undefined;
  /** Before all others, or after. */
  readonly oldest: boolean;
  /** It stands in the place of the one it is a copy of. */
  readonly instead: boolean;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  of: fc.nat(), namespace: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(3)), steps: fc.array(fc.nat(), { maxLength: 3 }),
  selector: fc.option(fc.nat(), { nil: undefined, freq: 1 }), rules: fc.option(fc.nat(), { nil: undefined, freq: 1 }),
  oldest: fc.boolean(), instead: fc.nat(3).map((n) => n === 0),
});

/** One or two together: what one opens the other may not. */
export const additions: fc.Arbitrary<readonly Drawn[]> = fc.array(drawn, { minLength: 1, maxLength: 2 });

const KINDS = ['AuthorizationPolicy', 'NetworkPolicy', 'PeerAuthentication', 'Service', 'Sidecar'];
const ROOT = 'istio-system';

/** The objects with what was drawn. */
export function beside(objects: readonly JsonObject[], all: readonly Drawn[]): readonly JsonObject[] {
  return all.reduce<readonly JsonObject[]>((list, one, i) => added(objects, list, one, i), objects);
}

function added(emitted: readonly JsonObject[], list: readonly JsonObject[], draw: Drawn, i: number): readonly JsonObject[] {
  const { of, namespace, steps, selector, rules, oldest, instead } = draw;
  const policies = emitted.filter((o) => KINDS.includes(String(o.kind)));
  const original = policies[of % policies.length];
  const same = policies.filter((o) => o.kind === original.kind);
  const pick = (n: number): JsonObject => same[n % same.length].spec as JsonObject;
  const spec: JsonObject = {
    ...original.spec as JsonObject,
    ...(selector === undefined ? {} : part(pick(selector), ['selector', 'podSelector', 'workloadSelector', 'targetRefs'])),
    ...(rules === undefined ? {} : part(pick(rules), ['rules', 'ingress', 'egress', 'mtls', 'ports'])),
  };
  const places = [String(metadataOf(original).namespace), ROOT, ...new Set(policies.map((o) => String(metadataOf(o).namespace)))];
  const metadata = { ...metadataOf(original), name: `drawn-${i}`, namespace: places[namespace % places.length] };
  const copy = steps.reduce<JsonObject>(stepped, { ...original, metadata, spec });
  const kept = instead ? list.filter((o) => o !== original) : list;
  return oldest ? [copy, ...kept] : [...kept, copy];
}

/** What drops it is none. */
function stepped(object: JsonObject, n: number): JsonObject {
  const changes = mutants([object]).flatMap(({ value }): readonly JsonObject[] => (value === undefined ? [] : [value]));
  return changes.length === 0 ? object : changes[n % changes.length];
}

function metadataOf(object: JsonObject): JsonObject {
  return object.metadata as JsonObject;
}

function part(spec: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(spec).filter(([key]) => keys.includes(key))) as JsonObject;
}
