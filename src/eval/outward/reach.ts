import { rivalsOf } from '../age/rivals';
import { worldsOfAnyAge } from '../age/worlds';
import { decisionOf } from '../layers/combined';
import { type ExternalTarget, leave } from '../leave';
import { prepare } from '../prepare';
import { refsText } from '../refs';
import { isEmpty, type RequestSet } from '../request-set';
import type { Answer, Caller, Decision, Destination, LayerDecision, LayerSet, Request, RuleRef } from '../types';
import type { World } from '../world';
import { planeOf } from '../ztunnel/hbone';
import { isNamed, kindOf } from './entries';
import { type Lead, leadsOf, unique } from './leads';
import { isNobodyKnown } from './way-out';

/** One of those that may answer a host's name, and what everybody on the way there says. */
export interface Reached {
  readonly destination: Destination;
  readonly decision: Decision;
}

/** Everything that may answer. They must agree: which of them it is nobody can say beforehand. */
export function reach(world: World, caller: Caller, target: ExternalTarget, request: Request): readonly Reached[] {
  return along(world, caller, target, (destination, { protocol }) => prepare(world, destination).decide(caller, protocol === 'tls' ? {} : request));
}

/** The same for any request at all: `allow` is at least one, `deny` none whatever. */
export function reachAtAll(world: World, caller: Caller, target: ExternalTarget): readonly Reached[] {
  return along(world, caller, target, (destination, { protocol }) => anyRequest(prepare(world, destination).explore(caller), protocol));
}

/**
 * From a gateway, which has no cluster for what no ServiceEntry registers, and answers by itself; who knows what other manifests have.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/route/route.go (`GetDestinationCluster`)
 */
export function asForwarded(all: readonly Reached[], { host, port }: Pick<ExternalTarget, 'host' | 'port'>): readonly Reached[] {
  return all.map((reached) => {
    const { destination, decision } = reached;
    if (destination.entry !== undefined) return reached;
    const text = `no ServiceEntry of the manifests has \`${host ?? 'it'}\` at port ${port}, without which a gateway sends nothing there`;
    const layers = decision.layers.map((l): LayerDecision => (l.layer === 'egress-scope' && l.answer === 'allow' ? { ...l, answer: 'undetermined', text } : l));
    return { destination, decision: decisionOf(layers, layers[layers.length - 1].layer) };
  });
}

/** As one: what they do not agree about is not decided. */
export function agreed(all: readonly Reached[]): Decision {
  const [{ decision: first }] = all;
  if (all.every(({ decision }) => decision.answer === first.answer)) return first;
  // Layer by layer those that do not agree decide nothing.
  const layers = [...new Set(all.flatMap(({ decision }) => decision.layers.map((l) => l.layer)))];
  return decisionOf(layers.map((layer) => eitherOf(all.map(({ decision }) => decision.layers.find((l) => l.layer === layer)), layer)), 'egress-policy');
}

function along(
  world: World, caller: Caller, target: ExternalTarget, decide: (destination: Destination, entry: NonNullable<Destination['entry']>) => Decision,
): readonly Reached[] {
  const rivals = world.orderIsAge ? [] : rivalsOf(world, caller);
  const worlds = rivals.length === 0 ? [world] : worldsOfAnyAge(world, rivals) ?? [world];
  const leads = unique(worlds.flatMap((w) => leadsOf(w, caller, target)));
  if (world.ambient && planeOf(world, caller) !== 'sidecar' && planeOf(world, caller) !== 'gateway') {
    return [{ destination: destinationOf(leads[0]), decision: doubting(leave(world, caller, target), leads) }];
  }
  return leads.map((lead) => {
    const destination = destinationOf(lead);
    const { entry } = lead;
    const isOwnSide = entry === undefined || isNobodyKnown(lead.end);
    return { destination, decision: isOwnSide ? leave(world, caller, target, [lead]) : decide(destination, entry) };
  });
}

function destinationOf({ end, port, entry }: Lead): Destination {
  return { workload: end, port, protocol: 'TCP', ...(entry === undefined ? {} : { entry }) };
}

/** Of the callee nothing was asked on the way out. */
function doubting(decision: Decision, leads: readonly Lead[]): Decision {
  const doubtful = leads.flatMap(({ end: { doubt } }) => (doubt === undefined ? [] : [doubt]));
  if (doubtful.length === 0) return decision;
  const [{ text }] = doubtful;
  return decisionOf([...decision.layers, { layer: 'ingress-policy', answer: 'undetermined', text, because: doubtful.map((d) => d.ref) }], 'egress-policy');
}

type Sets = Pick<LayerSet, 'allow' | 'maybe'>;

/** What shows its host in requests is nothing but requests. */
function anyRequest({ layers, allow, maybe }: { readonly layers: readonly LayerSet[] } & Sets, protocol: ExternalTarget['protocol']): Decision {
  const answerOf = (sets: Sets): Answer => (hasSome(sets.allow, protocol) ? 'allow' : hasSome(sets.maybe, protocol) ? 'undetermined' : 'deny');
  const all = layers.map((l): LayerDecision => {
    const answer = answerOf(l);
    // Of ten thousand workloads nobody reads the words.
    return {
      layer: l.layer,
      answer,
      get text() {
        return anyRequestText(answer, l.because);
      },
      because: l.because,
    };
  });
  const answer = answerOf({ allow, maybe });
  const decision = decisionOf(all, 'egress-policy');
  // What one layer lets through another may not.
  return decision.answer === answer ? decision : { ...decision, answer, text: `${answer}: what one layer lets through another does not` };
}

function anyRequestText(answer: Answer, because: readonly RuleRef[]): string {
  const rules = refsText(because);
  switch (answer) {
    case 'allow': return rules === '' ? 'some request passes' : `some request passes, by ${rules}`;
    case 'deny': return rules === '' ? 'no request passes' : `no request passes ${rules}`;
    case 'undetermined': return rules === '' ? 'whether any request passes is not decided' : `whether any request passes ${rules} is not decided`;
  }
}

function hasSome(set: RequestSet, protocol: ExternalTarget['protocol']): boolean {
  if (isEmpty(set)) return false;
  return protocol !== 'http' || set.boxes.some(({ kind }) => kind === 'http');
}

function eitherOf(found: readonly (LayerDecision | undefined)[], layer: LayerDecision['layer']): LayerDecision {
  const asked = found.flatMap((l) => l ?? []);
  const answers = new Set(found.map((l) => l?.answer ?? 'allow'));
  if (answers.size === 1) return asked[0];
  const text = `it depends on where it leads (${[...new Set(asked.map((l) => `${l.answer}: ${l.text}`))].join('; ')})`;
  return { layer, answer: 'undetermined', text, because: [...new Set(asked.flatMap((l) => l.because))] };
}

/** How a host shows at a port: as the ServiceEntries say that name it, else as what is sent does. */
export function shownAs(world: World, target: Pick<ExternalTarget, 'host' | 'port'>, request: Request): readonly ExternalTarget['protocol'][] {
  const sent = request.http === undefined ? 'tls' as const : 'http' as const;
  const said = world.policies.serviceEntries.filter((entry) => isNamed(entry, target)).flatMap(({ object: { spec } }) => (
    (spec.ports ?? []).filter((p) => p.number === target.port).map(kindOf)));
  return said.length === 0 ? [sent] : [...new Set(said)];
}
