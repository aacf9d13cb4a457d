import { callerOf, type Caller, type Decision, type Prepared, prepare, type World } from '../eval';
import { beforeChanges } from '../eval/gateway/before-changes';
import { changed } from '../eval/gateway/changes';
import type { Choice } from '../eval/gateway/choices';
import { policiesAt } from '../eval/gateway/hop';
import { asSent } from '../eval/gateway/through';
import { layersBefore, leadsThere, mayTakeTokens } from '../eval/gateway/ways';
import { asForwarded, reach, reachAtAll, shownAs } from '../eval/outward/reach';
import { ruleRef } from '../eval/refs';
import { ANY_HTTP, type RequestSet } from '../eval/request-set';
import type { Layer, LayerSet, Request, RuleRef } from '../eval/types';
import { answersByAge } from './doubt/ages';
import type { Asked } from './doubt/asked';
import { cutsOf, takenByRules } from './doubt/cells';
import { contentsOf, sayingText, tlsOf } from './doubt/contents';
import { type Inquiry, meets } from './doubt/difference';
import { type Reason, reasonsOf } from './doubt/reason';
import { decideLead, type Lead } from './leads';
import { sayingOf } from './undecided';

/** Somebody who asks for something through a gateway, which asks for it in turn. */
export function wayInquiry(world: World, lead: Lead, client: Caller): Inquiry {
  const { lane } = lead;
  const there = lane.choices.filter(({ act }) => act.kind !== 'ends' && act.backends.some((backend) => leadsThere(world, lead, backend)));
  const asking: Caller = { ...callerOf(world, lane.pod), ...(client.ip === undefined ? { forwards: true } : {}) };
  const behind = lane.absent === undefined ? preparedBehind(world, lead, asking) : [];
  const before = lane.absent === undefined ? layersBefore(world, lane, client) : [];
  return {
    saying: (request) => JSON.stringify([
      lane.absent, decideLead(world, lead, client, request).map(textOf),
      lane.listening.verdict.because.map(sayingText), lane.choices.map(({ ref }) => sayingText(ref)),
      policiesOf(world, lead).map((p) => sayingText(ruleRef(p))),
      sayingOf(before), behind.map((prepared) => sayingOf(prepared.explore(asking).layers)),
    ]),
    cuts: () => [
      ...lane.choices.flatMap(({ must, may }) => [must, may]), ...before.flatMap(({ allow, maybe }) => [allow, maybe]),
      ...(lane.absent === undefined ? takenByRules(atGateway(world, lead, client), policiesOf(world, lead)) : []),
      ...behind.flatMap((prepared) => sentAs(world, lead, there, cutsOf({ world, prepared, caller: asking }, prepared.explore(asking)))),
    ],
    reasons: (request, among) => {
      const taken = there.filter(({ may }) => meets(may, among));
      return [
        ...reasonsBefore(world, lead, client, request, taken),
        ...taken.flatMap((choice) => (lane.absent === undefined ? reasonsBehind(world, lead, asking, sentBy(lead, choice, request, client)) : [])),
      ];
    },
    ages: (request) => new Map(behind.flatMap((prepared) => (
      [...answersByAge({ world, prepared, caller: asking, request }, (other) => other.decide(asking, request).answer)]))),
  };
}

function textOf({ layers }: Decision): unknown {
  return layers.map(({ layer, answer, text }) => [layer, answer, answer === 'undetermined' ? text : '']);
}

function policiesOf(world: World, { lane: { pod, at, listening, absent } }: Lead): ReturnType<typeof policiesAt>['site']['authorization'] {
  return absent === undefined ? policiesAt(world, pod, at, listening).site.authorization : [];
}

function atGateway(world: World, { lane: { pod, at, listening, isHttp } }: Lead, caller: Caller): Omit<Asked, 'request'> {
  const asksCertificate = listening.listeners.some((l) => l.asksCertificate);
  return { world, prepared: { destination: { workload: pod, port: at, protocol: 'TCP' } }, caller, gateway: { isHttp, asksCertificate } };
}

