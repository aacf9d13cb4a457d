import { anonymousCaller, type Answer, callerWithPrincipal, can, type WorkloadView, type World } from '../../src/eval';
import { AT_THE_CALLEE } from '../enforced/evaluate';
import type { Random } from '../harness/random';
import { identityOf, policiesAbout, unique } from '../questions/plan';
import { identityVariants } from '../questions/variants';
import { examplesOf } from '../questions/vocabulary';
import { targetPort } from '../../src/eval/cluster/services';
import { addressText, type Connection, keyOf, type Verdict, type Ztunnel } from './ztunnel';
import type { ZtunnelView } from './xds';

export interface Connected {
  readonly workload: string;
  readonly connection: Connection;
  readonly ztunnel: Verdict;
  readonly evaluator: Answer;
  readonly because: string;
}

const POD_ADDRESS = '10.244.200.9';
const OUTSIDE_ADDRESS = '198.51.100.7';
/** No Service leads here. */
const UNDECLARED_PORT = 7777;

/** Every identity, address and port of interest, at every workload that ztunnel captures; at most `limit` of them each. */
export function compareConnections(world: World, view: ZtunnelView, ztunnel: Ztunnel, random: Random, limit: number): Connected[] {
  return world.workloads.filter((w) => w.dataPlane === 'ambient').flatMap((w) => {
    const sent = view.workloads.find((x) => keyOf(x) === w.id);
    if (sent === undefined) return [];
    const destinationIp = addressText(Buffer.from(sent.addresses?.[0] ?? '', 'base64'));
    return random.sample(connectionsTo(world, w, destinationIp), limit).map((connection): Connected => {
      const { answer, because } = evaluate(world, w, connection);
      return { workload: w.id, connection, ztunnel: ztunnel.decide(sent, connection), evaluator: answer, because };
    });
  });
}

function connectionsTo(world: World, workload: WorkloadView, destinationIp: string): Connection[] {
  const examples = policiesAbout(world, workload).flatMap((p) => examplesOf(p, world.settings.trustDomain));
  const named = unique([...examples.flatMap((e) => e.identities), ...world.workloads.map((w) => identityOf(world, w))]);
  const identities = [undefined, ...unique(named.flatMap((id) => [id, ...identityVariants(id, world.trustDomains).slice(0, 3)]))];
  const declared = world.services.selecting(workload).flatMap((s) => s.ports.map((p) => targetPort(p, workload) ?? p.port));
  const ports = unique([...declared, ...examples.flatMap((e) => e.ports), UNDECLARED_PORT]);
  const addresses = unique([POD_ADDRESS, OUTSIDE_ADDRESS, ...examples.flatMap((e) => e.addresses)]).filter((a) => !a.includes(':'));
  return identities.flatMap((identity) => ports.flatMap((port) => addresses.map((sourceIp): Connection => ({
    ...(identity === undefined ? {} : { identity }), sourceIp, destinationIp, port,
  }))));
}

/** What ztunnel decides: NetworkPolicy and the caller's own proxy are somewhere else. */
function evaluate(world: World, workload: WorkloadView, { identity, sourceIp, port }: Connection): { readonly answer: Answer; readonly because: string } {
  const caller = identity === undefined ? anonymousCaller(sourceIp) : callerWithPrincipal(world, identity, sourceIp);
  const layers = can(world, caller, { workload, port, protocol: 'TCP' }, {}).layers.filter((l) => AT_THE_CALLEE.includes(l.layer));
  const answers = layers.map((l) => l.answer);
  const answer = answers.includes('deny') ? 'deny' : answers.includes('undetermined') ? 'undetermined' : 'allow';
  return { answer, because: layers.map((l) => `${l.layer} ${l.answer}: ${l.text}`).join('\n  ') };
}

export function connectedText({ workload, connection: { identity, sourceIp, port }, ztunnel, evaluator, because }: Connected): string {
  return `${identity ?? 'plaintext'} (${sourceIp}) to ${workload}:${port}: ztunnel ${ztunnel.answer} by ${ztunnel.because}, the evaluator ${evaluator}\n  ${because}`;
}
