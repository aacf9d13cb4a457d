import { anonymousCaller, type Answer, callerWithPrincipal, can, type WorkloadView, type World } from '../../src/eval';
import type { Declared } from '../enforced/declared';
import { AT_THE_CALLEE } from '../enforced/evaluate';
import type { Random } from '../harness/random';
import { identityOf, policiesAbout, unique } from '../questions/plan';
import type { WireQuestion } from '../questions/question';
import { identityVariants } from '../questions/variants';
import { examplesOf } from '../questions/vocabulary';
import { targetPort } from '../../src/eval/cluster/services';
import { addressText, type Connection, keyOf, type Verdict, type Ztunnel } from './ztunnel';
import type { Workload, ZtunnelView } from './xds';

export interface Connected {
  readonly workload: string;
  readonly connection: Connection;
  readonly ztunnel: Verdict;
  readonly evaluator: Answer;
  /** Undefined: the mesh has none. */
  readonly declaration?: Declared;
  readonly because: string;
}

/** The evaluator may say that it cannot tell. */
export function isAgreed({ ztunnel: { answer }, evaluator, declaration }: Connected): boolean {
  return (evaluator === 'undetermined' || evaluator === answer) && (declaration === undefined || declaration === answer);
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
    return connectionsTo(world, w, addressOf(sent), random, limit).map((connection) => connect(world, ztunnel, w, sent, connection));
  });
}

/** One question about one workload. */
export function connectAs(world: World, view: ZtunnelView, ztunnel: Ztunnel, { workload: id, caller, sourceIp, port }: WireQuestion): Connected {
  const workload = world.workloads.find((w) => w.id === id);
  const sent = view.workloads.find((x) => keyOf(x) === id);
  if (workload === undefined || sent === undefined) throw new Error(`there is no workload ${id}`);
  return connect(world, ztunnel, workload, sent, { ...(typeof caller === 'string' ? {} : caller), sourceIp, destinationIp: addressOf(sent), port });
}

function connect(world: World, ztunnel: Ztunnel, workload: WorkloadView, sent: Workload, connection: Connection): Connected {
  const { answer, because } = evaluate(world, workload, connection);
  return { workload: workload.id, connection, ztunnel: ztunnel.decide(sent, connection), evaluator: answer, because };
}

function addressOf({ addresses: [first = ''] = [] }: Workload): string {
  return addressText(Buffer.from(first, 'base64'));
}

function connectionsTo(world: World, workload: WorkloadView, destinationIp: string, random: Random, limit: number): Connection[] {
  const examples = policiesAbout(world, workload).flatMap((p) => examplesOf(p, world.settings.trustDomain));
  const named = unique([...examples.flatMap((e) => e.identities), ...world.workloads.map((w) => identityOf(world, w))]);
  const identities = [undefined, ...unique(named.flatMap((id) => [id, ...identityVariants(id, world.trustDomains).slice(0, 3)]))];
  const declared = world.services.selecting(workload).flatMap((s) => s.ports.map((p) => targetPort(p, workload) ?? p.port));
  const ports = unique([...declared, ...examples.flatMap((e) => e.ports), UNDECLARED_PORT]);
  const addresses = unique([POD_ADDRESS, OUTSIDE_ADDRESS, ...examples.flatMap((e) => e.addresses)]).filter((a) => !a.includes(':'));
  // All of each with all of the others: thousands, of which few are asked.
  const all = Array.from({ length: identities.length * ports.length * addresses.length }, (_, i) => i);
  return random.sample(all, limit).map((i): Connection => {
    const identity = identities[Math.floor(i / addresses.length / ports.length)];
    const port = ports[Math.floor(i / addresses.length) % ports.length];
    return { ...(identity === undefined ? {} : { identity }), sourceIp: addresses[i % addresses.length], destinationIp, port };
  });
}

/** What ztunnel decides: NetworkPolicy and the caller's own proxy are somewhere else. */
function evaluate(world: World, workload: WorkloadView, { identity, sourceIp, port }: Connection): Pick<Connected, 'because'> & { readonly answer: Answer } {
  const caller = identity === undefined ? anonymousCaller(sourceIp) : callerWithPrincipal(world, identity, sourceIp);
  const layers = can(world, caller, { workload, port, protocol: 'TCP' }, {}).layers.filter((l) => AT_THE_CALLEE.includes(l.layer));
  const answers = layers.map((l) => l.answer);
  const answer = answers.includes('deny') ? 'deny' : answers.includes('undetermined') ? 'undetermined' : 'allow';
  return { answer, because: layers.map((l) => `${l.layer} ${l.answer}: ${l.text}`).join('\n  ') };
}

export function connectedText({ workload, connection: { identity, sourceIp, port }, ztunnel, evaluator, declaration, because }: Connected): string {
  const said = declaration === undefined ? '' : `, the declaration ${declaration}`;
  const asked = `${identity ?? 'plaintext'} (${sourceIp}) to ${workload}:${port}`;
  return `${asked}: ztunnel ${ztunnel.answer} by ${ztunnel.because}, the evaluator ${evaluator}${said}\n  ${because}`;
}
