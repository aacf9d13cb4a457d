import type { Destination, World } from '../eval';
import { byText, type AccessTable, type CalleeAccess } from './access-table';
import { calleesOf, type Callee } from './enforced/callees';
import { callersAt, NOTHING, type EnforcedCallers } from './enforced/callers';
import { externalTexts } from './enforced/externals';
import { indexWorkloads } from './enforced/workload-index';

/** What the manifests allow, whoever wrote them: one line per caller and port. `subjects`: only about these Services and workloads. */
export function enforcedTable(world: World, subjects?: ReadonlySet<string>): AccessTable {
  const index = indexWorkloads(world);
  const callees = calleesOf(world).filter(({ subject }) => subjects?.has(subject) ?? true);
  const blocks = callees.flatMap((callee) => blocksOf(callee, (destination) => callersAt(world, index, destination))).sort(byText((b) => b.callee));
  return {
    callees: blocks.map(({ callee, rows }): CalleeAccess => ({ callee, callers: rows.map(({ caller, access }) => ({ caller, access })) })),
    externals: externalTexts(world, subjects),
    exceptions: blocks.flatMap(exceptionsOf).sort(),
  };
}

interface Block extends EnforcedCallers {
  readonly callee: string;
}

/** A Service is all of its endpoints; where they differ each gets a block of its own. */
function blocksOf({ name, destinations }: Callee, callersOf: (destination: Destination) => EnforcedCallers): readonly Block[] {
  if (destinations.length === 0) return [{ callee: `${name} (no workload in the manifests)`, rows: [], plaintext: false }];
  const each = destinations.map((destination) => ({ destination, callers: callersOf(destination) }));
  const [{ callers: first }] = each;
  if (each.every(({ callers }) => JSON.stringify(callers) === JSON.stringify(first))) return [{ callee: name, ...first }];
  return each.map(({ destination, callers }) => ({ callee: `${name} at pod:${destination.workload.id}`, ...callers }));
}

function exceptionsOf({ callee, rows, plaintext }: Block): readonly string[] {
  const open = rows.filter(({ crowd, access }) => crowd && access !== NOTHING).map(({ caller, access }) => `${callee} is open to ${caller}: ${access}`);
  return plaintext ? [`${callee} accepts plaintext`, ...open] : open;
}
