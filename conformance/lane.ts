import { checkAdmitted } from './checks/admitted';
import { checkCheap } from './checks/cheap';
import type { Context } from './checks/context';
import { checkEnforced, checkRandom } from './checks/enforced';
import { checkExitTests } from './checks/exit-tests';
import { checkExitTestCommands } from './checks/exit-tests-commands';
import { checkExitTestsOfEnvoy } from './checks/exit-tests-envoy';
import { checkGateways } from './checks/gateways';
import { checkHelm } from './checks/helm';
import { checkNormalization } from './checks/normalization';
import { checkObserved } from './checks/observed';
import { checkOutbound } from './checks/outbound';
import { checkRandomWaypoint, checkWaypoint } from './checks/waypoint';
import { checkRandomWays, checkWays } from './checks/ways';
import { checkRandomZtunnel, checkZtunnel } from './checks/ztunnel';
import { Istiod } from './harness/istiod';
import type { Said } from './harness/lanes';
import { Ledger } from './harness/ledger';
import { parseOptions } from './harness/options';
import type { Unit } from './harness/units';
import { Workspace } from './harness/workspace';

const CHECKS: Readonly<Record<Unit, (context: Context) => Promise<void>>> = {
  admitted: checkAdmitted,
  meshes: checkEnforced,
  'tokens at gateways': checkGateways,
  ways: checkWays,
  'random ways': checkRandomWays,
  'random policies': checkRandom,
  normalization: checkNormalization,
  outbound: checkOutbound,
  observed: checkObserved,
  ztunnel: checkZtunnel,
  'random ztunnel': checkRandomZtunnel,
  waypoint: checkWaypoint,
  'random waypoints': checkRandomWaypoint,
  cheap: checkCheap,
  helm: checkHelm,
  'exit tests': checkExitTests,
  'exit tests of Envoy': checkExitTestsOfEnvoy,
  'exit test commands': checkExitTestCommands,
};

const options = parseOptions(process.argv.slice(2));
const workspace = new Workspace();
const istiod = new Istiod(workspace);

/** A lane of a run: makes one unit after the other, as they are given to it, and says what becomes of each; see harness/lanes.ts. */
async function make(unit: Unit): Promise<void> {
  const say = (said: Said): void => void process.send!(said);
  const ledger = new Ledger((line) => say({ line }));
  const findings = { add: (...[section, checked, count, result]: Parameters<Context['findings']['add']>) => say({ finding: { section, checked, count, result } }) };
  await ledger.guard(unit, () => CHECKS[unit]({ options, workspace, istiod, ledger, findings }));
  say({ ended: ledger.counts });
}

process.on('message', (unit: Unit) => void make(unit));
// Whoever gave the units is done, or is no more.
process.once('disconnect', () => process.exit());
