import type { MeshModel, NamespaceModel } from '../model/model';
import { hasReached, type StageName } from '../model/stages';
import type { Observation } from '../observation';
import { RolloutStage } from '../rollout-stage';
import { flag, invalid, member, struct } from './arguments';

/** Undefined: nothing is said. */
export function stageOf({ platform }: MeshModel, given: RolloutStage | undefined): StageName | undefined {
  if (given === undefined || given === null) return undefined;
  const stage = member('stage', given, RolloutStage);
  if (platform === 'kubernetes' && !hasReached({ stage }, 'network-policy')) {
    throw invalid(
      'unsupported-feature',
      `platform \`kubernetes\` has nothing to enforce at stage \`${stage}\``,
      'begin at `RolloutStage.NETWORK_POLICY`, or set `platform` to `Platform.ISTIO`',
    );
  }
  return stage;
}

/** What is left out is done: a namespace that is enforced as a whole says nothing. */
export function namespaceStage(
  mesh: MeshModel, { stage: given, observation }: { readonly stage?: RolloutStage; readonly observation?: Observation },
): Pick<NamespaceModel, 'stage' | 'allowsAll'> {
  const stage = stageOf(mesh, given);
  const allowsAll = flag('observation.allowAll', struct('observation', observation).allowAll, true);
  return {
    ...(stage === undefined || stage === 'done' ? {} : { stage }),
    ...(allowsAll ? {} : { allowsAll }),
  };
}
