import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkAdmitted } from './checks/admitted';
import { checkCheap } from './checks/cheap';
import type { Context } from './checks/context';
import { checkEnforced, checkRandom } from './checks/enforced';
import { checkExitTests } from './checks/exit-tests';
import { checkExitTestCommands } from './checks/exit-tests-commands';
import { checkExitTestsOfEnvoy } from './checks/exit-tests-envoy';
import { checkGateways } from './checks/gateways';
import { checkHelm } from './checks/helm';
import { checkObserved } from './checks/observed';
import { checkNormalization } from './checks/normalization';
import { checkOutbound } from './checks/outbound';
import { checkRandomWays, checkWays } from './checks/ways';
import { checkRandomWaypoint, checkWaypoint } from './checks/waypoint';
import { checkRandomZtunnel, checkZtunnel } from './checks/ztunnel';
import { Istiod } from './harness/istiod';
import { Ledger } from './harness/ledger';
import { parseOptions, type Section, USAGE } from './harness/options';
import { ROOT } from './harness/paths';
import { Workspace } from './harness/workspace';
import { conformanceDocument } from './report/document';
import { Findings } from './report/findings';
import { recordLongRun } from './report/long-run';

type Check = (context: Context) => Promise<void>;

const CHECKS: Readonly<Record<Section, readonly Check[]>> = {
  admitted: [checkAdmitted],
  enforced: [checkEnforced, checkGateways, checkWays, checkRandomWays, checkRandom, checkNormalization, checkOutbound, checkObserved],
  ztunnel: [checkZtunnel],
  waypoint: [checkWaypoint],
  cheap: [checkCheap],
  helm: [checkHelm],
  'exit-tests': [checkExitTests, checkExitTestsOfEnvoy, checkExitTestCommands],
};
const RANDOM: Readonly<Partial<Record<Section, readonly Check[]>>> = {
  enforced: [checkRandom, checkRandomWays], ztunnel: [checkRandomZtunnel], waypoint: [checkRandomWaypoint],
};

async function main(): Promise<boolean> {
  const options = parseOptions(process.argv.slice(2));
  const workspace = new Workspace();
  const ledger = new Ledger((line) => console.log(line));
  const findings = new Findings();
  const istiod = new Istiod(workspace);
  const context: Context = { options, workspace, istiod, ledger, findings };
  for (const section of options.sections) {
    for (const check of options.randomOnly ? RANDOM[section] ?? [] : CHECKS[section]) await ledger.guard(section, () => check(context));
  }
  await istiod.stop();
  for (const f of findings.all) console.log(`${f.section}: ${f.checked}: ${f.count}: ${f.result}`);
  // A run with a failure has nothing to put on record.
  if (options.document && ledger.ok) writeFileSync(join(ROOT, 'docs/conformance.md'), conformanceDocument(findings.all));
  if (options.record && ledger.ok) recordLongRun({ seed: options.seed, findings: findings.all });
  console.log(ledger.summary);
  return ledger.ok;
}

main().then((ok) => process.exit(ok ? 0 : 1), (error: unknown) => {
  console.error(error instanceof Error && error.message.startsWith('--') ? `${error.message}\n\n${USAGE}` : error);
  process.exit(2);
});
