/**
 * npm run bench [-- --quick]
 *
 * Every measurement runs in a process of its own; variants take turns, so that a slow minute of the machine hits all of
 * them; the least CPU of the rounds counts. Ratios hold within one run only.
 */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeManifests } from './manifests.mjs';

const quick = process.argv.includes('--quick');
const ROUNDS = quick ? 1 : 3;
const SYNTH = quick ? [[200, 2_000], [1_000, 10_000]] : [[1_000, 10_000], [5_000, 50_000]];
const DATA_PLANES = ['sidecar', 'ambient'];
const CALLERS = 10;
/** Three manifests each: ServiceAccount, Deployment, Service. */
const ADOPTED = quick ? 300 : 1_667;
const REACH = quick ? [300] : [1_000, 10_000];

const here = path.dirname(fileURLToPath(import.meta.url));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'mesh-access-bench-'));
process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(130));

function measure(script, ...args) {
  const output = execFileSync(process.execPath, ['--max-old-space-size=8192', path.join(here, script), ...args.map(String)], { cwd: scratch, encoding: 'utf8' });
  return JSON.parse(output.trim().split('\n').at(-1));
}

const least = (runs) => runs.reduce((a, b) => a.cpu <= b.cpu ? a : b);
const seconds = (ms) => (ms / 1000).toFixed(2);
const megabytes = (bytes) => Math.round(bytes / 1e6);
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);

/** Throws unless two directories hold the same bytes under the same names. */
function assertSame(a, b) {
  for (const name of new Set([...fs.readdirSync(a), ...fs.readdirSync(b)])) {
    if (!fs.readFileSync(path.join(a, name)).equals(fs.readFileSync(path.join(b, name)))) throw new Error(`${name} differs between ${a} and ${b}`);
  }
}

function synth(dataPlane, services, edges) {
  const directory = path.join(scratch, `${dataPlane}-${services}`);
  const objects = path.join(scratch, `${dataPlane}-${services}.json`);
  // Also writes down the objects for `bare`, so it is not among the measurements.
  measure('synth.mjs', 'unproved', dataPlane, services, edges, path.join(directory, 'unproved'), objects);
  const variants = ['bare', 'unproved', 'proved'];
  const runs = Object.fromEntries(variants.map((variant) => [variant, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const variant of variants) runs[variant].push(measure('synth.mjs', variant, dataPlane, services, edges, path.join(directory, variant), variant === 'bare' ? objects : ''));
  }
  for (const variant of ['bare', 'proved']) assertSame(path.join(directory, variant), path.join(directory, 'unproved'));
  return Object.fromEntries(variants.map((variant) => [variant, least(runs[variant])]));
}

console.log(`${os.cpus().length} × ${os.cpus()[0].model.trim()}, Node.js ${process.version}, load ${os.loadavg()[0].toFixed(1)} at the start, ${ROUNDS} round(s)\n`);

const NAMES = { bare: 'cdk8s with the same objects', unproved: 'ours, `prove: false`', proved: 'ours, proved' };
row('synth: services / edges', 'data plane', 'variant', 'CPU s', 'wall s', 'peak MB', 'CPU against bare cdk8s');
row('---', '---', '---', '---', '---', '---', '---');
const growth = DATA_PLANES.map((dataPlane) => {
  const sizes = SYNTH.map(([services, edges]) => {
    const result = synth(dataPlane, services, edges);
    for (const [variant, run] of Object.entries(result)) {
      row(`${services} / ${edges}`, dataPlane, NAMES[variant], seconds(run.cpu), seconds(run.wall), megabytes(run.rss), (run.cpu / result.bare.cpu).toFixed(2));
    }
    return result;
  });
  return `${dataPlane}: ${Object.keys(NAMES).map((v) => `${NAMES[v]} ${(sizes[1][v].cpu / sizes[0][v].cpu).toFixed(1)}`).join(', ')}`;
});
console.log(`\nGrowth of CPU for ${SYNTH[1][0] / SYNTH[0][0]} times the mesh\n${growth.join('\n')}\n`);

function adopted(namespaces) {
  const directory = path.join(scratch, `adopted-${namespaces}`);
  const objects = path.join(directory, 'objects.json');
  writeManifests('plain', ADOPTED, CALLERS, directory, 1, namespaces);
  const variant = (name, ...rest) => measure('adopted.mjs', name, ADOPTED, namespaces, path.join(directory, name), path.join(directory, 'manifests'), ...rest);
  variant('unproved', objects);
  const runs = { bare: [], unproved: [], proved: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of Object.keys(runs)) runs[name].push(variant(name, ...(name === 'bare' ? [objects] : [])));
  }
  return Object.fromEntries(Object.entries(runs).map(([name, list]) => [name, least(list)]));
}

row('adopted workloads', 'files', 'variant', 'CPU s', 'peak MB', 'CPU against bare cdk8s');
row('---', '---', '---', '---', '---', '---');
for (const namespaces of [10, 1]) {
  const result = adopted(namespaces);
  for (const [variant, run] of Object.entries(result)) {
    row(ADOPTED, namespaces, NAMES[variant].replace('objects', 'Include and objects'), seconds(run.cpu), megabytes(run.rss), (run.cpu / result.bare.cpu).toFixed(2));
  }
}
console.log();

row('reachability: workloads', 'pairs asked', 'reachable', 'read CPU s', 'decide CPU s', 'µs a pair', 'peak MB');
row('---', '---', '---', '---', '---', '---', '---');
for (const workloads of REACH) {
  const manifests = path.join(scratch, `reach-${workloads}`);
  measure('synth.mjs', 'workloads', 'sidecar', workloads, workloads * CALLERS, manifests, '');
  const runs = Array.from({ length: ROUNDS }, () => measure('reachability.mjs', manifests));
  const declared = workloads * CALLERS;
  if (runs[0].reachable !== declared) throw new Error(`${runs[0].reachable} pairs are reachable, ${declared} are declared`);
  const run = least(runs);
  const pairs = workloads ** 2;
  row(workloads, pairs, run.reachable, seconds(run.read), seconds(run.cpu), (run.cpu * 1000 / pairs).toFixed(2), megabytes(run.rss));
}
