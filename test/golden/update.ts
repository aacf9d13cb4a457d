/** Rewrites what the goldens and examples expect. The diff is the review: a change here is a change of somebody's access. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { build as adopt, steps } from '../../examples/adoption/access';
import { build } from '../../examples/online-boutique/build';
import { environments } from '../../examples/online-boutique/environments';
import { PROGRAM_PAGES, withOutput } from '../docs/program-page';
import { ROOT } from '../docs/snippets';
import { cases } from './cases';
import { CONTRACT, contract } from './contract-owner';
import { failure, inEmptyDirectory, readFiles, synthesize } from './synthesize';
import type { Files } from './synthesize';
import { REPOSITORIES, TEAMS, written } from './teams';

fs.writeFileSync(CONTRACT, contract());
for (const [name, golden] of Object.entries(cases)) {
  replace(path.join(__dirname, name, 'expected'), synthesize(golden.build).manifests);
  fs.writeFileSync(path.join(__dirname, name, 'twin.txt'), `${failure(golden.twin).message}\n`);
}

const boutique = path.join(__dirname, '../../examples/online-boutique');
for (const environment of environments) {
  const manifests = inEmptyDirectory((directory) => {
    const built = build(environment, directory);
    built.app.synth();
    return readFiles(built.manifests);
  });
  replace(path.join(boutique, 'expected', environment.name), manifests);
}

for (const step of steps) {
  const manifests = inEmptyDirectory((directory) => {
    adopt(step, directory).app.synth();
    return readFiles(directory);
  });
  replace(path.join(__dirname, '../../examples/adoption/expected', step.name), manifests);
}

// Each contract rests on the other, so that what one change brings about takes as many rounds to settle.
for (let round = 0; round < REPOSITORIES.length; round++) {
  for (const repository of REPOSITORIES) fs.writeFileSync(repository.contract, written(repository).contract);
}
for (const repository of REPOSITORIES) replace(path.join(TEAMS, 'expected', repository.name), written(repository).manifests);

for (const page of PROGRAM_PAGES) fs.writeFileSync(path.join(ROOT, page.page), withOutput(page));

function replace(directory: string, files: Files): void {
  fs.rmSync(directory, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), text);
  }
}
