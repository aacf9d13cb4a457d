import type { World } from '../eval';
import { callerText, parseCaller, type TargetQuestion } from '../eval/ask';
import { callersOf } from '../eval/ask/callers';
import { destinationsOf } from '../eval/ask/destinations';
import { QuestionError } from '../eval/ask/error';
import type { CallerAccess } from './access-table';
import { identityName } from './declared-names';
import { callersAt, NOTHING, type EnforcedCaller } from './enforced/callers';
import { indexWorkloads } from './enforced/workload-index';

/** Who may call a target, held against who is expected to. */
export interface WhoMayCall {
  readonly allowed: readonly CallerAccess[];
  /** Allowed, or not certain to be denied, and not expected. */
  readonly unexpected: readonly CallerAccess[];
  /** Expected, and allowed nothing. */
  readonly missing: readonly string[];
}

/** `expected`: callers as questions write them, or as the table does (`any mesh identity`, `10.0.0.0/8`). */
export function whoMayCall(world: World, target: TargetQuestion, expected: readonly string[]): WhoMayCall {
  const found = destinationsOf(world, target);
  if ('unknown' in found) throw new QuestionError({ message: found.unknown, repair: 'ask about pods that are in the manifests' });
  const index = indexWorkloads(world);
  const rows = found.destinations.flatMap((destination) => callersAt(world, index, destination).rows);
  const allowed = unique(rows.filter(({ access }) => access !== NOTHING));
  const names = expected.map((text) => allowed.some(({ caller }) => caller === text) ? text : expectedName(world, text));
  return {
    allowed,
    unexpected: allowed.filter((row) => !names.some((name) => isAbout(row, name))),
    missing: names.filter((name) => !allowed.some((row) => isAbout(row, name))),
  };
}

/** A line about one workload is about its service account, too. */
function isAbout({ caller, account }: EnforcedCaller, name: string): boolean {
  return caller === name || account === name;
}

function expectedName(world: World, text: string): string {
  const caller = parseCaller(text);
  callersOf(world, caller); // somebody who does not exist is a slip, not a caller that is missing
  return caller.kind === 'principal' ? identityName(caller.principal, world.settings.trustDomain) : callerText(caller);
}

function unique(rows: readonly EnforcedCaller[]): readonly EnforcedCaller[] {
  return [...new Map(rows.map((row) => [`${row.caller} ${row.access}`, row])).values()];
}
