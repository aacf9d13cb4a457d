/**
 * Adopting what is there already, in a process of its own: node adopted.mjs VARIANT WORKLOADS NAMESPACES OUTDIR MANIFESTS OBJECTS
 *
 * MANIFESTS has a file for each namespace, which every variant reads by `Include`. `unproved` and `proved` adopt each Deployment and declare its
 * callers; `bare` has what ours emits beside the manifests from OBJECTS, which `unproved` writes, as `ApiObject`s.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { performance } from 'node:perf_hooks';
import { ApiObject, App, Chart, Include } from 'cdk8s';
import { IncludedObjects, Mesh, MeshNamespace, MeshService } from 'cdk8s-mesh-access';
import { graph } from './manifests.mjs';

const [variant, count, namespaceCount, outdir, manifests, objects] = process.argv.slice(2);
const CALLERS = 10;

const given = variant === 'bare' ? JSON.parse(fs.readFileSync(objects, 'utf8')) : undefined;
const isManifest = ({ kind }) => ['ServiceAccount', 'Deployment', 'Service'].includes(kind);

function cpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function build() {
  const app = new App({ outdir });
  const mesh = variant === 'bare' ? undefined : new Mesh(app, 'mesh', { prove: variant === 'proved' });
  const { workloads, callers } = graph(Number(count), CALLERS, 1, Number(namespaceCount));
  const namespaces = new Map([...new Set(workloads.map((w) => w.namespace))].map((namespace) => {
    const chart = new Chart(app, namespace, { namespace });
    if (mesh !== undefined) new MeshNamespace(chart, 'namespace', { mesh });
    const included = new Include(chart, 'application', { url: path.join(manifests, `${namespace}.yaml`) });
    if (mesh === undefined) given[namespace].forEach((object, i) => new ApiObject(chart, `o${i}`, object));
    return [namespace, { chart, included }];
  }));
  if (mesh === undefined) return app;
  const found = new Map([...namespaces].map(([namespace, { included }]) => [namespace, IncludedObjects.of(included)]));
  const services = workloads.map(({ namespace, name }) => {
    const adopted = found.get(namespace).find('Deployment', name);
    return MeshService.fromWorkloads(namespaces.get(namespace).chart, `${name}-access`, [adopted], { name });
  });
  callers.forEach((list, callee) => list.forEach((caller) => services[callee].allowFrom(services[caller])));
  return app;
}

const before = { cpu: cpu(), wall: performance.now() };
const app = build();
app.synth();
const spent = { cpu: cpu() - before.cpu, wall: performance.now() - before.wall };
if (variant === 'unproved' && objects !== undefined) {
  const beside = app.charts.map((chart) => [chart.node.id, chart.toJson().filter((o) => !isManifest(o))]);
  fs.writeFileSync(objects, JSON.stringify(Object.fromEntries(beside)));
}
console.log(JSON.stringify({ ...spent, rss: process.resourceUsage().maxRSS * 1024 }));
