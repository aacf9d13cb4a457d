import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Progress } from '../../src/cli/progress';

const directory = mkdtempSync(join(tmpdir(), 'mesh-access-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** What is seen of some work that leaves no timer a chance. */
function seen(after: number, work: (progress: Progress, busy: (milliseconds: number) => void) => void): string {
  const file = join(directory, 'terminal');
  const fd = openSync(file, 'w');
  const progress = new Progress(fd, after, 10);
  work(progress, (milliseconds) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds));
  progress.end();
  const text = readFileSync(file, 'utf8');
  closeSync(fd);
  return text;
}

test('what is being done, since when, and at the end nothing', () => {
  const text = seen(1, (progress, busy) => {
    progress.stage('read');
    busy(1500);
    progress.stage('decide');
    busy(1500);
  });
  expect(text).toMatch(/^(\r\u001b\[Kreading manifests… [01] s)+(\r\u001b\[Kworking out who may call whom… [123] s)+\r\u001b\[K$/);
});

test('what is over soon is not worth a word', () => {
  expect(seen(60_000, (progress, busy) => {
    progress.stage('read');
    busy(100);
    progress.wipe();
  })).toBe('');
});

test('what ends before it began leaves nothing behind', () => {
  expect(seen(0, (progress) => progress.stage('read'))).toMatch(/^$|\r\u001b\[K$/);
});

test('between two words something else may be written', () => {
  expect(seen(1, (progress, busy) => {
    progress.stage('read');
    busy(1000);
    progress.wipe();
  })).toMatch(/ s(\r\u001b\[K)+$/);
});
