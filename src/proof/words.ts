import { ruleRef } from '../eval/refs';
import type { RuleRef } from '../eval/types';
import { identityOf, standingArguments } from './assumed/unread';
import { changeable } from './for-nobody';
import type { Round } from './examine';
import type { Gap } from './gap';
import { placeText } from './mentions';
import { nameOfPolicy } from './opened/aside';
import { isExcusable } from './opened/excused';
import { isWrittenByUs } from './stages';
import type { Because, Refutation } from './types';

const LIMIT = 200;
/** Of pods that have moved, or not yet: what fails for these is no other case of what fails for those. */
const STATE = /\((still|already) [^)]+\)/;

/**
 * Differences with one cause are one finding: the first stands for all, and says how many there are. `oldest`: they appear once these
 * objects are older than their rivals; `passedOver`: they do where istiod does not read these.
 */
export function refutationsOf(gaps: readonly Gap[], { oldest = [], passedOver = [] }: Omit<Round, 'gaps'> = {}): readonly Refutation[] {
  const age = oldest.length === 0 ? '' : `; so it is if the oldest is ${some(oldest.map((source) => ruleRef(source).object))}, and manifests do not show age`;
  const revision = passedOver.length === 0 ? '' : `; so it is where istiod is of another revision than \`istio.io/rev\` names on ${refs(passedOver.map((source) => ruleRef(source)))}, and passes that over`;
  const also = passedOver.length === 0 ? '' : `, or take the label \`istio.io/rev\` off ${some(passedOver.map((source) => ruleRef(source).object))}`;
  const groups = new Map<string, Gap[]>();
  for (const gap of gaps) {
    const states = [STATE.exec(gap.caller)?.[0], STATE.exec(gap.callee)?.[0]];
    const key = JSON.stringify([gap.statement, gap.observed, gap.layer, gap.service.id, gap.edge?.id, refs(gap.because), gap.undecided, ...states]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [gap]);
    else group.push(gap);
  }
  const sorted = [...groups.values()].sort(([a], [b]) => RANK[a.statement] - RANK[b.statement]);
  const all = sorted.map((group) => refutation(group[0], group.length - 1, `${age}${revision}`, also));
  if (all.length <= LIMIT) return all;
  const last = all[LIMIT - 1];
  return [...all.slice(0, LIMIT - 1), { ...last, text: `${last.text}; ${all.length - LIMIT} more refutations are not listed` }];
}

/** What is open comes before what is one layer away from it, and before what does not work. */
const RANK = { 'exactly-declared': 0, 'layer-least-privilege': 1, 'nothing-opened': 2, 'declared-works': 3, 'nothing-closed': 4, recorded: 5, counted: 6 } as const;

function refutation(gap: Gap, more: number, where: string, also: string): Refutation {
  const { statement, layer, caller, callee, port, request, edge, service } = gap;
  const text = `${gap.observed === true ? 'once what is only observed is enforced, ' : ''}${sentence(gap)}${more === 0 ? '' : ` (and ${more} more like it)`}${where}`;
  return {
    statement,
    ...(layer === undefined ? {} : { layer }),
    text,
    ...(gap.undecided ? { undecided: true } : {}),
    caller,
    callee,
    ...(port === undefined ? {} : { port }),
    ...(request === undefined ? {} : { request }),
    because: distinct(gap.because),
    construct: edge?.constructs[0] ?? service.construct,
    repair: `${gap.repair ?? repair(gap)}${also}`,
  };
}

function sentence(gap: Gap): string {
  const { statement, layer, caller, undecided, service } = gap;
  const what = call(gap);
  const why = gap.because.length === 0 ? '' : `: ${refs(gap.because)}`;
  if (gap.readAs !== undefined) return `${misread(gap, gap.readAs)}${why}`;
  switch (statement) {
    case 'exactly-declared': return undecided
      ? `that ${caller} may not ${what}, which nothing declares, cannot be decided${why}`
      : `${caller} may ${what}, which nothing declares${why}`;
    case 'layer-least-privilege': return undecided
      ? `that ${layer} keeps ${caller} from what nothing declares, to ${what}, cannot be decided${why}`
      : `${layer} lets ${caller} ${what}, which nothing declares${why}`;
    case 'nothing-opened': return `stage ${service.stage} opens ${layer} to ${caller}, to ${what}, which ${undecided ? 'perhaps ' : ''}is closed so far${why}`;
    case 'nothing-closed': return `stage ${service.stage} does not enforce ${layer}, which ${undecided ? 'perhaps ' : ''}keeps ${caller} from what is open so far: to ${what}${why}`;
    case 'recorded': return `${undecided ? 'perhaps not everything' : 'not everything'} that ${caller} sends and gets is in the access log of provider \`${gap.callee}\`${why}`;
    case 'counted': return `${undecided ? 'it is not certain that ' : ''}Prometheus gets ${undecided ? '' : 'no '}${gap.callee} of ${caller}, by which stage ${gap.service.stage ?? 'of its namespace'} is left${why}`;
    case 'declared-works': return undecided
      ? `that ${layer ?? 'the network'} lets ${caller} ${what}, as declared, cannot be decided${why}`
      : `${layer ?? 'the network'} keeps ${caller} from what is declared: to ${what}${why}`;
  }
}

