/**
 * node bench/cyclonus.mjs [--quick], after `npx projen compile`
 *
 * Our NetworkPolicy decisions beside the matcher of cyclonus (https://github.com/mattfenwick/cyclonus), which decides one pair at a time: first
 * whether both say the same, of the mesh that is measured and of random policies, then what all pairs cost each. Both processes take turns; the
 * least CPU of the rounds counts.
 */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeManifests } from './manifests.mjs';
import { randomPods } from './random-policies.mjs';

const quick = process.argv.includes('--quick');
const ROUNDS = quick ? 1 : 2;
const BESIDE = quick ? [100, 300] : [300, 1_000];
const ALONE = quick ? [] : [10_000];
const CALLERS = 10;
const RANDOM = quick ? 20 : 100;

const here = path.dirname(fileURLToPath(import.meta.url));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'mesh-access-bench-'));
process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(130));

const run = (command, ...args) => JSON.parse(execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 30 }));
const baseline = execFileSync(path.join(here, 'cyclonus/build.sh'), { encoding: 'utf8' }).trim();
const ours = (manifests, ...print) => run(process.execPath, path.join(here, 'pairs.mjs'), manifests, ...print);
const theirs = (directory) => run(baseline, path.join(directory, 'manifests'), path.join(directory, 'pods.json'));

/** As cyclonus takes them; ours reads the manifests themselves. */
function podsOf({ workloads }) {
  return workloads.map((w, i) => ({
    Namespace: w.namespace, Labels: { 'app.kubernetes.io/name': w.name }, NamespaceLabels: { 'kubernetes.io/metadata.name': w.namespace },
    Ip: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, Port: w.port, PortName: 'http', Protocol: 'TCP', Id: `${w.namespace}/${w.name}`,
  }));
}

/** Throws on a pair of which they say different things; returns how many of ours are undecided. */
function assertSame(what, directory, pods, mine, other) {
  const allowed = new Set(other.Allowed.map(([from, to]) => `${pods[from].Id} ${pods[to].Id}`));
  const undecided = new Set(mine.undecided);
  const own = new Set(mine.allowed);
  const missing = [...allowed].filter((pair) => !undecided.has(pair) && !own.has(pair));
  const wrong = [...mine.allowed.filter((pair) => !allowed.has(pair)), ...missing];
  if (wrong.length > 0) throw new Error(`${what}: ${wrong.length} pairs differ, the first: ${wrong[0]}\n${fs.readFileSync(path.join(directory, 'manifests/all.yaml'), 'utf8')}`);
  return undecided.size;
}

function differential() {
  const counted = { pairs: 0, allowed: 0, undecided: 0 };
  for (let seed = 1; seed <= RANDOM; seed++) {
    const directory = path.join(scratch, `random-${seed}`);
    const pods = randomPods(seed, directory);
    fs.writeFileSync(path.join(directory, 'pods.json'), JSON.stringify(pods));
    const [mine, other] = [ours(path.join(directory, 'manifests'), 'print'), theirs(directory)];
    counted.undecided += assertSame(`seed ${seed}`, directory, pods, mine, other);
    counted.pairs += other.Decisions;
    counted.allowed += mine.allowed.length;
  }
  return counted;
}

const least = (runs, cost) => runs.reduce((a, b) => (cost(a) <= cost(b) ? a : b));
const seconds = (ms) => (ms / 1000).toFixed(2);
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);

console.log(`${os.cpus().length} × ${os.cpus()[0].model.trim()}, Node.js ${process.version}, load ${os.loadavg()[0].toFixed(1)} at the start, ${ROUNDS} round(s)\n`);
const { pairs, allowed, undecided } = differential();
console.log(`${RANDOM} meshes of random NetworkPolicies, ${pairs} pairs: 0 differences, ${allowed} allowed, ${undecided} undetermined to us (pods and ipBlock)\n`);

row('workloads', 'pairs', 'allowed', 'cyclonus: load + build s', 'decide s', 'ours: read s', 'decide s', 'decisions ×', 'with parsing ×', 'peak MB: cyclonus', 'ours');
row(...Array(11).fill('---'));
for (const count of [...BESIDE, ...ALONE]) {
  const directory = path.join(scratch, `network-${count}`);
  const { edges } = writeManifests('network', count, CALLERS, directory);
  const manifests = path.join(directory, 'manifests');
  const alone = ALONE.includes(count);
  const rounds = { theirs: [], ours: [] };
  if (!alone) {
    const pods = podsOf(JSON.parse(fs.readFileSync(path.join(directory, 'graph.json'), 'utf8')));
    fs.writeFileSync(path.join(directory, 'pods.json'), JSON.stringify(pods));
  }
  for (let round = 0; round < ROUNDS; round++) {
    if (!alone) rounds.theirs.push(theirs(directory));
    rounds.ours.push(ours(manifests));
  }
  const mine = least(rounds.ours, (r) => r.load + r.decide);
  if (mine.pairs !== edges) throw new Error(`${mine.pairs} pairs are allowed, ${edges} are meant`);
  if (alone) {
    row(count, count * (count - 1), edges, '', '', seconds(mine.load), seconds(mine.decide), '', '', '', Math.round(mine.rss / 1e6));
    continue;
  }
  const other = least(rounds.theirs, (r) => r.Decide);
  if (other.Allowed.length !== edges) throw new Error(`cyclonus allows ${other.Allowed.length} pairs, ${edges} are meant`);
  const whole = { theirs: other.Load + other.Build + other.Decide, ours: mine.load + mine.decide };
  row(
    count, other.Decisions, edges, seconds(other.Load + other.Build), seconds(other.Decide), seconds(mine.load), seconds(mine.decide),
    (other.Decide / mine.decide).toFixed(0), (whole.theirs / whole.ours).toFixed(0), Math.round(other.PeakBytes / 1e6), Math.round(mine.rss / 1e6),
  );
}
