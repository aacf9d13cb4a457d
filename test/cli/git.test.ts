import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../src/cli/program';

/** A repository whose main has the shop, and whose branch lets one request more into it. */
describe('revisions', () => {
  const before = process.cwd();
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'mesh-access-')));
  const git = (...args: string[]): void => void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example', ...args], { cwd: directory, stdio: 'ignore' });
  const policy = join(directory, 'dist/catalog.yaml');

  beforeAll(() => {
    process.chdir(directory);
    git('init', '-b', 'main');
    cpSync(join(__dirname, 'shop'), join(directory, 'dist'), { recursive: true });
    git('add', '.');
    git('commit', '-m', 'the shop');
    git('checkout', '-b', 'branch');
    writeFileSync(policy, readFileSync(policy, 'utf8').replace('methods: [POST]', 'methods: [DELETE, POST]'));
    git('commit', '-am', 'more');
    git('checkout', 'main');
    writeFileSync(join(directory, 'dist/redis.yaml'), '');
    git('commit', '-am', 'no cache');
    git('checkout', 'branch');
  });

  afterAll(() => {
    process.chdir(before);
    rmSync(directory, { recursive: true });
  });

  async function run(...argv: string[]): Promise<readonly [exit: number, out: string, err: string]> {
    let [out, err] = ['', ''];
    const exit = await runCli(argv, { out: (text) => void (out += text), err: (text) => void (err += text) });
    return [exit, out, err];
  }

  const MORE = /^shop\/catalog:3550\n {2}broadening {2}shop\/frontend may now: DELETE .*\(branch:dist\/catalog\.yaml:44\)\n/s;

  test('from where a branch parted', async () => {
    expect(await run('diff', 'main...branch', '--', 'dist')).toEqual([1, expect.stringMatching(MORE), '']);
    expect((await run('diff', 'main...branch'))[1]).not.toContain('redis');
  });

  test('from one to the other', async () => {
    const [exit, out] = await run('diff', 'main..branch', '--', 'dist');
    expect([exit, out]).toEqual([1, expect.stringMatching(/redis/)]);
    expect((await run('diff', 'main..branch', '--', 'dist/catalog.yaml', 'dist/namespace.yaml', 'dist/frontend.yaml'))[1]).not.toContain('redis');
  });

  test('of one with the files as they are', async () => {
    expect(await run('diff', 'HEAD', '--', 'dist')).toEqual([0, 'no access change\n', '']);
  });

  test('and paths that are in neither of them', async () => {
    expect(await run('diff', 'main..branch', '--', 'dist', 'disst', '--fail-on', 'any')).toEqual([2, '', [
      '[unknown-path] neither `main` nor `branch` has manifests at `disst`; check the spelling, as seen from this directory',
      '[unknown-path] neither `main` nor `branch` has manifests at `--fail-on`; give options before `--`',
      '[unknown-path] neither `main` nor `branch` has manifests at `any`; check the spelling, as seen from this directory\n',
    ].join('\n')]);
  });

  test('with a path behind a colon', async () => {
    expect(await run('diff', 'main:dist', 'branch:dist')).toEqual([2, '', ['main:dist', 'branch:dist']
      .map((text) => `[bad-argument] \`${text}\` is no path here; name revisions and paths apart: \`main..HEAD -- dist\`\n`).join('')]);
  });

  test('that are not there', async () => {
    expect(await run('diff', 'nowhere..branch')).toEqual([2, '', expect.stringContaining('[missing-argument]')]);
    expect(await run('diff', 'nowhere..branch', 'a', 'b')).toEqual([2, '', expect.stringContaining('`nowhere..branch` is neither a path nor a range of revisions')]);
    expect(await run('diff', 'nowhere..branch', '--', 'dist')).toEqual([2, '',
      '[bad-argument] `nowhere..branch` is neither a path nor a range of revisions that git knows here; check the names, and that they were fetched\n']);
  });

  test('of a directory that is at one of them alone', async () => {
    git('mv', 'dist', 'out');
    git('commit', '-m', 'renamed');
    try {
      expect(await run('diff', 'HEAD~1..HEAD', '--', 'dist', 'out')).toEqual([0, 'no access change\n', '']);
      expect((await run('diff', 'HEAD~1..HEAD', '--', 'dist'))[2]).toMatch(/^`HEAD` has no manifests at `dist`: all access is gone; if a directory was renamed, name both paths\n/);
      expect((await run('diff', 'HEAD~1', '--', 'out'))[2]).toBe('`HEAD~1` has no manifests at `out`: all access is new; if a directory was renamed, name both paths\n');
    } finally {
      git('reset', '--hard', 'HEAD~1');
    }
  });

  test('without manifests', async () => {
    expect(await run('diff', 'main..branch', '--', 'charts')).toEqual([2, '', expect.stringMatching(/^\[unknown-path\] neither `main` nor `branch` has manifests at `charts`/)]);
  });
});
