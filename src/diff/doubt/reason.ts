import { isOfAge } from '../../eval/age/any-age';
import { refText } from '../../eval/refs';
import { type Decision, type Layer, type LayerDecision, LAYERS, type LayerSet, type RuleRef } from '../../eval/types';
import type { Asked } from './asked';
import { authorizationClauses } from './authorization';
import { clausesText } from './clauses';
import { contentsOf } from './contents';
import { networkClauses } from './network';

/** Why a layer does not decide. */
export interface Reason {
  readonly layer: Layer;
  /** Equal keys, equal questions: the kind of doubt, and what would have to be known. */
  readonly key: string;
  /** For people. */
  readonly text: string;
}

/** Of one request. `doubtful`: layers that do not decide about all requests like this one, although they may about this one. */
export function reasonsOf(asked: Asked, { layers }: Decision, doubtful: readonly LayerSet[]): readonly Reason[] {
  return LAYERS.flatMap((layer): readonly Reason[] => {
    const [decided, set] = [layers.find((l) => l.layer === layer), doubtful.find((l) => l.layer === layer)];
    if (set === undefined && decided?.answer !== 'undetermined') return [];
    const isOpen = decided?.answer === 'undetermined';
    const text = isOpen ? `undetermined by ${layer}: ${decided.text}` : `${layer} does not decide all such requests alike (one: ${decided?.text ?? 'not asked about'})`;
    return [{ layer, key: keyOf(asked, layer, decided, set), text }];
  });
}

function keyOf(asked: Asked, layer: Layer, decided: LayerDecision | undefined, set: LayerSet | undefined): string {
  const { answer = 'allow', text = '', because = [] } = decided ?? {};
  const all = [...new Map([...because, ...set?.because ?? []].map((ref) => [refText(ref), ref])).values()];
  const ofKind = (kind: string): readonly RuleRef[] => all.filter(({ source }) => source.object.kind === kind);
  // Of rivals it is said what each comes to; what else stands in them is about others.
  const others = decided === undefined || isOfAge(decided) ? [] : because.filter(({ source }) => !KNOWN.includes(source.object.kind));
  return [
    layer,
    answer === 'undetermined' ? withoutNames(text) : answer,
    clausesText(ofKind('NetworkPolicy').flatMap((ref) => networkClauses(asked, layer, ref))),
    clausesText(ofKind('AuthorizationPolicy').flatMap((ref) => authorizationClauses(asked, layer, ref))),
    ...[...new Set(others.flatMap((ref) => asked.contents?.(ref) ?? contentsOf(ref)))].sort(),
  ].join('\n');
}

const KNOWN: readonly string[] = ['NetworkPolicy', 'AuthorizationPolicy'];

/** `NetworkPolicy shop/a spec.ingress[0], NetworkPolicy shop/b` and `NetworkPolicy shop/c` are the same kind of doubt, whichever is named first. */
export function withoutNames(text: string): string {
  return text
    .replace(/\b([A-Z][A-Za-z]+) [\w.-]+\/[\w.:-]+(?: spec[\w.[\]]*)?/g, '$1')
    .replace(/\b([A-Z][A-Za-z]+)(?:(?:,| or|, and) \1\b)+/g, '$1')
    .split(/\s*[;()]\s*/).sort().join('; ');
}
