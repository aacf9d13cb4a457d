import { compareAttachments } from '../ambient/attachment';
import { compareConnections, type Connected, connectedText } from '../ambient/connections';
import { isAmbient, toZtunnel } from '../ambient/istiod-view';
import { Ztunnel } from '../ambient/ztunnel';
import { RunningMesh } from '../enforced/running-mesh';
import type { Subject } from '../enforced/subject';
import { Random } from '../harness/random';
import { randomAmbient } from '../random/ambient';
import { committedMeshes } from '../subjects/declared';
import type { Context } from './context';
import { keep } from './judgements';

/** Connections asked about per workload of a committed mesh, and of a random one. */
const LIMIT = { committed: 400, random: 24 };
const AT_ONCE = 4;
const SHOWN = 5;

/** What istiod would hand to ztunnel, judged as ztunnel judges it, against the evaluator. ztunnel itself does not run here. */
export async function checkZtunnel(context: Context): Promise<void> {
  const committed = committedMeshes(context.workspace.directory()).map((c) => c.subject).filter((s) => s.settings.mesh && isAmbient(RunningMesh.worldOf(s)));
  await checkAll(context, 'goldens and examples', committed, LIMIT.committed);
  await checkRandomZtunnel(context);
}

export async function checkRandomZtunnel(context: Context): Promise<void> {
  const { seed, random } = context.options;
  const seeds = Array.from({ length: random * PER_RANDOM }, (_, i) => seed + i);
  await checkAll(context, 'meshes of random policies, pods and waypoints', seeds.map((s) => randomAmbient(`ambient-${s}`, new Random(s))), LIMIT.random);
}

/** They cost so much less than those that Envoy runs. */
const PER_RANDOM = 100;

async function checkAll(context: Context, what: string, subjects: readonly Subject[], limit: number): Promise<void> {
  const tally = { workloads: 0, policies: 0, services: 0, attachments: 0, connections: 0, allowed: 0, undecided: 0, decisions: 0 };
  const failures: string[] = [];
  const waiting = [...subjects];
  const work = async () => {
    for (let subject = waiting.shift(); subject !== undefined; subject = waiting.shift()) {
      const { attachments, connected } = await compareZtunnel(context, subject, limit);
      const differing = connected.filter((c) => c.evaluator !== 'undetermined' && c.evaluator !== c.ztunnel.answer);
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
  const add = (checked: string, count: string, result: string) => context.findings.add('Ztunnel', `${what}: ${checked}`, `${subjects.length} meshes, ${count}`, result);
  add('who is captured, which policies reach it, which waypoint a Service has', `${tally.workloads} pods, ${tally.policies} policies on them, ${tally.services} Services`, `${tally.attachments} differences`);
  add('decisions on connections', `${tally.connections} (${tally.allowed} let in)`, `${tally.decisions} differences${tally.undecided === 0 ? '' : `, ${tally.undecided} undetermined to the evaluator`}`);
}

async function compareZtunnel({ workspace, istiod }: Context, subject: Subject, limit: number) {
  const world = RunningMesh.worldOf(subject);
  const view = (await toZtunnel(workspace, istiod, subject, world)).ztunnel;
  const ztunnel = new Ztunnel(view, subject.settings.trustDomain);
  const connected: readonly Connected[] = compareConnections(world, view, ztunnel, new Random(1), limit);
  return { attachments: compareAttachments(world, view, ztunnel), connected };
}
