import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMAND_LINE } from '../cli/command-line';
import { action, type Ran, ROOT, runAction } from './composite';
import { FakeGitHub } from './github';

const github = new FakeGitHub();
const directory = realpathSync(mkdtempSync(join(tmpdir(), 'mesh-access-')));
const workspace = join(directory, 'repository');
const temp = join(directory, 'temp');
const summary = join(directory, 'summary.md');
let api = '';

const git = (...args: string[]): string => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example', '-c', 'protocol.file.allow=always', ...args], { cwd: workspace, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
const write = (name: string, text: string): void => writeFileSync(join(workspace, name), text);
const commit = (message: string): string => {
  git('add', '-A');
  git('commit', '--allow-empty', '-m', message);
  return git('rev-parse', 'HEAD');
};

/** The program itself, from its sources. */
const REAL = ['node', ...COMMAND_LINE].join(' ');
/** What it says is in a file: about comments and labels the program has no say. */
const SAID = `bash ${join(directory, 'said.sh')}`;
const SYNTH = 'test ! -e broken && mkdir -p dist && cp manifests/*.yaml dist/';
const DIFF = '### Access: 1 broadening\n\n**shop/catalog:3550**\n';

function says(exit: number, markdown = DIFF): void {
  writeFileSync(join(directory, 'diff.md'), markdown);
  writeFileSync(join(directory, 'said.sh'), `if [ "$1" = diff ]; then cat ${join(directory, 'diff.md')}; exit ${exit}; fi\necho '{"runs":[]}'\n`);
}

beforeAll(async () => {
  api = await github.listen();
  mkdirSync(join(workspace, 'manifests'), { recursive: true });
  git('init', '-b', 'main');
  write('README.md', 'nothing yet\n');
  commit('nothing');
  git('branch', 'empty');
  write('cdk8s.yaml', 'app: none\n');
  write('.gitignore', 'dist/\n');
  cpSync(join(ROOT, 'test/cli/shop'), join(workspace, 'manifests'), { recursive: true });
  commit('the shop');
  git('checkout', '-b', 'branch');
  const policy = readFileSync(join(workspace, 'manifests/catalog.yaml'), 'utf8');
  write('manifests/catalog.yaml', policy.replace('methods: [POST]', 'methods: [DELETE, POST]'));
  commit('more');
});

afterAll(() => {
  github.close();
  rmSync(directory, { recursive: true });
});

beforeEach(() => {
  github.reset();
  says(1);
  rmSync(temp, { recursive: true, force: true });
  mkdirSync(temp);
  writeFileSync(summary, '');
  git('checkout', '--force', 'branch');
  git('clean', '-fdxq');
});

interface Run {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly base?: string;
  readonly fork?: boolean;
  readonly labels?: readonly string[];
  readonly event?: string;
  readonly ref?: string;
  readonly sha?: string;
}

function run({ inputs = {}, base = 'main', fork = false, labels = [], event = 'pull_request', ref = 'refs/heads/branch', sha = '' }: Run = {}): Promise<Ran> {
  const pull = { number: 7, labels: labels.map((name) => ({ name })), head: { repo: { full_name: fork ? 'other/shop' : 'shop/shop' } } };
  const payload = join(temp, 'event.json');
  writeFileSync(payload, JSON.stringify(event === 'push' ? {} : { pull_request: pull }));
  return runAction({
    workspace,
    inputs: { synth: SYNTH, install: '', cli: SAID, ...inputs },
    github: { action_path: ROOT, token: 'token', ...(event === 'push' ? {} : { 'event.pull_request.base.sha': git('rev-parse', base) }) },
    env: {
      PATH: process.env.PATH!, HOME: temp, RUNNER_TEMP: temp, GITHUB_EVENT_PATH: payload, GITHUB_EVENT_NAME: event, GITHUB_REPOSITORY: 'shop/shop', GITHUB_ACTOR: 'somebody',
      GITHUB_REF: ref, GITHUB_SHA: sha, GITHUB_API_URL: api, GITHUB_SERVER_URL: 'https://github.example', GITHUB_RUN_ID: '1', GITHUB_STEP_SUMMARY: summary,
    },
  });
}

const NOT = 'Not permitted: the label `access-broadening-approved` would permit it.\n';
const shown = (): string => readFileSync(summary, 'utf8');

