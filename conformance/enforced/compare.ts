import type { Answer } from '../../src/eval';
import { normalizePath } from '../../src/eval/matcher/normalize';
import type { Istiod } from '../harness/istiod';
import type { Random } from '../harness/random';
import type { Workspace } from '../harness/workspace';
import { type Credential, type Outcome, type Wire, wireText } from '../probe/wire';
import { identitiesIn, questionsAbout } from '../questions/plan';
import type { WireQuestion } from '../questions/question';
import { declared, type Declared } from './declared';
import { evaluate } from './evaluate';
import { RunningMesh, type Transport } from './running-mesh';
import { serviceOf, type Subject } from './subject';

/** What everybody said to one request. */
export interface Judgement {
  readonly question: WireQuestion;
  readonly wire: Wire;
  readonly envoy: Outcome;
  readonly evaluator: Answer;
  /** Undefined: the mesh has no declaration, or the request is none that a declaration speaks of. */
  readonly declaration?: Declared;
  /** The path that the evaluator expects policies, and the backend, to see. */
  readonly path?: string;
  /** Why the evaluator says so, and what Envoy went by. */
  readonly explain: () => string;
}

export interface Comparison {
  readonly judgements: readonly Judgement[];
  /** What istiod has against the manifests. */
  readonly problems: readonly string[];
}

/** Sends `questions` and up to `limit` more per workload, and asks the evaluator and the declaration the same. */
export async function compare(
  workspace: Workspace, istiod: Istiod, subject: Subject, random: Random, limit: number, questions: readonly WireQuestion[] = [],
  transport: Transport = 'mtls',
): Promise<Comparison> {
  const world = RunningMesh.worldOf(subject);
  const drawn = [...questions, ...world.workloads.filter((w) => w.dataPlane === 'sidecar').flatMap((w) => questionsAbout(world, w, random, limit))];
  // Who has no mTLS opens no tunnel.
  const all = transport === 'mtls' ? drawn : drawn.filter((q) => q.caller !== 'plaintext');
  if (all.length === 0) return { judgements: [], problems: [] };
  const mesh = await RunningMesh.start(workspace, istiod, subject, world, identitiesIn(all), transport);
  const judgements: Judgement[] = [];
  try {
    for (const question of all) {
      const wire = wireOf(mesh, question);
      if (wire !== undefined) judgements.push(await judge(mesh, subject, question, wire));
    }
  } finally {
    await mesh.stop();
  }
  return { judgements, problems: mesh.problems.map((p) => `${p.level}: ${p.object}: ${p.text}`) };
}

export function agrees({ envoy, evaluator, declaration, path }: Judgement): boolean {
  const answer = enforced(envoy);
  const isSamePath = envoy.forwardedPath === undefined || withoutQuery(envoy.forwardedPath) === path;
  return evaluator === answer && (declaration === undefined || declaration === answer) && isSamePath;
}

export function withoutQuery(path: string): string {
  return path.split('?')[0];
}

/** A request that the proxy cannot read is one that it does not let in. */
export function enforced({ answer }: Outcome): 'allow' | 'deny' {
  return answer === 'allow' ? 'allow' : 'deny';
}

export function judgementText(j: Judgement): string {
  const said = j.declaration === undefined ? '' : `, the declaration: ${j.declaration}`;
  const path = j.envoy.forwardedPath === undefined ? '' : `\n  path forwarded by Envoy: ${j.envoy.forwardedPath}, expected: ${j.path ?? 'none'}`;
  return `${wireText(j.wire)}\n  Envoy: ${j.envoy.answer} (${j.envoy.detail}), the evaluator: ${j.evaluator}${said}${path}\n${j.explain()}`;
}

/** `undefined`: TLS without a certificate at a port that speaks none is bytes of the application's own. */
function wireOf(mesh: RunningMesh, { workload, port, caller, sourceIp, http }: WireQuestion): Wire | undefined {
  const speaksTls = mesh.transport === 'hbone' || mesh.speaksTls(workload, port);
  if (caller === 'none' && !speaksTls) return undefined;
  const destinationIp = mesh.workload(workload).ip;
  return { credential: credentialOf(caller, speaksTls), sourceIp, destinationIp, port, ...(http === undefined ? {} : { http }) };
}

function credentialOf(caller: WireQuestion['caller'], speaksTls: boolean): Credential {
  if (caller === 'none') return { kind: 'tls-without-certificate' };
  return caller === 'plaintext' || !speaksTls ? { kind: 'plaintext' } : { kind: 'identity', id: caller.identity };
}

async function judge(mesh: RunningMesh, subject: Subject, question: WireQuestion, wire: Wire): Promise<Judgement> {
  const { workload: id, port, caller } = question;
  const envoy = await mesh.ask(id, wire);
  if (caller === 'none') {
    // The handshake fails: there is nobody that a policy, or the evaluator, could be asked about.
    return { question, wire, envoy, evaluator: 'deny', explain: () => 'a handshake without certificate' };
  }
  const identity = caller === 'plaintext' ? undefined : caller.identity;
  const workload = mesh.world.workloads.find((w) => w.id === id)!;
  const { answer, decision } = evaluate(mesh.world, { workload, port, protocol: 'TCP' }, identity, wire);
  const { model, settings } = subject;
  const callee = model === undefined ? undefined : serviceOf(model, id);
  const chains = mesh.workload(id).chains?.filter((c) => c.match?.destination_port === port || c.match?.destination_port === undefined);
  const path = wire.http === undefined ? undefined : normalizePath(wire.http.path, settings.pathNormalization);
  return {
    question, wire, envoy, evaluator: answer, ...(path === undefined ? {} : { path }),
    ...(model === undefined || callee === undefined ? {} : { declaration: declared(model, settings, callee, identity, wire) }),
    explain: () => [...decision.layers.map((l) => `  ${l.layer} ${l.answer}: ${l.text}`), `  istiod's chains: ${JSON.stringify(chains)}`].join('\n'),
  };
}
