/**
 * One measurement of one variant, in a process of its own: node synth.mjs VARIANT DATAPLANE SERVICES EDGES OUTDIR OBJECTS
 *
 * `bare` gives cdk8s the very objects that `unproved` wrote to OBJECTS, as somebody with a generator of their own would;
 * `workloads` is `unproved` with a Deployment for every service.
 */
import * as fs from 'node:fs';
import { performance } from 'node:perf_hooks';
import { ApiObject, App, Chart } from 'cdk8s';
import { build } from './mesh.mjs';

const [variant, dataPlane, services, edges, outdir, objects] = process.argv.slice(2);
const given = variant === 'bare' ? JSON.parse(fs.readFileSync(objects, 'utf8')) : undefined;

function bare() {
  const app = new App({ outdir });
  for (const [id, list] of given) {
    const chart = new Chart(app, id);
    list.forEach((object, index) => new ApiObject(chart, `o${index}`, object));
  }
  return app;
}

const cpuBefore = process.cpuUsage();
const before = performance.now();
const options = { outdir, prove: variant === 'proved', ambient: dataPlane === 'ambient', workloads: variant === 'workloads' };
const app = variant === 'bare' ? bare() : build(Number(services), Number(edges), options);
app.synth();
const wall = performance.now() - before;
const cpu = process.cpuUsage(cpuBefore);
const rss = process.resourceUsage().maxRSS * 1024;

if (variant === 'unproved' && objects) {
  fs.writeFileSync(objects, JSON.stringify(app.charts.map((chart) => [chart.node.id, chart.toJson()])));
}
console.log(JSON.stringify({ wall, cpu: (cpu.user + cpu.system) / 1000, rss }));
