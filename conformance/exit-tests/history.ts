import { exposed, type Counted } from './exposition';
import type { Scrape } from './prometheus';
import type { Plane } from './queries';

export const NOW = 1_800_000_000;
/** What is put in for the seven days of the guide: as many scrapes of a week would take minutes of every run. */
export const INTERVAL = '7h';
const DAY = 3600;
/** Less than Prometheus looks back. */
const EVERY = 240;

type Shown = readonly [fromDay: number, toDay: number, value: number | undefined];

/** How a counter came to be what it is; only what happens within the interval is to be found. A "day" is a seventh of it. */
export const HISTORIES = {
  'it grows': { values: [[10, 3, 3], [3, 0, 5]], found: true },
  'the only call': { values: [[10, 3, undefined], [3, 0, 1]], found: true },
  'the proxy was restarted since': { values: [[10, 3, 5], [3, 2.9, undefined], [2.9, 0, 1]], found: true },
  'the only call of a pod that is gone': { values: [[4, 3, 1]], found: true },
  'a proxy that counted nothing, then one call': { values: [[10, 3, 0], [3, 0, 1]], found: true },
  'no call at all': { values: [[10, 0, 0]], found: false },
  'long ago, by a proxy that still runs': { values: [[10, 0, 5]], found: false },
  'long ago, by a pod that is gone': { values: [[30, 8, 5]], found: false },
} as const satisfies Readonly<Record<string, { readonly values: readonly Shown[]; readonly found: boolean }>>;
export type History = keyof typeof HISTORIES;

/** Scrapes of a proxy whose counters have a history; where they have no value they are not shown, but the proxy is. */
export function scrapesOf(plane: Plane, namespace: string, pod: string, counted: readonly Counted[], history: History): readonly Scrape[] {
  return HISTORIES[history].values.map(([from, to, value]) => scrape(
    plane, namespace, pod, exposed(plane, value === undefined ? [] : counted.map((c) => ({ ...c, value }))), from, to,
  ));
}

/** A text that does not change, or one after the other. */
export function scrape(plane: Plane, namespace: string, pod: string, text: string, fromDay: number, toDay: number): Scrape {
  const of = plane === 'sidecar' ? { namespace, pod } : { namespace: 'istio-system', pod: 'ztunnel-x2v9k' };
  return {
    labels: { ...of, job: 'kubernetes-pods', instance: `${of.pod}:15020` },
    type: plane === 'sidecar' ? 'text/plain; version=0.0.4' : 'application/openmetrics-text; version=1.0.0',
    text: plane === 'sidecar' ? text : openMetrics(text), from: NOW - fromDay * DAY, to: NOW - toDay * DAY - (toDay === 0 ? 0 : EVERY), every: EVERY,
  };
}

/** As ztunnel's library writes: a counter's type has no `_total`, and the text has an end. */
function openMetrics(text: string): string {
  return `${text.replace(/^(# TYPE \w+)_total counter$/gm, '$1 counter')}# EOF\n`;
}
