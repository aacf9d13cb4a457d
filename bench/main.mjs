/**
 * npm run bench [-- --quick]
 *
 * Every measurement runs in a process of its own; variants take turns, so that a slow minute of the machine hits all of
 * them. Least and median of the rounds stand side by side, of the wall time that somebody waits for and of the CPU time of
 * all threads, those of V8 that compile and collect garbage included. Ratios hold within one run only.
 */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeManifests } from './manifests.mjs';

const quick = process.argv.includes('--quick');
const ROUNDS = quick ? 1 : 5;
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

const least = (runs, what) => Math.min(...runs.map((run) => run[what]));

function median(runs, what) {
  const sorted = runs.map((run) => run[what]).sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** `3.51 / 3.64`: least and median. */
const both = (text) => [least, median].map(text).join(' / ');
const seconds = (ms) => (ms / 1000).toFixed(2);
const megabytes = (bytes) => Math.round(bytes / 1e6);
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);

const TIMES = ['wall s', 'wall against bare', 'CPU s', 'CPU against bare', 'peak MB'];

/** Of one variant, beside the runs of bare cdk8s in the same rounds. */
function times(runs, bare) {
  const ofOne = (what) => [both((of) => seconds(of(runs, what))), both((of) => (of(runs, what) / of(bare, what)).toFixed(2))];
  return [...ofOne('wall'), ...ofOne('cpu'), megabytes(least(runs, 'rss'))];
}

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
  return runs;
}

console.log(`${os.cpus().length} × ${os.cpus()[0].model.trim()}, Node.js ${process.version}, load ${os.loadavg()[0].toFixed(1)} at the start, ${ROUNDS} round(s)\n`);

const NAMES = { bare: 'cdk8s with the same objects', unproved: 'ours, `prove: false`', proved: 'ours, proved' };
console.log('Least / median of the rounds.\n');
row('synth: services / edges', 'data plane', 'variant', ...TIMES);
row('---', '---', '---', ...TIMES.map(() => '---'));
const growth = DATA_PLANES.map((dataPlane) => {
  const sizes = SYNTH.map(([services, edges]) => {
    const variants = synth(dataPlane, services, edges);
    for (const [variant, runs] of Object.entries(variants)) row(`${services} / ${edges}`, dataPlane, NAMES[variant], ...times(runs, variants.bare));
    return variants;
  });
  const grown = (variant) => (least(sizes[1][variant], 'cpu') / least(sizes[0][variant], 'cpu')).toFixed(1);
  return `${dataPlane}: ${Object.keys(NAMES).map((variant) => `${NAMES[variant]} ${grown(variant)}`).join(', ')}`;
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
  return runs;
}

row('adopted workloads', 'files', 'variant', ...TIMES);
row('---', '---', '---', ...TIMES.map(() => '---'));
for (const namespaces of [10, 1]) {
  const variants = adopted(namespaces);
  for (const [variant, runs] of Object.entries(variants)) {
    row(ADOPTED, namespaces, NAMES[variant].replace('objects', 'Include and objects'), ...times(runs, variants.bare));
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
  const run = runs.reduce((a, b) => a.cpu <= b.cpu ? a : b);
  const pairs = workloads ** 2;
  row(workloads, pairs, run.reachable, seconds(run.read), seconds(run.cpu), (run.cpu * 1000 / pairs).toFixed(2), megabytes(run.rss));
}