describe('with the program', () => {
  test('a request more is said, and does not pass', async () => {
    const { ok, outcomes, used, outputs } = await run({ inputs: { cli: REAL } });
    expect([ok, outcomes]).toEqual([false, { synth: 'success', compare: 'success', verdict: 'success', upload: 'success', permitted: 'failure' }]);
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0].body).toMatch(/^<!-- mesh-access ".\/dist" -->\n### Access: 1 broadening\n[^]*DELETE[^]*Not permitted: the label/);
    expect(used.upload).toEqual({ sarif_file: outputs.sarif, category: 'mesh-access/.', token: 'token' });
    expect(JSON.parse(readFileSync(outputs.sarif, 'utf8'))).toMatchObject({ version: '2.1.0' });
  }, 60_000);

  test('a base without the project has no access: everything is new, and is said to be', async () => {
    const { ok, outputs } = await run({ base: 'empty', inputs: { cli: REAL } });
    expect([ok, outputs.beyond]).toEqual([false, 'true']);
    expect(github.comments[0].body).toContain(`The base \`${git('rev-parse', 'empty').slice(0, 12)}\` has no \`./cdk8s.yaml\`: everything is new.`);
    expect(github.comments[0].body).toContain('shop/catalog:3550');
  }, 60_000);

  test('findings in a project that is a folder are at their place in the repository', async () => {
    mkdirSync(join(workspace, 'apps'));
    git('mv', 'manifests', 'cdk8s.yaml', 'apps');
    commit('moved');
    const { outputs } = await run({ base: 'HEAD', inputs: { cli: REAL, directory: 'apps' } });
    git('reset', '--hard', 'HEAD~1');
    const [{ results }] = (JSON.parse(readFileSync(outputs.sarif, 'utf8')) as { readonly runs: readonly { readonly results: readonly { readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }[] }[] }[] }).runs;
    expect(results.length).toBeGreaterThan(0);
    expect(results.flatMap(({ locations }) => locations.map((l) => l.physicalLocation.artifactLocation.uri)).filter((uri) => !uri.startsWith('apps/dist/'))).toEqual([]);
  }, 60_000);
});

describe('the comment', () => {
  test('is written once and updated in place, among many and whatever others write', async () => {
    for (let id = 1; id <= 120; id++) github.comments.push({ id, user: { login: 'somebody' }, body: '<!-- mesh-access "./dist" -->\nnone of ours' });
    await run();
    expect(github.comments.map((c) => c.body).slice(120)).toEqual([`<!-- mesh-access "./dist" -->\n${DIFF}\n${NOT}`]);
    says(0, '### Access: no access change\n');
    expect((await run()).ok).toBe(true);
    expect(github.comments.map((c) => c.body).slice(119)).toEqual(['<!-- mesh-access "./dist" -->\nnone of ours', '<!-- mesh-access "./dist" -->\n### Access: no access change\n']);
  });

  test('is another one for another project', async () => {
    await run();
    await run({ inputs: { output: './dist' } });
    expect(github.comments).toHaveLength(2);
  });

  test('is no longer than one may be, and says where the rest is', async () => {
    says(1, `${DIFF}<details><summary>ports</summary>\n\n${'- a line\n'.repeat(20_000)}</details>\n`);
    await run();
    const [{ body }] = github.comments;
    expect(body.length).toBeLessThanOrEqual(65_536);
    const place = 'https://github.example/shop/shop/actions/runs/1';
    const end = `- a line\n\n</details>\n\nLonger than a comment may be: all of it is in the [summary of the run](${place}).\n${NOT}`;
    expect(body.endsWith(end)).toBe(true);
    expect(shown()).toBe(`${readFileSync(join(directory, 'diff.md'), 'utf8')}\n${NOT}\n`);
  });

  test('is tried again where the server is at fault', async () => {
    github.faults = 2;
    await run();
    expect(github.comments).toHaveLength(1);
  });
});

describe('where nobody may write', () => {
  test('a fork\'s change is in the summary, fails all the same, and uploads nothing', async () => {
    const { ok, log, used } = await run({ fork: true });
    expect([ok, github.comments, used]).toEqual([false, [], {}]);
    expect(log).toContain('::notice title=mesh-access::the token of this pull request may only read');
    expect(shown()).toBe(`${DIFF}\n${NOT}\n`);
  });

  test('a token that may not comment is said, and nothing else changes', async () => {
    github.mayWrite = false;
    const { ok, log } = await run();
    expect([ok, shown()]).toEqual([false, `${DIFF}\n${NOT}\n`]);
    expect(log).toContain('::warning title=mesh-access::the token may not comment');
  });

  test('a push has a summary', async () => {
    const { ok } = await run({ event: 'push', inputs: { base: 'main' } });
    expect([ok, github.comments, shown()]).toEqual([false, [], `${DIFF}\n${NOT}\n`]);
  });
});

describe('what may pass', () => {
  test('what the label permits, as it is now', async () => {
    github.labels = ['access-broadening-approved'];
    expect((await run()).ok).toBe(true);
    expect(github.comments[0].body).toContain('Permitted by the label `access-broadening-approved`.');
    github.labels = [];
    expect((await run({ labels: ['access-broadening-approved'] })).ok).toBe(false);
  });

  test('what another label permits, if that is the one', async () => {
    github.labels = ['ok "to" $(go)'];
    expect((await run({ inputs: { label: 'ok "to" $(go)' } })).ok).toBe(true);
  });

  test.each([[0, true], [1, false]])('a comparison that exits with %i', async (exit, ok) => {
    says(exit);
    expect((await run()).ok).toBe(ok);
  });
});

