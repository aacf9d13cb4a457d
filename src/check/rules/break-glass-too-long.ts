import { callerName } from '../../model/names';
import { breakGlassOf } from '../break-glass';
import type { CheckRule } from '../facts';

/** Left out of the mesh's facts. */
const USUAL_DAYS = 7;
const DAY = 24 * 60 * 60 * 1000;

/** Access for an emergency that outlives it is access that nobody reviewed. Whoever needs it longer says so again, in a diff. */
export const breakGlassTooLong: CheckRule = ({ index: { model } }) => {
  const { asOf, breakGlassMaxDays: days = USUAL_DAYS } = model.mesh;
  if (asOf === undefined) return [];
  const last = new Date(Date.parse(`${asOf}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
  const late = breakGlassOf(model.edges).filter(({ breakGlass }) => breakGlass.expires > last);
  return late.map(({ callee, caller, breakGlass: { expires }, constructs }) => ({
    code: 'break-glass-too-long',
    construct: constructs[0],
    message: `\`${callee}\` lets \`${callerName(caller)}\` in for an emergency until \`${expires}\`, and the ${days} of \`breakGlassMaxDays\` end on \`${last}\``,
    repair: `end it by then, or let \`allowFrom\` grant what is to last`,
  }));
};
