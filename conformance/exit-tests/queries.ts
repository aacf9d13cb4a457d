import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type StageName, STAGES } from '../../src/model/stages';

export type Plane = 'sidecar' | 'ambient';

/** A query of docs/guide/rollout.md, by which a stage is left. */
export interface ExitQuery {
  readonly stages: readonly StageName[];
  readonly must: 'be empty' | 'list every pod' | 'list declared calls only';
  /** Whose proxies it asks; of both, if it does not say. */
  readonly planes: readonly Plane[];
  readonly title: string;
  readonly text: string;
}

const PAGE = join(__dirname, '../../docs/guide/rollout.md');
const HEADING = /^### (?:Of every stage(?: from `(\w+)` on)?|`(\w+)` → `(\w+)`)$/;
const HEADER = /^# must (be empty|list every pod|list declared calls only)(?:, (sidecar|ambient)s?)?(?:, but for [^:]+)?: (.+)$/;
const LEFT = STAGES.slice(0, -1);

/** The page is the only place that has them: what people copy is what is run. */
export function exitQueries(page = readFileSync(PAGE, 'utf8')): readonly ExitQuery[] {
  let stages: readonly StageName[] = [];
  return page.split(/^(?=### |## |```promql$)/m).flatMap((part): readonly ExitQuery[] => {
    const [first, header = '', ...rest] = part.split('\n');
    if (first.startsWith('#')) stages = stagesOf(first);
    if (first !== '```promql') return [];
    const [, must, plane, title] = HEADER.exec(header) ?? [];
    if (title === undefined || stages.length === 0) throw new Error(`docs/guide/rollout.md: a query that does not say of which stage it is, or what it must find: ${header}`);
    const text = rest.slice(0, rest.indexOf('```')).join('\n');
    return [{ stages, must: must as ExitQuery['must'], planes: plane === undefined ? ['sidecar', 'ambient'] : [plane as Plane], title, text }];
  });
}

function stagesOf(heading: string): readonly StageName[] {
  const found = HEADING.exec(heading);
  if (found === null) return [];
  const [, from, left, next] = found.map((name) => name?.toLowerCase().replace('_', '-') as StageName | undefined);
  if (left === undefined) return from === undefined ? LEFT : LEFT.slice(LEFT.indexOf(from));
  if (next !== STAGES[STAGES.indexOf(left) + 1]) throw new Error(`docs/guide/rollout.md: ${heading}: no such step`);
  return [left];
}

/** As somebody puts the own namespace and interval in. */
export function filledIn({ text }: ExitQuery, namespace: string, interval: string): string {
  return text.replaceAll('"shop"', JSON.stringify(namespace)).replaceAll('7d', interval);
}
