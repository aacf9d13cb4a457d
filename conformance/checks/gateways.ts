import type { World } from '../../src/eval';
import type { Judgement } from '../enforced/compare';
import { RunningMesh } from '../enforced/running-mesh';
import type { Subject } from '../enforced/subject';
import type { Wire } from '../probe/wire';
import { committedMeshes } from '../subjects/declared';
import { declaredAt, evaluatedAt, type Guarded, guardedIn, listenersOf, questionsAt, withoutGateways } from '../tokens/gateways';
import type { Context } from './context';
import { differences, Tally } from './judgements';

/** istiod's listeners of ingress gateways in a real Envoy: who gets past the tokens that their owners require. */
export async function checkGateways(context: Context): Promise<void> {
  const { workspace, ledger, findings } = context;
  const tally = new Tally();
  const meshes = committedMeshes(workspace.directory()).map(({ subject }) => {
    const world = RunningMesh.worldOf(subject);
    return { subject, world, guarded: guardedIn(subject, world) };
  }).filter(({ guarded }) => guarded.length > 0);
  for (const { subject, world, guarded } of meshes) {
    await ledger.attempt(`tokens at the gateways of ${subject.name}`, async () => {
      const { judgements, problems } = await compareAtGateways(context, subject, world, guarded);
      tally.add(judgements);
      if (judgements.every((j) => j.envoy.answer === 'allow') || judgements.every((j) => j.envoy.answer !== 'allow')) return ['every request is answered alike'];
      return [...problems, ...differences(judgements)];
    });
  }
  findings.add('Enforced', 'tokens at ingress gateways, against evaluator and declaration', `${meshes.length} meshes, ${tally.text}`, tally.result);
}

async function compareAtGateways(
  { workspace, istiod }: Context, subject: Subject, world: World, guarded: readonly Guarded[],
): Promise<{ readonly judgements: readonly Judgement[]; readonly problems: readonly string[] }> {
  const pods = guarded.map(({ workload }) => workload);
  const written = { ...subject, manifests: [...withoutGateways(subject.manifests), ...guarded.map(listenersOf)] };
  const mesh = await RunningMesh.startGateways(workspace, istiod, written, world, pods);
  const judgements: Judgement[] = [];
  try {
    for (const gateway of guarded) {
      for (const question of questionsAt(world, gateway)) {
        const { port, sourceIp, http } = question;
        const wire: Wire = { credential: { kind: 'plaintext' }, sourceIp, destinationIp: mesh.workload(gateway.workload.id).ip, port, http: http! };
        judgements.push({
          question, wire, envoy: await mesh.ask(gateway.workload.id, wire), evaluator: evaluatedAt(world, gateway, question),
          declaration: declaredAt(gateway, question, subject), explain: () => '',
        });
      }
    }
  } finally {
    await mesh.stop();
  }
  return { judgements: judgements.map(withoutPath), problems: mesh.problems.map((p) => `${p.level}: ${p.object}: ${p.text}`) };
}

/** Where it would have gone is the routes' affair. */
function withoutPath(j: Judgement): Judgement {
  const { answer, detail } = j.envoy;
  return { ...j, envoy: { answer, detail } };
}
