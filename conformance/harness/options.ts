import { parseArgs } from 'node:util';

export const SECTIONS = ['admitted', 'enforced', 'ztunnel', 'waypoint', 'cheap', 'helm'] as const;
export type Section = typeof SECTIONS[number];

export interface Options {
  readonly sections: readonly Section[];
  /** Requests drawn per workload. */
  readonly limit: number;
  /** Meshes generated from random declarations, and meshes of random policies. */
  readonly generated: number;
  readonly random: number;
  readonly seed: number;
  readonly randomOnly: boolean;
  /** Only the standard run writes docs/conformance.md: its figures are the ones that are committed. */
  readonly document: boolean;
}

export const USAGE = `usage: npm run conformance -- [options]

Applies every golden and example to a real API server, lets a real Envoy enforce what istiod makes of them, sidecars and waypoints, and compares its
answers with the evaluator's and the declaration's; what istiod would hand to ztunnel, too. Builds what it needs first (minutes when the Go caches are cold).

  --long            ten times as many requests and meshes; leaves docs/conformance.md alone
  --random N        only N meshes of random policies; --seed S starts at another seed
  --only SECTION    only ${SECTIONS.join(', ')}
  --seed S          the first seed of random meshes (default 1)
  --help`;

const STANDARD = { limit: 24, generated: 4, random: 12, seed: 1 };

export function parseOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: { long: { type: 'boolean' }, random: { type: 'string' }, only: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    console.log(USAGE);
    process.exit(0);
  }
  const seed = count('--seed', values.seed) ?? STANDARD.seed;
  const random = count('--random', values.random);
  if (random !== undefined) return { sections: ['enforced', 'ztunnel', 'waypoint'], limit: 150, generated: 0, random, seed, randomOnly: true, document: false };
  const only = SECTIONS.find((s) => s === values.only);
  if (values.only !== undefined && only === undefined) throw new Error(`--only: no section \`${values.only}\`; use one of ${SECTIONS.join(', ')}`);
  const scale = values.long === true ? 10 : 1;
  return {
    sections: only === undefined ? SECTIONS : [only],
    limit: STANDARD.limit * scale, generated: STANDARD.generated * scale, random: STANDARD.random * scale, seed, randomOnly: false,
    document: only === undefined && scale === 1 && seed === STANDARD.seed,
  };
}

function count(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new Error(`${name}: a number from 1 on is needed, got \`${value}\``);
  return Number(value);
}
