/** Which pods may call which, all pairs, by NetworkPolicy alone: node pairs.mjs MANIFESTS [PRINT] */
import { buildWorld, callerOf, prepare, readPaths } from './internals.mjs';

const [directory, print] = process.argv.slice(2);
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const start = cpu();
const { manifests, problems } = readPaths([directory]);
if (problems.length > 0) throw new Error(`${problems.length} problems in the manifests, the first: ${problems[0].message}`);
const read = cpu();

const world = buildWorld(manifests, { mesh: false });
const callers = new Map(world.workloads.map((workload) => [workload, callerOf(world, workload)]));
const allowed = [];
const undecided = [];
for (const workload of world.workloads) {
  for (const { containerPort: port, protocol } of workload.containerPorts) {
    const destination = prepare(world, { workload, port, protocol });
    // Whoever is not among these reaches nothing.
    for (const caller of destination.candidates() ?? world.workloads) {
      if (caller === workload) continue;
      const { allow, maybe } = destination.explore(callers.get(caller));
      if (allow.boxes.length > 0) allowed.push(`${caller.id} ${workload.id}`);
      else if (maybe.boxes.length > 0) undecided.push(`${caller.id} ${workload.id}`);
    }
  }
}
const decided = cpu();
console.log(JSON.stringify({
  load: read - start, decide: decided - read, rss: process.resourceUsage().maxRSS * 1024, pairs: allowed.length,
  ...(print === undefined ? {} : { allowed, undecided }),
}));
