import type { Answer } from '../../src/eval';
import type { Random } from '../harness/random';
import type { Istiod } from '../harness/istiod';
import type { Workspace } from '../harness/workspace';
import { type Credential, type Outcome, type Wire, wireText } from '../probe/wire';
import { identitiesIn, questionsAbout } from '../questions/plan';
import type { WireQuestion } from '../questions/question';
import { declared, type Declared } from './declared';
import { evaluate } from './evaluate';
import { RunningMesh } from './running-mesh';
import type { Subject } from './subject';

export interface Tally {
  requests: number;
  allowed: number;
  denied: number;
  /** Compared with the declaration, too. */
  declared: number;
}

/** One request about which not everybody agrees. */
export interface Difference {
  readonly subject: string;
  readonly request: string;
  readonly envoy: Outcome;
  readonly evaluator: Answer;
  readonly declaration?: Declared;
  readonly why: string;
  readonly chains: unknown;
}

export interface Comparison {
  readonly subject: string;
  readonly tally: Tally;
  readonly differences: readonly Difference[];
  /** What istiod has against the manifests. */
  readonly problems: readonly string[];
}

/** Sends up to `limit` requests per workload and compares what Envoy, the evaluator and the declaration say. */
export async function compare(workspace: Workspace, istiod: Istiod, subject: Subject, random: Random, limit: number): Promise<Comparison> {
  const world = RunningMesh.worldOf(subject);
  const questions = world.workloads.filter((w) => w.dataPlane === 'sidecar')
    .flatMap((w) => random.sample(questionsAbout(world, w), limit));
  const mesh = await RunningMesh.start(workspace, istiod, subject, world, identitiesIn(questions));
  const tally: Tally = { requests: 0, allowed: 0, denied: 0, declared: 0 };
  const differences: Difference[] = [];
  try {
    for (const question of questions) {
      const difference = await judge(mesh, subject, question, tally);
      if (difference !== undefined) differences.push(difference);
    }
  } finally {
    await mesh.stop();
  }
  return { subject: subject.name, tally, differences, problems: mesh.problems.map((p) => `${p.level}: ${p.object}: ${p.text}`) };
}

function credentialOf(caller: WireQuestion['caller'], speaksTls: boolean): Credential {
  if (caller === 'none') return { kind: 'tls-without-certificate' };
  return caller === 'plaintext' || !speaksTls ? { kind: 'plaintext' } : { kind: 'identity', id: caller.identity };
}

async function judge(mesh: RunningMesh, subject: Subject, question: WireQuestion, tally: Tally): Promise<Difference | undefined> {
  const { workload: id, port, caller } = question;
  const workload = mesh.world.workloads.find((w) => w.id === id)!;
  const { ip, chains } = mesh.workload(id);
  const identity = typeof caller === 'string' ? undefined : caller.identity;
  const speaksTls = mesh.speaksTls(id, port);
  // TLS without a certificate is refused in the handshake, wherever there is one; elsewhere it is bytes of the application's.
  if (caller === 'none' && !speaksTls) return undefined;
  const wire: Wire = {
    credential: credentialOf(caller, speaksTls),
    sourceIp: question.sourceIp, destinationIp: ip, port, ...(question.http === undefined ? {} : { http: question.http }),
  };
  const envoy = await mesh.ask(id, wire);
  // The policies never see who has no certificate: only PERMISSIVE would let its plaintext in, and this is none.
  const evaluated = caller === 'none'
    ? { answer: 'deny' as const, text: 'a handshake without certificate' }
    : decide();
  const service = subject.model?.services.find((s) => s.id === id);
  const said = service === undefined || caller === 'none' ? undefined : declared(subject.model!, subject.settings, service, identity, wire);
  tally.requests++;
  if (envoy.answer === 'allow') tally.allowed++;
  else tally.denied++;
  if (said !== undefined) tally.declared++;
  const answer = envoy.answer === 'allow' ? 'allow' : 'deny';
  if (evaluated.answer === answer && (said === undefined || said === answer)) return undefined;
  return {
    subject: subject.name, request: wireText(wire), envoy, evaluator: evaluated.answer, ...(said === undefined ? {} : { declaration: said }), why: evaluated.text,
    chains: chains?.filter((c) => c.match?.destination_port === port || c.match?.destination_port === undefined),
  };

  function decide() {
    const { answer, decision } = evaluate(mesh.world, { workload, port, protocol: 'TCP' }, identity, wire);
    return { answer, text: decision.layers.map((l) => `${l.layer} ${l.answer}: ${l.text}`).join('\n') };
  }
}
