import { parseArgs } from 'node:util';

export const SECTIONS = ['admitted', 'enforced', 'ztunnel', 'waypoint', 'cheap', 'helm', 'exit-tests'] as const;
export type Section = typeof SECTIONS[number];

export interface Options {
  readonly sections: readonly Section[];
  /** Requests drawn per workload. */
  readonly limit: number;
  /** Meshes generated from random declarations, and meshes of random policies. */
  readonly generated: number;
  readonly random: number;
  /** Random ambient meshes whose connections are decided without Envoy, which cost so much less. */
  readonly connections: number;
  readonly seed: number;
  readonly randomOnly: boolean;
  /** Only the standard run writes docs/conformance.md: its figures are the ones that are committed. */
  readonly document: boolean;
  /** What many random policies have shown is on record beside it: `report/long-run.json`. */
  readonly record: boolean;
}

export const USAGE = `usage: npm run conformance -- [options]

Applies every golden and example to a real API server, lets a real Envoy enforce what istiod makes of them, sidecars and waypoints, and compares its
answers with the evaluator's and the declaration's; what istiod would hand to ztunnel, too. Builds what it needs first (minutes when the Go caches are cold).

  --long            ten times as many requests and meshes, twenty times as many of random policies (more than 100,000 requests); leaves docs/conformance.md alone
  --random N        only N meshes of random policies; with --long, what they show goes on record for docs/conformance.md
  --only SECTION    only ${SECTIONS.join(', ')}
  --seed S          the first seed of random meshes (default 1)
  --help`;

const STANDARD = { limit: 24, generated: 4, random: 12 };
const LONG = { limit: 240, generated: 40, random: 240 };
const RANDOM_ALONE = { limit: 150, generated: 0 };
const FIRST_SEED = 1;
const CONNECTIONS_PER_RANDOM = 170;
const MOST_CONNECTIONS = 20_000;

export function parseOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: { long: { type: 'boolean' }, random: { type: 'string' }, only: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    console.log(USAGE);
    process.exit(0);
  }
  const only = SECTIONS.find((s) => s === values.only);
  if (values.only !== undefined && only === undefined) throw new Error(`--only: no section \`${values.only}\`; use one of ${SECTIONS.join(', ')}`);
  const seed = count('--seed', values.seed) ?? FIRST_SEED;
  const alone = count('--random', values.random);
  const isLong = values.long === true;
  const scale = isLong ? LONG : STANDARD;
  const random = alone ?? scale.random;
  return {
    sections: alone !== undefined ? ['enforced', 'ztunnel', 'waypoint'] : only === undefined ? SECTIONS : [only],
    ...(alone === undefined || isLong ? scale : RANDOM_ALONE),
    random,
    connections: Math.min(random * CONNECTIONS_PER_RANDOM, MOST_CONNECTIONS),
    seed,
    randomOnly: alone !== undefined,
    document: alone === undefined && only === undefined && !isLong && seed === FIRST_SEED,
    record: alone !== undefined && isLong,
  };
}

function count(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new Error(`${name}: a number from 1 on is needed, got \`${value}\``);
  return Number(value);
}
