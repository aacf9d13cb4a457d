import { compareAttachments } from '../ambient/attachment';
import { compareConnections, connectAs, type Connected, connectedText, isAgreed } from '../ambient/connections';
import { toZtunnel } from '../ambient/istiod-view';
import { declaredAtPod } from '../ambient/declared';
import { isAmbient } from '../ambient/planes';
import { Ztunnel } from '../ambient/ztunnel';
import { RunningMesh } from '../enforced/running-mesh';
import type { Subject } from '../enforced/subject';
import { Random } from '../harness/random';
import { randomAmbient } from '../random/ambient';
import { committedMeshes } from '../subjects/declared';
import { generatedAmbient } from '../subjects/generated-ambient';
import { recordedAtZtunnel } from '../subjects/recorded-ambient';
import type { Context } from './context';
import { keep } from './judgements';

/** Connections asked about per workload of a committed mesh, and of a random one. */
const LIMIT = { committed: 400, random: 24 };
/** For each mesh that Envoy runs: those here cost so much less. */
const PER_GENERATED = 25;
const AT_ONCE = 4;
const SHOWN = 5;

/** What istiod would hand to ztunnel, judged as ztunnel judges it, against the evaluator and the declaration. ztunnel itself does not run here. */
export async function checkZtunnel(context: Context): Promise<void> {
  await checkRecorded(context);
  const meshes = committedMeshes(context.workspace.directory()).map((c) => c.subject).filter((s) => s.settings.mesh);
  const committed = meshes.filter((s) => isAmbient(RunningMesh.worldOf(s)));
  await checkAll(context, 'goldens and examples', committed.map((s) => () => s), LIMIT.committed);
  const { seed, generated } = context.options;
  const seeds = Array.from({ length: generated * PER_GENERATED }, (_, i) => seed + i);
  await checkAll(context, 'meshes generated from random declarations', seeds.map((s) => () => generatedAmbient(s)), LIMIT.random);
  await checkRandomZtunnel(context);
}

/** The engine itself: what is known of ztunnel's decisions, it must decide on what istiod sends today. */
async function checkRecorded({ workspace, istiod, ledger, findings }: Context): Promise<void> {
  const cases = recordedAtZtunnel();
  let different = 0;
  for (const { subject, observed } of cases) {
    await ledger.attempt(`recorded ${subject.name}`, async () => {
      const world = RunningMesh.worldOf(subject);
      const { ztunnel: view, problems } = await toZtunnel(workspace, istiod, subject, world);
      const ztunnel = new Ztunnel(view, subject.settings.trustDomain);
      const asked = observed.map((o) => ({ o, connected: connectAs(world, view, ztunnel, o.question) }));
      const wrong = asked.filter(({ o, connected }) => connected.ztunnel.answer !== o.answer || connected.evaluator !== o.answer);
      different += wrong.length;
      const errors = problems.filter((p) => p.level === 'error').map((p) => p.text);
      return [...errors, ...wrong.map(({ o, connected }) => `known: ${o.text}; now ${connectedText(connected)}`)];
    });
  }
  const observations = cases.reduce((sum, c) => sum + c.observed.length, 0);
  findings.add(
    'Ztunnel', 'known decisions of ztunnel, made by its transcribed engine and by the evaluator',
    `${observations} in ${cases.length} meshes`, `${different} differences`,
  );
}

export async function checkRandomZtunnel(context: Context): Promise<void> {
  const { seed, connections } = context.options;
  const seeds = Array.from({ length: connections }, (_, i) => seed + i);
  await checkAll(context, 'meshes of random policies, pods and waypoints', seeds.map((s) => () => randomAmbient(`ambient-${s}`, new Random(s))), LIMIT.random);
}

async function checkAll(context: Context, what: string, subjects: readonly (() => Subject)[], limit: number): Promise<void> {
  const tally = { workloads: 0, policies: 0, services: 0, attachments: 0, connections: 0, allowed: 0, undecided: 0, decisions: 0 };
  const failures: string[] = [];
  const waiting = [...subjects];
  const work = async () => {
    for (let make = waiting.shift(); make !== undefined; make = waiting.shift()) {
      const subject = make();
      const { attachments, connected } = await compareZtunnel(context, subject, limit);
      const differing = connected.filter((c) => !isAgreed(c));
      tally.workloads += attachments.workloads;
      tally.policies += attachments.policies;
      tally.services += attachments.services;
      tally.attachments += attachments.differences.length;
      tally.connections += connected.length;
      tally.allowed += connected.filter((c) => c.ztunnel.answer === 'allow').length;
      tally.undecided += connected.filter((c) => c.evaluator === 'undetermined').length;
      tally.decisions += differing.length;
      const found = [...attachments.differences, ...differing.slice(0, SHOWN).map(connectedText)];
      if (found.length > 0) failures.push(`${subject.name}, kept in ${keep(subject)}:\n${found.join('\n')}`);
    }
  };
  await context.ledger.attempt(`ztunnel: ${what}`, async () => {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return failures.length > SHOWN ? [...failures.slice(0, SHOWN), `and ${failures.length - SHOWN} more meshes`] : failures;
  });
  const add = (checked: string, count: string, result: string) => {
    context.findings.add('Ztunnel', `${what}: ${checked}`, `${subjects.length} meshes, ${count}`, result);
  };
  const undecided = tally.undecided === 0 ? '' : `, ${tally.undecided} undetermined to the evaluator`;
  add(
    'who is captured, which policies reach it, which waypoint a Service has',
    `${tally.workloads} pods, ${tally.policies} policies on them, ${tally.services} Services`, `${tally.attachments} differences`,
  );
  add('decisions on connections, of the transcribed engine and of the evaluator', `${tally.connections} (${tally.allowed} let in)`, `${tally.decisions} differences${undecided}`);
}

export async function compareZtunnel({ workspace, istiod }: Context, subject: Subject, limit: number) {
  const world = RunningMesh.worldOf(subject);
  const view = (await toZtunnel(workspace, istiod, subject, world)).ztunnel;
  const ztunnel = new Ztunnel(view, subject.settings.trustDomain);
  const { model, settings } = subject;
  const connected = compareConnections(world, view, ztunnel, new Random(1), limit).map((c): Connected => {
    const declaration = model === undefined ? undefined : declaredAtPod(model, settings, c.workload, c.connection);
    return declaration === undefined ? c : { ...c, declaration };
  });
  return { attachments: compareAttachments(world, view, ztunnel), connected };
}
