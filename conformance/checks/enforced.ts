import type { World } from '../../src/eval';
import { isAmbient, sidecarsOf } from '../ambient/planes';
import { compare, enforced } from '../enforced/compare';
import { RunningMesh, type Transport } from '../enforced/running-mesh';
import type { Subject } from '../enforced/subject';
import { Random } from '../harness/random';
import { randomSubject } from '../random/policies';
import { committedMeshes } from '../subjects/declared';
import { generatedMesh } from '../subjects/generated';
import { generatedAmbient } from '../subjects/generated-ambient';
import { recordedCases } from '../subjects/recorded';
import type { Context } from './context';
import { differences, keep, Tally } from './judgements';

export async function checkEnforced(context: Context): Promise<void> {
  await checkRecorded(context);
  // Where NetworkPolicy is all there is, Envoy has nothing to say.
  const committed = committedMeshes(context.workspace.directory()).map((c) => c.subject).filter((s) => s.settings.mesh);
  await checkAll(context, 'goldens and examples', committed);
  await checkAll(context, 'meshes generated from random declarations', range(context.options).map(generatedMesh));
  const mixed = [...committed, ...range(context.options).map(generatedAmbient)].filter((s) => isMixed(RunningMesh.worldOf(s)));
  await checkAll(context, 'sidecars beside ambient pods, as these call them (HBONE)', mixed, 'hbone');
}

function isMixed(world: World): boolean {
  return isAmbient(world) && sidecarsOf(world).length > 0;
}

/** The harness itself: what Envoy was seen to decide, it must still decide. */
async function checkRecorded({ workspace, istiod, ledger, findings, options }: Context): Promise<void> {
  const tally = new Tally();
  let observations = 0;
  let changes = 0;
  const cases = recordedCases();
  for (const { subject, observed } of cases) {
    await ledger.attempt(`recorded ${subject.name}`, async () => {
      const { judgements, problems } = await compare(workspace, istiod, subject, new Random(1), options.limit, observed.map((o) => o.question));
      tally.add(judgements);
      observations += observed.length;
      const changed = observed.filter((o, i) => enforced(judgements[i].envoy) !== o.answer)
        .map((o, i) => `observed before: ${o.text}; now: ${judgements[i].envoy.detail}`);
      changes += changed.length;
      return [...problems.filter((p) => p.startsWith('error')), ...changed, ...differences(judgements)];
    });
  }
  findings.add('Enforced', 'decisions of Envoy recorded earlier, made again', `${observations} in ${cases.length} policies`, `${changes} differences`);
  findings.add('Enforced', 'the same policies, every caller and one-step change', tally.text, tally.result);
}

async function checkAll({ workspace, istiod, ledger, findings, options }: Context, what: string, subjects: readonly Subject[], transport: Transport = 'mtls'): Promise<void> {
  const tally = new Tally();
  for (const subject of subjects) {
    await ledger.attempt(`enforced ${subject.name}${transport === 'mtls' ? '' : ', through HBONE'}`, async () => {
      const { judgements, problems } = await compare(workspace, istiod, subject, new Random(1), options.limit, [], transport);
      tally.add(judgements);
      return [...problems, ...differences(judgements)];
    });
  }
  findings.add('Enforced', `${what}, against evaluator and declaration`, `${subjects.length} meshes, ${tally.text}`, tally.result);
}

/** Policies that no declaration of ours leads to: here the evaluator alone is held against Envoy. */
export async function checkRandom({ workspace, istiod, ledger, findings, options }: Context): Promise<void> {
  const tally = new Tally();
  const seeds = Array.from({ length: options.random }, (_, i) => options.seed + i);
  for (const seed of seeds) {
    const subject = randomSubject(`random-${seed}`, new Random(seed));
    await ledger.attempt(`random policies, seed ${seed}`, async () => {
      const { judgements, problems } = await compare(workspace, istiod, subject, new Random(seed), options.limit);
      tally.add(judgements);
      const found = [...problems.filter((p) => p.startsWith('error')), ...differences(judgements.filter((j) => j.evaluator !== 'undetermined'))];
      return found.length === 0 ? [] : [`reproduce with --random 1 --seed ${seed}; the manifests are in ${keep(subject)}`, ...found];
    });
  }
  const undecided = tally.undecided === 0 ? '' : `, ${tally.undecided} of them undetermined to the evaluator`;
  findings.add('Enforced', 'policies that nobody would write on purpose, against the evaluator', `${seeds.length} meshes, ${tally.text}`, `${tally.result}${undecided}`);
}

function range({ generated, seed }: Context['options']): number[] {
  return Array.from({ length: generated }, (_, i) => seed + i);
}
