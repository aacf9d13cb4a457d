import * as path from 'node:path';
import { Mesh } from 'cdk8s-mesh-access';
import { build } from './build';

const app = build(path.join(__dirname, '../dist/storefront'));
app.synth();
console.log(Mesh.of(app).report().toText());
