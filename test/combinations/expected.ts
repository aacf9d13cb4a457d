import { RolloutStage } from '../../src';
import type { Combination } from './app';

const ORDER = Object.values(RolloutStage);

/** What cannot stand together, by the code of its refusal; nothing: it has to be proved. */
export function refusedAs({
  plane, stage, ownStage = stage, quarantine, breakGlass, tokens, sharedIdentity, migration, external,
}: Combination): readonly string[] {
  const isBefore = (at: RolloutStage, of: RolloutStage): boolean => ORDER.indexOf(of) < ORDER.indexOf(at);
  const admitted = breakGlass === 'role' ? 'bystander' : breakGlass;
  return [
    ...(breakGlass !== 'nobody' && (quarantine === 'callee' || quarantine === admitted) ? ['break-glass-in-quarantine'] : []),
    ...((sharedIdentity || migration === 'caller and bystander') && plane !== 'no mesh' && (quarantine === 'caller' || quarantine === 'bystander') ? ['quarantine-of-shared-identity'] : []),
    ...((plane === 'waypoint' || (plane === 'ambient' && external !== 'nothing')) && [stage, ownStage].some((of) => isBefore(RolloutStage.EGRESS_SCOPE, of)) ? ['stage-behind-waypoint'] : []),
    ...(tokens && isBefore(RolloutStage.AUTHORIZATION, ownStage) ? ['token-not-observable'] : []),
  ];
}
