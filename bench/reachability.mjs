/** Who may call whom, for all pairs, from nothing but manifests: node reachability.mjs DIRECTORY */
import { buildWorld, enforcedTable, readPaths } from './internals.mjs';

const readBefore = process.cpuUsage();
const { manifests, problems } = readPaths([process.argv[2]]);
if (problems.length > 0) throw new Error(`${problems.length} problems in the manifests, the first: ${problems[0].message}`);
const read = process.cpuUsage(readBefore);

const cpuBefore = process.cpuUsage();
const { callees } = enforcedTable(buildWorld(manifests));
const cpu = process.cpuUsage(cpuBefore);

console.log(JSON.stringify({
  read: (read.user + read.system) / 1000,
  cpu: (cpu.user + cpu.system) / 1000,
  rss: process.resourceUsage().maxRSS * 1024,
  reachable: callees.reduce((sum, { callers }) => sum + callers.length, 0),
}));
