import { callerWithPrincipal, type World } from '../../src/eval';
import { normalizePath } from '../../src/eval/matcher/normalize';
import { prepareWaypoint } from '../../src/eval/waypoint/prepare';
import type { Comparison, Judgement } from '../enforced/compare';
import { requestOf } from '../enforced/evaluate';
import { RunningMesh } from '../enforced/running-mesh';
import type { Subject } from '../enforced/subject';
import type { Istiod } from '../harness/istiod';
import type { Random } from '../harness/random';
import type { Workspace } from '../harness/workspace';
import type { Wire } from '../probe/wire';
import { identitiesIn, questionsTo } from '../questions/plan';
import type { WireQuestion } from '../questions/question';
import { declaredAtWaypoint } from './declared';
import { RunningWaypoints } from './running-waypoints';
import { type Served, servedIn } from './served';

/** Sends `questions`, and up to `limit` more about all that waypoints serve, through these, and asks the evaluator and the declaration the same. */
export async function compareAtWaypoints(
  workspace: Workspace, istiod: Istiod, subject: Subject, random: Random, limit: number, questions: readonly WireQuestion[] = [],
): Promise<Comparison> {
  const world = RunningMesh.worldOf(subject);
  const served = servedIn(world);
  const asked = [...questions, ...served.flatMap((s) => questionsTo(world, { id: s.id, policies: s.policies, ports: () => s.ports }, random, limit))]
    // Who has no mTLS opens no tunnel.
    .filter((q) => q.caller !== 'plaintext');
  if (asked.length === 0) return { judgements: [], problems: [] };
  const waypoints = await RunningWaypoints.start(workspace, istiod, subject, world, identitiesIn(asked), [...new Set(served.map((s) => s.waypoint))]);
  const judgements: Judgement[] = [];
  try {
    for (const question of asked) judgements.push(await judge(waypoints, subject, question, served.find((s) => s.id === question.workload)));
  } finally {
    await waypoints.stop();
  }
  return { judgements, problems: waypoints.translated.problems.filter((p) => p.level !== 'ignored').map((p) => `${p.level}: ${p.object}: ${p.text}`) };
}

async function judge(waypoints: RunningWaypoints, subject: Subject, question: WireQuestion, served: Served | undefined): Promise<Judgement> {
  if (served === undefined) throw new Error(`${question.workload} has no waypoint`);
  const { port, caller, sourceIp, http } = question;
  const wire: Wire = {
    credential: typeof caller === 'string' ? { kind: 'tls-without-certificate' } : { kind: 'identity', id: caller.identity },
    sourceIp, destinationIp: waypoints.addressOf(served.id), port, ...(http === undefined ? {} : { http }),
  };
  const envoy = await waypoints.ask(served.waypoint, wire);
  // The handshake fails: there is nobody that a policy, or the evaluator, could be asked about.
  if (typeof caller === 'string') return { question, wire, envoy, evaluator: 'deny', explain: () => 'a handshake without certificate' };
  const { answer, text } = decideAt(waypoints.world, served, port, caller.identity, wire);
  const path = http === undefined ? undefined : normalizePath(http.path, subject.settings.pathNormalization);
  const declaration = subject.model === undefined ? undefined : declaredAtWaypoint(subject.model, subject.settings, served, caller.identity, wire);
  return {
    question, wire, envoy, evaluator: answer, ...(path === undefined ? {} : { path }), ...(declaration === undefined ? {} : { declaration }),
    explain: () => `  ${text}\n  istiod's chains: ${JSON.stringify(waypoints.workload(served.waypoint).chains?.filter((c) => c.name.includes(`|${port}|`)))}`,
  };
}

/** The waypoint alone: NetworkPolicy, and what is behind it, are somewhere else. */
function decideAt(world: World, served: Served, port: number, identity: string, wire: Wire) {
  const layer = prepareWaypoint(world, served.target(port))?.layers.find((l) => l.layer === 'waypoint-authorization');
  if (layer === undefined) throw new Error(`the evaluator knows no waypoint for ${served.id}`);
  return layer.decide(callerWithPrincipal(world, identity, wire.sourceIp), wire.http === undefined ? {} : { http: requestOf(wire.http) });
}
