import type { Because, Counts, ExternalChange, LayerChange, MtlsChange, StepReport } from '../../diff';
import { placeText } from '../../report';

const VERBS: Readonly<Record<string, string>> = {
  'deny allow': 'may now',
  'deny undetermined': 'may now, perhaps',
  'undetermined allow': 'may now for certain',
  'allow deny': 'may no longer',
  'allow undetermined': 'may no longer, perhaps',
  'undetermined deny': 'may no longer for certain',
};

/** `shop/frontend may now: DELETE /admin/x`. */
export function stepText(caller: string, { from, to, requests }: Pick<StepReport, 'from' | 'to' | 'requests'>): string {
  return `${caller} ${verb({ from, to })}: ${requests}`;
}

export function verb({ from, to }: Pick<StepReport, 'from' | 'to'>): string {
  return VERBS[`${from} ${to}`];
}

/** Of everything no example is needed. */
export function isSaid({ requests, witness }: Pick<StepReport, 'requests' | 'witness'>): boolean {
  return requests === 'everything' || witness.text === requests;
}

/** `authorization-allow: allowed by AuthorizationPolicy shop/catalog spec.rules[0] (after/catalog.yaml:12)`. */
export function becauseText({ layer, text, rules }: Because): string {
  const places = [...new Set(rules.flatMap((rule) => placeText(rule) ?? []))];
  return `${layer}: ${text}${places.length === 0 ? '' : ` (${places.join(', ')})`}`;
}

/** `mutual TLS: STRICT before, PERMISSIVE now`. */
export function mtlsText({ before, after }: MtlsChange): string {
  return `mutual TLS: ${before} before, ${after} now`;
}

export function layerText(change: LayerChange): string {
  return `${layerVerb(change)} ${change.caller}: ${change.requests}`;
}

/** `egress-policy no longer stops`. */
export function layerVerb({ layer, effect }: Pick<ExternalChange, 'layer' | 'effect'>): string {
  return `${layer} ${effect === 'broadening' ? 'no longer stops' : 'stops'}`;
}

export function summary({ broadening, narrowing, other }: Counts): string {
  const parts = [
    ...(broadening > 0 ? [`${broadening} broadening`] : []),
    ...(narrowing > 0 ? [`${narrowing} narrowing`] : []),
    ...(other > 0 ? [`${other} without a change of access as a whole`] : []),
  ];
  return parts.length === 0 ? 'no access change' : parts.join(', ');
}

/** `shop/cart may now`; what is meant follows. */
export function beyondHead(change: Pick<ExternalChange, 'callers' | 'from' | 'to' | 'layer' | 'effect'>): string {
  const who = change.callers.join(', ');
  if (change.effect === undefined) return who;
  return change.layer === undefined ? `${who} ${verb(change)}` : `${layerVerb(change)} ${who}`;
}

/** `may now: api.example:443`, where the callers stand beside it. */
export function beyondWithoutCallers(change: Pick<ExternalChange, 'from' | 'to' | 'layer' | 'effect' | 'text'>, targets: string): string {
  if (change.effect === undefined) return `${targets}${whyText(change)}`;
  return `${change.layer === undefined ? verb(change) : layerVerb(change)}: ${targets}`;
}

/** Behind what nobody can say. */
export function whyText({ text }: Pick<ExternalChange, 'text'>): string {
  return text === undefined ? ' is another question than before' : `: ${text}`;
}
