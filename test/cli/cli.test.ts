import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTranscript, runTranscript, transcripts } from './transcript';

test.each(transcripts)('%s (to accept what comes out now: npx tsx test/cli/update.ts)', async (name) => {
  const text = readFileSync(join(__dirname, name), 'utf8');
  expect(await runTranscript(parseTranscript(text))).toBe(text);
});

test('every command is shown to succeed, to fail and to refuse its input', () => {
  const seen = transcripts.map((name) => {
    const text = readFileSync(join(__dirname, name), 'utf8');
    return `${/^mesh-access (\S+)/m.exec(text)?.[1]} ${/^--- exit\n(\d)/m.exec(text)?.[1]}`;
  });
  expect(seen).toEqual(expect.arrayContaining(['test 0', 'test 1', 'test 2', 'matrix 0', 'matrix 2', 'graph 0', 'graph 2', 'contracts 0', 'contracts 1', 'contracts 2', 'can 0', 'can 1', 'can 2', 'can 3', 'diff 0', 'diff 1', 'diff 2', 'explain 1']));
});
