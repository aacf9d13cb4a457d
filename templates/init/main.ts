import { App } from 'cdk8s';
import { Mesh } from 'cdk8s-mesh-access';
import { Shop } from './shop';

const app = new App();
// What the installed mesh is: trust domain, addresses of the cluster, and what else no manifest shows.
const mesh = new Mesh(app, 'mesh');
new Shop(app, 'shop', mesh);

app.synth();
// `cdk8s synth` keeps to itself what an app writes to stdout.
console.error(mesh.report().toText());
