import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lanes } from './harness/lanes';
import { parseOptions, USAGE } from './harness/options';
import { ROOT } from './harness/paths';
import { unitsOf } from './harness/units';
import { conformanceDocument } from './report/document';
import { recordLongRun } from './report/long-run';

async function main(): Promise<boolean> {
  const args = process.argv.slice(2);
  const options = parseOptions(args);
  const lanes = new Lanes(unitsOf(options), args, (line) => console.log(line));
  await lanes.run();
  const { findings, counts: { passed, failed } } = lanes;
  for (const f of findings) console.log(`${f.section}: ${f.checked}: ${f.count}: ${f.result}`);
  // A run with a failure has nothing to put on record.
  if (options.document && failed === 0) writeFileSync(join(ROOT, 'docs/conformance.md'), conformanceDocument(findings));
  if (options.record && failed === 0) recordLongRun({ seed: options.seed, findings });
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
}

main().then((ok) => process.exit(ok ? 0 : 1), (error: unknown) => {
  console.error(error instanceof Error && error.message.startsWith('--') ? `${error.message}\n\n${USAGE}` : error);
  process.exit(2);
});
