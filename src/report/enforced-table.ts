import { prepare, type Destination, type World } from '../eval';
import { isEmpty } from '../eval/request-set';
import { FRESH } from '../proof/minimal';
import { byText, type AccessTable, type CalleeAccess } from './access-table';
import { calleesOf, type Callee } from './enforced/callees';
import { callersAt, type EnforcedCaller } from './enforced/callers';
import { externalTexts } from './enforced/externals';
import { indexWorkloads } from './enforced/workload-index';

/** What the manifests allow, whoever wrote them: one line per caller and port. `subjects`: only about these Services and workloads. */
export function enforcedTable(world: World, subjects?: ReadonlySet<string>): AccessTable {
  const index = indexWorkloads(world);
  const callees = calleesOf(world).filter(({ subject }) => subjects?.has(subject) ?? true);
  const blocks = callees.flatMap((callee) => blocksOf(callee, (destination) => callersAt(world, index, destination))).sort(byText((b) => b.callee));
  return {
    callees: blocks.map(({ callee, callers }): CalleeAccess => ({ callee, callers: callers.map(({ caller, access }) => ({ caller, access })) })),
    externals: externalTexts(world, subjects),
    exceptions: blocks.flatMap((block) => exceptionsOf(world, block)).sort(),
  };
}

interface Block {
  readonly callee: string;
  readonly callers: readonly EnforcedCaller[];
  readonly destinations: readonly Destination[];
}

/** A Service is all of its endpoints; where they differ each gets a block of its own. */
function blocksOf({ name, destinations }: Callee, callersOf: (destination: Destination) => readonly EnforcedCaller[]): readonly Block[] {
  if (destinations.length === 0) return [{ callee: `${name} (no workload in the manifests)`, callers: [], destinations }];
  const each = destinations.map((destination) => ({ destination, callers: callersOf(destination) }));
  const [first] = each;
  const same = each.every(({ callers }) => JSON.stringify(callers) === JSON.stringify(first.callers));
  if (same) return [{ callee: name, callers: first.callers, destinations }];
  return each.map(({ destination, callers }) => ({ callee: `${name} at pod:${destination.workload.id}`, callers, destinations: [destination] }));
}

function exceptionsOf(world: World, { callee, callers, destinations }: Block): readonly string[] {
  const open = callers.filter(({ crowd }) => crowd).map(({ caller, access }) => `${callee} is open to ${caller}: ${access}`);
  return destinations.some((destination) => acceptsPlaintext(world, destination)) ? [`${callee} accepts plaintext`, ...open] : open;
}

/** Only where there is a proxy that could ask for more. */
function acceptsPlaintext(world: World, destination: Destination): boolean {
  if (!world.settings.mesh || destination.workload.dataPlane !== 'sidecar' || destination.protocol !== 'TCP') return false;
  const { layers } = prepare(world, destination).explore({ name: 'plaintext', pod: true, namespace: FRESH.namespace, labels: {} });
  const mtls = layers.find(({ layer }) => layer === 'mtls')!;
  return !isEmpty(mtls.allow) || !isEmpty(mtls.maybe);
}
