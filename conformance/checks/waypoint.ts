import { compareAtWaypoints } from '../ambient/compare-waypoint';
import { toZtunnel, waypointName } from '../ambient/istiod-view';
import { servedIn } from '../ambient/served';
import { enforced } from '../enforced/compare';
import { RunningMesh } from '../enforced/running-mesh';
import type { Subject } from '../enforced/subject';
import { Random } from '../harness/random';
import { randomWaypoint } from '../random/ambient';
import { committedMeshes } from '../subjects/declared';
import { generatedAmbient } from '../subjects/generated-ambient';
import type { Recorded } from '../subjects/recorded';
import { recordedAtWaypoints } from '../subjects/recorded-ambient';
import type { Context } from './context';
import { differences, keep, Tally } from './judgements';

/** istiod's listeners for waypoints in a real Envoy, asked through HBONE. */
export async function checkWaypoint(context: Context): Promise<void> {
  await checkRecorded(context);
  const meshes = committedMeshes(context.workspace.directory()).map((c) => c.subject).filter((s) => s.settings.mesh);
  await checkAll(context, 'goldens and examples', meshes.filter((s) => servedIn(RunningMesh.worldOf(s)).length > 0));
  const { seed, generated } = context.options;
  await checkAll(context, 'meshes generated from random declarations', Array.from({ length: generated }, (_, i) => generatedAmbient(seed + i)));
  await checkRandomWaypoint(context);
}

/** The harness itself: what Envoy was seen to decide, it must still decide. */
async function checkRecorded(context: Context): Promise<void> {
  const { workspace, istiod, ledger, findings, options } = context;
  const tally = new Tally();
  const counted = { observations: 0, changes: 0 };
  const cases = recordedAtWaypoints();
  for (const { subject, observed } of cases) {
    await ledger.attempt(`recorded ${subject.name}`, async () => {
      const answered = observed.filter((o) => o.answer !== 'unserved');
      const questions = answered.map((o) => o.question);
      const { judgements, problems } = await compareAtWaypoints(workspace, istiod, subject, new Random(1), Math.ceil(options.limit / 3), questions);
      tally.add(judgements);
      const changed = answered.filter((o, i) => enforced(judgements[i].envoy) !== o.answer).map((o) => `observed before: ${o.text}; not now`);
      const complaints = [...changed, ...await wronglyServed(context, subject, observed.filter((o) => o.answer === 'unserved'))];
      counted.observations += observed.length;
      counted.changes += complaints.length;
      return [...problems.filter((p) => p.startsWith('error')), ...complaints, ...differences(judgements)];
    });
  }
  findings.add('Waypoint', 'decisions of Envoy recorded earlier, made again', `${counted.observations} in ${cases.length} meshes`, `${counted.changes} differences`);
  findings.add('Waypoint', 'the same meshes, every caller and one-step change', tally.text, tally.result);
}

/** What no waypoint stands before, by istiod and by the evaluator. */
async function wronglyServed({ workspace, istiod }: Context, subject: Subject, observed: Recorded['observed']): Promise<string[]> {
  if (observed.length === 0) return [];
  const world = RunningMesh.worldOf(subject);
  const { ztunnel } = await toZtunnel(workspace, istiod, subject, world);
  return observed.flatMap(({ text, question: { workload } }) => {
    const [istiods] = ztunnel.services.filter((s) => `${s.namespace}/${s.name}` === workload).map(waypointName);
    const evaluators = servedIn(world).find((s) => s.id === workload)?.waypoint ?? 'none';
    if (istiods === 'none' && evaluators === 'none') return [];
    return [`observed before: ${text}; now istiod binds ${istiods ?? 'nothing that it knows'}, the evaluator ${evaluators}`];
  });
}

async function checkAll({ workspace, istiod, ledger, findings, options }: Context, what: string, subjects: readonly Subject[]): Promise<void> {
  const tally = new Tally();
  for (const subject of subjects) {
    await ledger.attempt(`waypoint ${subject.name}`, async () => {
      const { judgements, problems } = await compareAtWaypoints(workspace, istiod, subject, new Random(1), options.limit);
      tally.add(judgements);
      return [...problems, ...differences(judgements)];
    });
  }
  findings.add('Waypoint', `${what}, against evaluator and declaration`, `${subjects.length} meshes, ${tally.text}`, tally.result);
}

/** Policies that no declaration of ours leads to: here the evaluator alone is held against Envoy. */
export async function checkRandomWaypoint({ workspace, istiod, ledger, findings, options }: Context): Promise<void> {
  const tally = new Tally();
  const seeds = Array.from({ length: options.random }, (_, i) => options.seed + i);
  for (const seed of seeds) {
    const subject = randomWaypoint(`waypoint-${seed}`, new Random(seed));
    await ledger.attempt(`random policies at waypoints, seed ${seed}`, async () => {
      const { judgements, problems } = await compareAtWaypoints(workspace, istiod, subject, new Random(seed), options.limit);
      tally.add(judgements);
      const found = [...problems.filter((p) => p.startsWith('error')), ...differences(judgements.filter((j) => j.evaluator !== 'undetermined'))];
      return found.length === 0 ? [] : [`reproduce with --random 1 --seed ${seed}; the manifests are in ${keep(subject)}`, ...found];
    });
  }
  const undecided = tally.undecided === 0 ? '' : `, ${tally.undecided} of them undetermined to the evaluator`;
  findings.add('Waypoint', 'policies that nobody would write on purpose, against the evaluator', `${seeds.length} meshes, ${tally.text}`, `${tally.result}${undecided}`);
}
