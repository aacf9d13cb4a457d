// What changes from the base to what is checked out, as Markdown, and known traps of what is checked out, as SARIF.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { posix } from 'node:path';
import { eventOf, fail, outDirectory, setOutput } from './shared.mjs';

const { CLI, DIRECTORY, OUTPUT, NAMES, FAIL_ON, SUPPRESSIONS, AS_OF, SARIF } = process.env;
const out = outDirectory();

/** `cli` is words of a shell, which whoever wrote the workflow chose; arguments are never read as such. */
function meshAccess(...args) {
  const { status, stdout, stderr, error } = spawnSync('bash', ['-c', `${CLI} "$@"`, 'mesh-access', ...args], { cwd: DIRECTORY, encoding: 'utf8', maxBuffer: 2 ** 28 });
  process.stderr.write(stderr ?? '');
  if (error !== undefined || (status !== 0 && status !== 1)) fail(`\`mesh-access ${args[0]}\` cannot read the manifests; the log says why`);
  return { status, stdout };
}

const diff = meshAccess('diff', `${out}/before`, OUTPUT, '--format', 'markdown', '--fail-on', FAIL_ON, ...(NAMES === '' ? [] : ['--rename', NAMES]));
writeFileSync(`${out}/access.md`, diff.stdout);
setOutput('beyond', String(diff.status === 1));
setOutput('report', `${out}/access.md`);

const audit = meshAccess('audit', OUTPUT, '--format', 'sarif', ...(SUPPRESSIONS === '' ? [] : ['--suppressions', SUPPRESSIONS]), ...(AS_OF === '' ? [] : ['--as-of', AS_OF]));
const log = JSON.parse(audit.stdout);
// Code scanning takes places from the top of the repository.
for (const { results } of log.runs) {
  for (const { locations, relatedLocations = [] } of results) {
    for (const { physicalLocation } of [...locations, ...relatedLocations]) {
      const place = physicalLocation?.artifactLocation;
      if (place !== undefined) place.uri = posix.join(DIRECTORY, place.uri);
    }
  }
}
writeFileSync(`${out}/audit.sarif`, JSON.stringify(log));
setOutput('sarif', `${out}/audit.sarif`);
// The token of a fork's or Dependabot's pull request may only read: https://docs.github.com/en/actions/security-for-github-actions/security-guides/automatic-token-authentication
setOutput('upload', String(SARIF === 'true' && !eventOf().readOnly));
