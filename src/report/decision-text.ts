import type { PairDecision, QuestionAnswer } from '../eval/ask/answer';
import { questionText } from '../eval/ask/question';
import { escapeRegExp } from '../eval/matcher/string';
import type { LayerDecision } from '../eval/types';
import type { Because } from '../proof/types';
import { alignColumns } from './columns';

/** The verdict and the question, then one line per layer with its reason, then what came closest to another answer. */
export function answerText(answer: QuestionAnswer, withRules = false): string {
  return [`${answer.answer}: ${questionText(answer.question)}`, ...explanation(answer, withRules)].join('\n');
}

/** What answered, indented. Where the layers say it all, the summary of them is left out. */
export function explanation(answer: QuestionAnswer, withRules = false): readonly string[] {
  const shown = answer.decisions.some(({ decision }) => decision.text === answer.text && decision.layers.length > 0);
  return [...(shown ? [] : [`  ${answer.text}`]), ...hint(answer), ...layers(answer, withRules)];
}

/** The commonest surprises: a question about raw TCP at a port that only takes HTTP, and a name where NetworkPolicy sees addresses. */
function hint({ question, decisions, answer }: QuestionAnswer): readonly string[] {
  const refused = decisions.some(({ decision }) => decision.layers.some(({ layer, answer }) => layer === 'capture' && answer === 'deny'));
  if (question.request === undefined && refused) return ['  the port carries HTTP: ask about a request, with method and path'];
  const { to } = question;
  return to.kind === 'host' && to.ip === undefined && answer === 'undetermined' && isAboutAddress(decisions)
    ? [`  if the address is known that the name leads to, ask about it: ${to.host}@<address>:${to.port}`]
    : [];
}

function isAboutAddress(decisions: QuestionAnswer['decisions']): boolean {
  const layers = decisions.flatMap(({ decision }) => decision.layers);
  return layers.some(({ layer, answer }) => (layer === 'egress-policy' || layer === 'waypoint-egress') && answer === 'undetermined');
}

/** Once where all pairs agree for the same reasons, else per pair; of pods that differ by name alone the name is in the head. */
function layers({ decisions }: QuestionAnswer, withRules: boolean): readonly string[] {
  const groups = new Map<string, { readonly pairs: PairDecision[]; readonly texts: Set<string>; readonly text: string }>();
  for (const pair of decisions) {
    const exact = layerLines(pair, withRules).join('\n');
    const text = nameless(exact, pair);
    const { pairs, texts } = groups.get(text) ?? { pairs: [], texts: new Set() };
    groups.set(text, { pairs: [...pairs, pair], texts: texts.add(exact), text });
  }
  const [first, ...others] = [...groups.values()].map(({ pairs, texts, text }) => ({ pairs, texts, text: texts.size === 1 ? [...texts][0] : text }));
  if (first === undefined) return [];
  if (others.length === 0 && first.texts.size === 1) return first.text === '' ? [] : [first.text];
  return [first, ...others].flatMap(({ pairs, text }) => [...pairs.map((pair) => `  ${pairText(pair)}: ${pair.decision.answer}`), text]);
}

function nameless(text: string, { destination: { workload: { id } } }: PairDecision): string {
  return text.replaceAll(new RegExp(`(?<![\\w./-])${escapeRegExp(id)}(?![\\w./-])`, 'g'), 'each');
}

/** `shop/frontend -> shop/catalog:3550`, with the port of the pod. */
export function pairText({ caller, via, destination }: PairDecision): string {
  return `${caller.name} -> ${via === undefined ? '' : `${via.workload.id}:${via.port} -> `}${destination.workload.id}:${destination.port}`;
}

function layerLines({ decision }: PairDecision, withRules: boolean): readonly string[] {
  const lines = alignColumns(decision.layers.map((layer) => [layer.layer, layer.answer, layer.text])).map((line) => `    ${line}`);
  return [
    ...lines.flatMap((line, i) => (withRules ? [line, ...decision.layers[i].because.map((rule) => `        ${ruleText(rule)}`)] : [line])),
    ...decision.layers.flatMap(nearestMissLine),
  ];
}

function nearestMissLine({ layer, nearestMiss }: LayerDecision): readonly string[] {
  if (nearestMiss === undefined) return [];
  const place = placeText(nearestMiss.rule);
  return [`    nearest miss at ${layer}: ${nearestMiss.text}${place === undefined ? '' : ` (${place})`}`];
}

/** `AuthorizationPolicy shop/catalog spec.rules[0] (dist/shop.k8s.yaml:12)`. */
export function ruleText(rule: Because): string {
  const place = placeText(rule);
  return [rule.object, ...(rule.path === '' ? [] : [rule.path]), ...(place === undefined ? [] : [`(${place})`])].join(' ');
}

/** `dist/shop.k8s.yaml:12`, or the construct that made the object. */
export function placeText({ source, path }: Because): string | undefined {
  const { file, line, construct } = source.origin;
  if (file === undefined) return construct;
  const at = source.lineOf?.(path) ?? line;
  return at === undefined ? file : `${file}:${at}`;
}
