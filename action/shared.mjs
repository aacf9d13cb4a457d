// What the scripts know of the run that they are part of.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const outDirectory = () => join(process.env.RUNNER_TEMP, 'mesh-access');

/** The pull request that this run is about, if it is about one. `readOnly`: the token may not write to it. */
export function eventOf() {
  const { pull_request: pull } = JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'));
  if (pull === undefined) return { readOnly: false };
  // A fork that was deleted is null.
  const readOnly = pull.head.repo?.full_name !== process.env.GITHUB_REPOSITORY || process.env.GITHUB_ACTOR === 'dependabot[bot]';
  return { pull, readOnly };
}

/** Of our own words and of numbers; a value of several lines would be several. */
export function setOutput(name, value) {
  appendFileSync(process.env.GITHUB_OUTPUT, `${name}=${value}\n`);
}

export function fail(text) {
  writeFileSync(join(outDirectory(), 'failure.txt'), `${text}\n`);
  console.log(`::error title=mesh-access::${text}`);
  process.exit(1);
}
