import type { KnownObject } from '../../manifest/kinds';
import type { ManifestObject } from '../../manifest/manifests';
import { namespaceOfObject } from '../cluster/policies';
import { EVERYTHING, NOTHING } from '../request-set';
import type { Answer, Caller, Layer, LayerDecision, LayerSet, Request, RuleRef } from '../types';

/** One layer at one destination. */
export interface LayerAt {
  readonly layer: Layer;
  decide(caller: Caller, request: Request): LayerDecision;
  explore(caller: Caller): LayerSet;
}

/** What a layer says that does not look into requests. */
export type Verdict = Omit<LayerDecision, 'layer'>;

export function verdict(answer: Answer, text: string, because: readonly RuleRef[] = [], nearestMiss?: Verdict['nearestMiss']): Verdict {
  return nearestMiss === undefined ? { answer, text, because } : { answer, text, because, nearestMiss };
}

/** A layer that decides about connections: all requests or none. */
export function connectionLayer(layer: Layer, decide: (caller: Caller) => Verdict): LayerAt {
  return {
    layer,
    decide: (caller) => ({ layer, ...decide(caller) }),
    explore: (caller) => {
      const { answer, because } = decide(caller);
      return { layer, ...setsOf(answer), because };
    },
  };
}

export function setsOf(answer: Answer): Pick<LayerSet, 'allow' | 'maybe'> {
  return { allow: answer === 'allow' ? EVERYTHING : NOTHING, maybe: answer === 'undetermined' ? EVERYTHING : NOTHING };
}

/** `AuthorizationPolicy shop/catalog` and a key path in it; empty: the object as a whole. */
export function ruleRef(source: ManifestObject<KnownObject>, path = ''): RuleRef {
  return { object: `${source.object.kind} ${namespaceOfObject(source)}/${source.object.metadata.name}`, path, source };
}

export function refText(ref: RuleRef): string {
  return ref.path === '' ? ref.object : `${ref.object} ${ref.path}`;
}

export function refsText(refs: readonly RuleRef[]): string {
  return refs.map(refText).join(', ');
}