describe('what cannot be compared does not pass, and is said', () => {
  const broken = async (given: Run, text: string): Promise<void> => {
    github.labels = ['access-broadening-approved'];
    const { ok, outcomes } = await run(given);
    expect([ok, outcomes.permitted, outcomes.upload]).toEqual([false, 'skipped', 'skipped']);
    expect(shown()).toContain(text);
    expect(github.comments.map((c) => c.body)).toEqual([expect.stringContaining(`### Access: not compared\n\n${text}`)]);
  };

  test('a base that does not synthesize', async () => {
    git('checkout', '-b', 'broken', 'main');
    write('broken', '');
    const base = commit('broken');
    git('checkout', '-b', 'repaired');
    rmSync(join(workspace, 'broken'));
    commit('repaired');
    await broken({ base }, `the base \`${base.slice(0, 12)}\` gives no manifests in \`./dist\``);
  });

  test('a change that does not synthesize', async () => {
    write('broken', '');
    await broken({}, 'there are no manifests in `./dist`; the log says why');
  });

  test('manifests that cannot be read', async () => {
    says(2);
    await broken({}, '`mesh-access diff` cannot read the manifests');
  });

  test('a program that says nothing of use', async () => {
    writeFileSync(join(directory, 'said.sh'), 'exit 0\n');
    await broken({}, 'The log of the run says why.');
  });

  test('a base that is nowhere', () => broken({ inputs: { base: '0123456789012345678901234567890123456789' } }, 'the base `0123456789012345678901234567890123456789` cannot be fetched'));
  test('nothing to compare with', async () => {
    const { ok, log } = await run({ event: 'push' });
    expect([ok, log]).toEqual([false, expect.stringContaining('this is no pull request; say in `base` what to compare with')]);
  });
  test('on `pull_request_target`', () => broken({ event: 'pull_request_target' }, 'run it on `pull_request`'));
  test('a path out of the repository', () => broken({ inputs: { output: '../dist' } }, '`directory` and `output` are paths in the repository'));
});

describe('what it is compared with', () => {
  const base = (): string => readFileSync(join(temp, 'mesh-access/base-revision'), 'utf8').trim();

  test('where the branch parted, however the base went on', async () => {
    const parted = git('rev-parse', 'main');
    git('checkout', '-b', 'moved', 'main');
    const moved = commit('went on');
    git('checkout', 'branch');
    await run({ base: moved });
    expect(base()).toBe(parted);
  });

  test('what GitHub merges it into', async () => {
    git('checkout', '-b', 'merge', 'main');
    const into = commit('went on further');
    git('merge', '--no-ff', '-m', 'Merge', 'branch');
    await run({ ref: 'refs/pull/7/merge', sha: git('rev-parse', 'HEAD') });
    expect(base()).toBe(into);
  });

  test('not with the branch itself where it was merged into', async () => {
    const parted = git('rev-parse', 'main');
    git('checkout', '-b', 'merged', 'branch');
    git('merge', '--no-ff', '-m', 'Merge', git('commit-tree', '-p', parted, '-m', 'main', `${parted}^{tree}`));
    await run({ ref: 'refs/pull/7/merge', sha: '0'.repeat(40) });
    expect(base()).toBe(parted);
  });

  test('in a shallow clone, with what is fetched', async () => {
    const clone = join(directory, 'clone');
    execFileSync('git', ['clone', '--quiet', '--depth=1', '--branch=branch', `file://${workspace}`, clone]);
    const ran = await runAction({
      workspace: clone,
      inputs: { synth: SYNTH, install: '', cli: SAID, base: git('rev-parse', 'main') },
      github: { action_path: ROOT, token: 'token' },
      env: { PATH: process.env.PATH!, HOME: temp, RUNNER_TEMP: temp, GITHUB_EVENT_PATH: eventFile(), GITHUB_EVENT_NAME: 'push', GITHUB_REPOSITORY: 'shop/shop', GITHUB_STEP_SUMMARY: summary, GITHUB_API_URL: api },
    });
    expect([ran.outcomes.compare, base()]).toEqual(['success', git('rev-parse', 'main')]);
  });

  function eventFile(): string {
    writeFileSync(join(temp, 'event.json'), '{}');
    return join(temp, 'event.json');
  }
});

test('manifests that are committed need no synth', async () => {
  write('.gitignore', '');
  execFileSync('bash', ['-c', SYNTH], { cwd: workspace });
  commit('manifests');
  const { outcomes } = await run({ base: 'HEAD', inputs: { synth: '', install: 'false' } });
  git('reset', '--hard', 'HEAD~1');
  expect(outcomes.compare).toBe('success');
});

test('nothing that people write is text of a script, and everything that is used exists', () => {
  for (const { run: script, uses } of action.runs.steps) {
    expect(script ?? '').not.toContain('${{');
    for (const [, file] of (script ?? '').matchAll(/\$ACTION_PATH\/([\w./]+)/g)) expect(existsSync(join(ROOT, file))).toBe(true);
    if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/);
  }
  const text = readFileSync(join(ROOT, 'action.yml'), 'utf8');
  for (const [, input] of text.matchAll(/inputs\.([\w-]+)/g)) expect(Object.keys(action.inputs)).toContain(input);
  for (const input of Object.keys(action.inputs)) expect(text).toContain(`\${{ inputs.${input} }}`);
});
