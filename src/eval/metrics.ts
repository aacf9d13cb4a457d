import type { Telemetry, TelemetryMetricsOverride } from '../manifest/kinds';
import type { From } from './cluster/policies';
import { telemetriesFor, type ReportedSide, type TelemetryReader } from './telemetry';
import type { World } from './world';

/** As Telemetry names them, with the tags without which one says too little. */
export interface Metric {
  readonly name: 'REQUEST_COUNT' | 'TCP_OPENED_CONNECTIONS' | 'TCP_CLOSED_CONNECTIONS';
  readonly tags: readonly string[];
}

export interface Counted {
  /** `part`: nobody knows where a provider reports to, or a tag has another value. */
  readonly what: 'everything' | 'part' | 'nothing';
  readonly because: readonly From<Telemetry>[];
}

const PROMETHEUS = 'prometheus';
/** What istiod has without being told: https://istio.io/latest/docs/tasks/observability/telemetry/#provider-selection */
const BUILT_IN: readonly string[] = [PROMETHEUS, 'stackdriver', 'envoy'];
/** What a mesh is installed with. */
const INSTALLED = [PROMETHEUS];

/**
 * Does Prometheus get to see a metric of one side? Of several Telemetries the last list of providers counts, an empty one being none; to turn
 * off all metrics at once lasts until something else is said of any.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/model/telemetry.go (`mergeMetrics`)
 */
export function countedBy(world: World, reader: TelemetryReader, side: ReportedSide, metric: Metric): Counted {
  const applied = telemetriesFor(world, reader).filter(({ object }) => (object.spec.metrics ?? []).length > 0);
  const { reporting } = world.settings;
  const defaults = reporting === undefined ? INSTALLED : reporting.metrics ?? [];
  const providers = applied.flatMap(({ object }) => namedIn(object)).reduce((before, named) => (named.length > 0 ? named : before), defaults);
  const counted = providers.flatMap((provider) => {
    const kind = kindOf(provider, reporting?.kinds);
    if (kind === 'another') return [];
    const { what, because } = fateOf(applied, provider, defaults, side, metric);
    return [kind === 'unknown' && what === 'everything' ? { what: 'part' as const, because: applied } : { what, because }];
  });
  return counted.find((c) => c.what === 'everything') ?? counted.find((c) => c.what === 'part') ?? counted[0] ?? { what: 'nothing', because: applied };
}

function namedIn({ spec: { metrics = [] } }: Telemetry): readonly (readonly string[])[] {
  return metrics.map(({ providers = [] }) => providers.map(({ name }) => name));
}

function kindOf(provider: string, kinds: Readonly<Record<string, string>> | undefined): 'prometheus' | 'another' | 'unknown' {
  const said = Object.entries(kinds ?? {}).find(([name]) => name.toLowerCase() === provider.toLowerCase())?.[1];
  if (said !== undefined) return said === PROMETHEUS ? 'prometheus' : 'another';
  if (BUILT_IN.includes(provider.toLowerCase())) return provider.toLowerCase() === PROMETHEUS ? 'prometheus' : 'another';
  return kinds === undefined ? 'unknown' : 'another';
}

/** What one provider that is left gets to see. */
function fateOf(
  applied: readonly From<Telemetry>[], provider: string, defaults: readonly string[], side: ReportedSide, { name, tags }: Metric,
): Counted {
  let inherited = defaults;
  let allOff: From<Telemetry> | undefined;
  let off: From<Telemetry> | undefined;
  const changed = new Map<string, { readonly by: From<Telemetry>; readonly removed: boolean }>();
  for (const source of applied) {
    for (const { providers = [], overrides = [] } of source.object.spec.metrics ?? []) {
      if (providers.length > 0) inherited = providers.map((p) => p.name);
      if (!inherited.includes(provider)) continue;
      for (const override of overrides.filter((o) => isOf(o, side))) {
        if (isAll(override) && override.disabled === true) {
          allOff = source;
          continue;
        }
        allOff = undefined;
        if (!isAll(override) && override.match?.metric !== name) continue;
        if (override.disabled !== undefined) off = override.disabled ? source : undefined;
        for (const [tag, { operation }] of Object.entries(override.tagOverrides ?? {})) changed.set(tag, { by: source, removed: operation === 'REMOVE' });
      }
    }
  }
  const turnedOff = allOff ?? off;
  if (turnedOff !== undefined) return { what: 'nothing', because: [turnedOff] };
  const touched = tags.flatMap((tag) => changed.get(tag) ?? []);
  if (touched.length === 0) return { what: 'everything', because: [] };
  return { what: touched.some((t) => t.removed) ? 'nothing' : 'part', because: [...new Set(touched.map((t) => t.by))] };
}

function isOf({ match }: TelemetryMetricsOverride, side: ReportedSide): boolean {
  return match?.mode === undefined || match.mode === 'CLIENT_AND_SERVER' || match.mode === side;
}

/** A metric of one's own is none of Istio's. */
function isAll({ match }: TelemetryMetricsOverride): boolean {
  return match?.customMetric === undefined && (match?.metric === undefined || match.metric === 'ALL_METRICS');
}
