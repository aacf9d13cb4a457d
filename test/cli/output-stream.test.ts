import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputTo } from '../../src/cli/output-stream';
import { inEmptyDirectory } from '../golden/synthesize';

const noStream = (): NodeJS.WriteStream => {
  throw new Error('no stream of Node.js is needed');
};

const never = (code: string): never => {
  throw new Error(code);
};

const { O_NONBLOCK, O_RDWR, O_WRONLY } = fs.constants;

test('a file has what is written, in order', () => inEmptyDirectory((directory) => {
  const file = join(directory, 'out');
  const fd = fs.openSync(file, 'w');
  const output = outputTo(fd, noStream, never);
  output.write('deny: ä → ö\n');
  output.write('x'.repeat(100_000));
  fs.closeSync(fd);
  expect([output.isTerminal, fs.readFileSync(file, 'utf8')]).toEqual([false, `deny: ä → ö\n${'x'.repeat(100_000)}`]);
}));

test('the null device is no terminal', () => {
  const fd = fs.openSync('/dev/null', 'w');
  expect(outputTo(fd, noStream, never).isTerminal).toBe(false);
  fs.closeSync(fd);
});

test('a pipe whose reader has gone away takes no more', () => inEmptyDirectory((directory) => {
  const pipe = join(directory, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reader = fs.openSync(pipe, O_RDWR);
  const fd = fs.openSync(pipe, O_WRONLY);
  fs.closeSync(reader);
  const output = outputTo(fd, noStream, never);
  expect(() => {
    output.write('a');
    output.write('b');
  }).not.toThrow();
  fs.closeSync(fd);
}));

test('what a full disk refuses is said once, and no more is written', () => {
  const fd = fs.openSync('/dev/null', 'r');
  const codes: string[] = [];
  const output = outputTo(fd, noStream, (code) => void codes.push(code));
  output.write('a');
  output.write('b');
  fs.closeSync(fd);
  // Open for reading alone, which is refused as a full disk is.
  expect(codes).toEqual(['EBADF']);
});

test('a pipe that does not wait, and is full, is waited for', async () => {
  const directory = fs.mkdtempSync(join(tmpdir(), 'pipe-'));
  const [pipe, copy] = [join(directory, 'pipe'), join(directory, 'copy')];
  execFileSync('mkfifo', [pipe]);
  const fd = fs.openSync(pipe, O_RDWR | O_NONBLOCK);
  const child = spawn('sh', ['-c', `head -c 300000 "${pipe}" > "${copy}"`]);
  outputTo(fd, noStream, never).write('y'.repeat(300_000));
  await once(child, 'exit');
  fs.closeSync(fd);
  expect(fs.statSync(copy).size).toBe(300_000);
  fs.rmSync(directory, { recursive: true });
});
