import { callerName } from '../../model/names';
import { breakGlassOf } from '../break-glass';
import type { CheckRule } from '../facts';

/** A quarantine wins, and whoever broke the glass has to hear of it rather than find it closed. */
export const breakGlassInQuarantine: CheckRule = ({ index }) => breakGlassOf(index.model.withheld?.edges ?? []).map((edge) => {
  const { callee, caller, breakGlass, constructs } = edge;
  const ends = [callee, ...(caller.kind === 'service' ? [caller.service] : [])];
  const out = ends.find((id) => index.service(id).quarantine !== undefined)!;
  return {
    code: 'break-glass-in-quarantine',
    construct: constructs[0],
    message: `\`${callee}\` lets \`${callerName(caller)}\` in for an emergency (${breakGlass.reason}), and \`${out}\` is in quarantine (${index.service(out).quarantine!.reason})`,
    repair: 'take one of the two back: a quarantine has no exceptions',
  };
});
