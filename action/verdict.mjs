// Says on the pull request what was found, once and always in the same comment, and whether it may pass.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { api, pages } from './github.mjs';
import { eventOf, outDirectory, setOutput } from './shared.mjs';

/** Longer is refused: https://github.com/orgs/community/discussions/27190 */
const COMMENT = 65_536;
/** Of bytes: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#step-isolation-and-limits */
const SUMMARY = 1_000_000;

const { LABEL, COMPARED, BEYOND, DIRECTORY, OUTPUT, COMMENT_AUTHOR } = process.env;
const { GITHUB_REPOSITORY, GITHUB_SERVER_URL, GITHUB_RUN_ID, GITHUB_STEP_SUMMARY } = process.env;
const { pull, readOnly } = eventOf();
const compared = COMPARED === 'success';
const permitted = (await labels()).includes(LABEL);
// Not compared is not passed, whatever a label says of what was compared before.
const passes = compared && (BEYOND !== 'true' || permitted);

// Two projects of a repository have a comment each. What is hidden in it ends where a comment of HTML does.
const marker = `<!-- mesh-access ${JSON.stringify(`${DIRECTORY}/${OUTPUT}`).replaceAll('--', '- -').replaceAll('>', '')} -->`;
const text = [compared ? contentOf('access.md') : `### Access: not compared\n\n${contentOf('failure.txt') || 'The log of the run says why.\n'}`, contentOf('note.md'), verdictText()].filter((part) => part !== '').join('\n');

summarize(text);
await comment();
setOutput('exit', passes ? 0 : 1);
if (!passes && compared) console.log(`::error title=mesh-access::access changes beyond what is permitted; the label \`${LABEL}\` permits it`);

function contentOf(name) {
  const path = join(outDirectory(), name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function verdictText() {
  if (!compared || BEYOND !== 'true') return '';
  return permitted ? `Permitted by the label \`${LABEL}\`.\n` : `Not permitted: the label \`${LABEL}\` would permit it.\n`;
}

/** As they are now: those of the event are as they were when it began, and somebody may run it again. */
async function labels() {
  if (pull === undefined) return [];
  const now = await pages(`/repos/${GITHUB_REPOSITORY}/issues/${pull.number}/labels`);
  return (now ?? pull.labels).map(({ name }) => name);
}

/** What is shown where nobody may write, and where a comment is cut. */
function summarize(all) {
  const lines = Buffer.from(all).length <= SUMMARY ? all : cut(all, SUMMARY / 4, 'The rest is longer than a summary may be.');
  appendFileSync(GITHUB_STEP_SUMMARY, `${lines}\n`);
}

async function comment() {
  if (pull === undefined) return;
  if (readOnly) {
    console.log('::notice title=mesh-access::the token of this pull request may only read: what changes is in the summary of the run, not in a comment');
    return;
  }
  const path = `/repos/${GITHUB_REPOSITORY}/issues`;
  const known = await pages(`${path}/${pull.number}/comments`);
  // Somebody else could write the marker, too.
  const own = known?.find(({ body, user }) => user?.login === COMMENT_AUTHOR && body?.startsWith(marker));
  const run = `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
  const body = cut(`${marker}\n${text}`, COMMENT, `Longer than a comment may be: all of it is in the [summary of the run](${run}).`);
  const done = own === undefined
    ? await api('POST', `${path}/${pull.number}/comments`, { body })
    : await api('PATCH', `${path}/comments/${own.id}`, { body });
  if (done === undefined) console.log('::warning title=mesh-access::the token may not comment (`pull-requests: write`): what changes is in the summary of the run');
}

/** By whole lines, with what is open closed. */
function cut(all, limit, why) {
  if (all.length <= limit) return all;
  const lines = [];
  let length = why.length + 200;
  for (const line of all.split('\n')) {
    length += line.length + 1;
    if (length > limit) break;
    lines.push(line);
  }
  const open = lines.filter((l) => l.includes('<details>')).length - lines.filter((l) => l.includes('</details>')).length;
  return [...lines, ...Array(Math.max(0, open)).fill('\n</details>'), '', why, verdictText()].join('\n');
}