/** What it means while nobody is refused. */
function misread({ callee, port, service: { stage, ports } }: Gap, readAs: NonNullable<Gap['readAs']>): string {
  const declared = ports.find((p) => p.targetPort === port)?.protocol;
  const what = `stage ${stage} refuses nobody at ${placeText(callee, port)}, declared as \`${declared}\`, which its proxy reads as ${readAs === 'http' ? 'HTTP' : 'bytes'}`;
  return `${what}, so that ${readAs === 'http' ? 'other bytes are refused already' : 'requests are not recorded as such'}`;
}

/** `call DELETE /admin/x on shop/catalog:3550`, `connect to shop/redis:6379`. */
function call({ request, callee, port, protocol }: Gap): string {
  const place = `${placeText(callee, port)}${protocol === 'TCP' ? '' : ` (${protocol})`}`;
  return request === undefined || request.startsWith('bytes') ? `connect to ${place}` : `call ${request} on ${place}`;
}

function distinct(because: readonly RuleRef[]): readonly RuleRef[] {
  return [...new Map(because.map((r) => [`${r.object} ${r.path}`, r])).values()];
}

const SHOWN = 4;

function refs(because: readonly RuleRef[]): string {
  return some(distinct(because).map((r) => `${r.object}${r.path === '' ? '' : ` ${r.path}`}${originText(r)}`));
}

function some(texts: readonly string[]): string {
  return texts.length <= SHOWN ? texts.join(', ') : `${texts.slice(0, SHOWN).join(', ')} and ${texts.length - SHOWN} more`;
}

/** Where somebody can change it. */
export function originText({ source: { origin: { construct, file, line } } }: Because): string {
  const place = file === undefined ? [] : [line === undefined ? file : `${file}:${line}`];
  const places = [...place, ...(construct === undefined ? [] : [`construct ${construct}`])];
  return places.length === 0 ? '' : ` (${places.join(', ')})`;
}

function repair(gap: Gap): string {
  const { statement, layer, because, service } = gap;
  const named = (refs: readonly RuleRef[]): string => [...new Set(refs.map((r) => r.object))].slice(0, SHOWN).join(', ');
  const objects = named(because);
  if (statement === 'recorded') return objects === '' ? 'apply the Telemetry that its namespace emits' : `let ${objects} name it, without \`disabled\` and \`filter\`, or remove it`;
  if (statement === 'counted') {
    return objects === ''
      ? 'name `prometheus` in `defaultProviders.metrics` of MeshConfig, or in a Telemetry of the root namespace'
      : `let ${objects} keep the metric, its tags and a provider of Prometheus until the rollout is over, or remove it`;
  }
  if (statement === 'nothing-closed') return `remove ${objects}, or let it admit everybody as it is emitted`;
  if (statement === 'declared-works') {
    if (objects === '' && layer === 'mtls') return `let the caller's proxy send it by mTLS (annotations \`traffic.sidecar.istio.io/*\` and the label \`security.istio.io/tlsMode\` of pods say otherwise), or take the declaration back`;
    return objects === '' ? `add what lets the call through, or take the declaration back` : `let ${named(changeable(because))} admit it, or take the declaration back`;
  }
  if (objects === '') return `nothing decides at \`${service.id}\` for ${layer ?? 'any layer'}: apply the objects that its namespace and service emit, and let its pods be injected, with all ports captured (annotations \`traffic.sidecar.istio.io/*\`); of a namespace of others give \`MeshNamespace.fromName\` the owner's \`contract\``;
  const theirs = isExcusable(gap) ? because.find(({ source }) => nameOfPolicy(source) !== undefined && !isWrittenByUs(source)) : undefined;
  if (theirs === undefined) return `narrow or remove ${objects}, or declare the access`;
  return `narrow or remove ${objects}, declare the access, or stand by it: \`mesh.acknowledgeObject(${standingArguments(identityOf(theirs.source))})\``;
}