/** Each that may answer behind the gateway. */
function preparedBehind(world: World, lead: Lead, asking: Caller): readonly Prepared[] {
  if ('service' in lead) return lead.destinations.map((destination) => prepare(world, destination));
  const { host, port, lane } = lead;
  return shownAs(world, lead, lane.isHttp ? { http: { method: 'GET', path: '/', host, headers: {} } } : {})
    .flatMap((protocol) => reachAtAll(world, asking, { host, port, protocol }).map(({ destination }) => prepare(world, destination)));
}

/** As clients send what a rule makes into one of these. */
function sentAs(world: World, { lane }: Lead, choices: readonly Choice[], cuts: readonly RequestSet[]): readonly RequestSet[] {
  if (!lane.isHttp) return cuts;
  const changes = choices.flatMap(({ act }) => (act.kind === 'send' ? [act.changes] : []));
  return changes.flatMap((change) => cuts.flatMap((cut) => {
    const { must, may } = beforeChanges(cut, change, world.settings.pathNormalization, mayTakeTokens(world, lane));
    return [must, may];
  }));
}

function sentBy({ lane }: Lead, { act }: Choice, request: Request, client: Caller): Request {
  const passes = lane.listening.listeners.some((l) => l.tls === 'passes');
  if (passes || request.http === undefined) return {};
  return asSent({ http: act.kind === 'send' && lane.isHttp ? changed(request.http, act.changes) : request.http }, client);
}

const GATEWAY: readonly Layer[] = ['gateway-ingress', 'gateway-listener', 'gateway-authorization', 'gateway-route'];

function reasonsBefore(world: World, lead: Lead, client: Caller, request: Request, taken: readonly Choice[]): readonly Reason[] {
  const { lane: { absent, isHttp } } = lead;
  const contents = (ref: RuleRef): readonly string[] => (isListener(ref) ? tlsOf(ref) : madeBy(taken, ref));
  if (absent !== undefined) {
    const key = ['gateway-route', absent, String(isHttp), ...taken.flatMap(({ ref }) => contents(ref)).sort()].join('\n');
    return [{ layer: 'gateway-route', key, text: `undetermined by gateway-route: ${absent}` }];
  }
  const [decision] = decideLead(world, lead, client, request);
  if (decision === undefined) {
    // Where it leads is known by name alone.
    const text = 'its pods are not among the manifests';
    return [{ layer: 'gateway-route', key: [text, ...taken.flatMap(({ ref }) => contents(ref)).sort()].join('\n'), text }];
  }
  const asked: Asked = { ...atGateway(world, lead, client), request, contents };
  const layers = decision.layers.filter(({ layer }) => GATEWAY.includes(layer));
  const isOpen = asked.gateway!.asksCertificate && policiesOf(world, lead).length > 0;
  const anybody: LayerSet = {
    layer: 'gateway-authorization', allow: ANY_HTTP, maybe: ANY_HTTP, because: policiesOf(world, lead).map((p) => ruleRef(p)),
  };
  return reasonsOf(asked, { ...decision, layers }, isOpen ? [anybody] : []);
}

function isListener({ source: { object: { kind } } }: RuleRef): boolean {
  return kind === 'Gateway';
}

/** What rules make of a request, whatever else is written in them. */
function madeBy(taken: readonly Choice[], ref: RuleRef): readonly string[] {
  const own = taken.filter((choice) => choice.ref.source === ref.source && choice.ref.path === ref.path);
  if (own.length === 0) return ['leads elsewhere'];
  return own.flatMap(({ act }) => (act.kind === 'send'
    ? [JSON.stringify([act.backends.map((backend) => JSON.stringify(backend)).sort(), act.changes])]
    : contentsOf(ref)));
}

function reasonsBehind(world: World, lead: Lead, asking: Caller, sent: Request): readonly Reason[] {
  const ask = (prepared: Pick<Prepared, 'destination' | 'waypoint'>, decision: Decision): readonly Reason[] => (
    reasonsOf({ world, prepared, caller: asking, request: sent }, decision, []));
  if ('service' in lead) return lead.destinations.map((d) => prepare(world, d)).flatMap((prepared) => ask(prepared, prepared.decide(asking, sent)));
  const { host, port } = lead;
  return asForwarded(shownAs(world, lead, sent).flatMap((protocol) => reach(world, asking, { host, port, protocol }, sent)), lead)
    .flatMap(({ destination, decision }) => ask(prepare(world, destination), decision));
}
