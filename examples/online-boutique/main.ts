import * as path from 'node:path';
import { build } from './build';
import { diff } from './diff';
import { environments } from './environments';

const tables = environments.map((environment) => {
  const { app, mesh, manifests } = build(environment, __dirname);
  app.synth();
  const report = mesh.report();
  console.log(`${environment.name} (${environment.dataPlane}) in ${path.relative(process.cwd(), manifests)}: ${report.verdict}`);
  return report.accessTable;
});

const [dev, prod] = tables;
const differences = diff(dev, prod);
console.log(`\nwho may call whom, dev against prod: ${differences.length === 0 ? 'no difference' : `\n${differences.join('\n')}`}\n`);
console.log(dev);
