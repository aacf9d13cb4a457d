import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { COMMAND_LINE } from './command-line';

const ROOT = join(__dirname, '../..');

/** The real program in a process of its own; `broken`: whoever reads its output goes away at once. */
function run(argv: readonly string[], broken = false): Promise<{ readonly exit: number | null; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...COMMAND_LINE, ...argv], { cwd: __dirname });
    let stdout = '';
    let stderr = '';
    if (broken) child.stdout.destroy();
    else child.stdout.on('data', (chunk: Buffer) => void (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => void (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (exit) => resolve({ exit, stdout, stderr }));
  });
}

test('the exit code is that of the command', async () => {
  const ran = await run(['can', 'shop/catalog', 'shop/frontend:80', 'shop', '--path', '/']);
  expect(ran).toMatchObject({ exit: 1, stdout: expect.stringMatching(/^deny: shop\/catalog -> shop\/frontend:80 GET \/\n/), stderr: '' });
}, 30_000);

test('a reader that goes away is no error, and changes no exit code', async () => {
  expect(await run(['can', 'shop/catalog', 'shop/frontend:80', 'shop', '--path', '/'], true)).toMatchObject({ exit: 1, stderr: '' });
}, 30_000);

test.each(['/dev/full', '.'])('an answer that nobody can have is none: %s', (device) => {
  const program = [process.execPath, ...COMMAND_LINE].join(' ');
  const command = device === '.' ? `${program} matrix - < .` : `${program} can shop/catalog shop/frontend:80 shop --path / > ${device}`;
  const { status, stderr } = spawnSync('bash', ['-c', command], { cwd: __dirname, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 2, stderr: device === '.'
    ? '<stdin>: [unreadable-file] cannot be read (EISDIR); it is a directory: name it instead\n'
    : '[unwritable-output] the output cannot be written (ENOSPC); it is not complete\n' });
}, 30_000);

test('without git, no revision is told from a misspelt path', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...COMMAND_LINE, 'diff', 'main..branch', '--', 'shop'], { cwd: __dirname, encoding: 'utf8', env: { PATH: __dirname } });
  expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: '[git] `main` is no path here, and git, which may know it as a revision, cannot be run (ENOENT)\n' });
}, 30_000);

test('of a pipe whose reader takes a line, no more is asked', () => {
  const program = [process.execPath, ...COMMAND_LINE].join(' ');
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `set -o pipefail; ${program} matrix shop | head -1`], { cwd: __dirname, encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'shop/catalog:3550\n', stderr: '' });
}, 30_000);

test('Ctrl-C ends it, without a trace', async () => {
  const child = spawn(process.execPath, [...COMMAND_LINE, 'matrix', '-']);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => void (printed += chunk.toString()));
  // More than a pipe holds: once it is taken, the program is at it.
  child.stdin.on('error', () => undefined).write(Buffer.alloc(1 << 20, 'x'), () => child.kill('SIGINT'));
  // A shell makes 130 of the signal.
  expect(await new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, printed })))).toEqual({ code: null, signal: 'SIGINT', printed: '' });
}, 30_000);

test('on a terminal it says what takes more than a second, and wipes it away', async () => {
  const terminal = ['--import', 'data:text/javascript,process.stderr.isTTY=true'];
  const child = spawn(process.execPath, [...terminal, ...COMMAND_LINE, 'matrix', '-'], { cwd: __dirname, env: { ...process.env, TERM: 'xterm' } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => void (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    if (!child.stdin.writableEnded) child.stdin.end('apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n');
  });
  const exit = await new Promise((resolve) => child.on('close', resolve));
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: 'nothing can be called\n' });
  expect(stderr).toMatch(/^(\r\u001b\[Kreading manifests… \d+ s)+(\r\u001b\[K)+$/);
}, 30_000);

test('the version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(await run(['--version'])).toEqual({ exit: 0, stdout: `${version}\n`, stderr: '' });
}, 30_000);

test('the shim may be executed and runs the compiled program', () => {
  expect(statSync(join(ROOT, 'bin/mesh-access')).mode & 0o111).toBe(0o111);
  expect(readFileSync(join(ROOT, 'bin/mesh-access'), 'utf8')).toBe('#!/usr/bin/env node\n\nrequire("../lib/cli/main.js");\n');
});
