import * as path from 'node:path';
import { build } from './build';
import { environments } from './environments';

for (const environment of environments) {
  const { app, mesh, manifests } = build(environment, __dirname);
  app.synth();
  console.log(`${environment.name}: ${path.relative(process.cwd(), manifests)}\n`);
  console.log(mesh.report().toText());
}
