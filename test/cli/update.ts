import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTranscript, runTranscript, transcripts } from './transcript';

/** Writes into every transcript what its command prints now; the change is for a person to read and to commit. */
async function update(): Promise<void> {
  for (const name of transcripts) {
    const path = join(__dirname, name);
    writeFileSync(path, await runTranscript(parseTranscript(readFileSync(path, 'utf8'))));
  }
}

void update();
