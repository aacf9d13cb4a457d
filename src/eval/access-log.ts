import type { Telemetry, TelemetryAccessLog } from '../manifest/kinds';
import type { From } from './cluster/policies';
import { telemetriesFor, type ReportedSide, type TelemetryReader } from './telemetry';
import type { World } from './world';

/** What a provider gets to see; left out of the map: nothing. */
export interface Logged {
  /** `part`: what an expression admits, which is not evaluated. */
  readonly what: 'everything' | 'part' | 'nothing';
  readonly because: readonly From<Telemetry>[];
}

/**
 * By provider, what a proxy logs. Telemetry decides about no call, so that nothing else here asks for it.
 *
 * Whichever names providers replaces all that came before, their filters among it: nobody can add one without naming the others.
 *
 * `defaults`: those of the mesh's configuration.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/model/telemetry.go (`mergeLogs`)
 */
export function accessLogsOf(world: World, reader: TelemetryReader, side: ReportedSide, defaults: readonly string[]): ReadonlyMap<string, Logged> {
  const applied = telemetriesFor(world, reader).filter(({ object }) => entriesOf(object).length > 0);
  if (applied.length === 0) return new Map(defaults.map((name) => [name, { what: 'everything', because: [] }]));
  const inForce = new Set(applied.reduce<readonly string[]>((before, { object }) => {
    const named = entriesOf(object).filter((e) => isAbout(e, side)).flatMap(providersOf);
    return named.length > 0 ? named : before;
  }, defaults));
  const filtered = new Map(applied.flatMap(({ object }) => entriesOf(object).filter((e) => isAbout(e, side)))
    .flatMap((entry) => providersOf(entry).map((name) => [name, entry.filter !== undefined] as const)));
  const logs = new Map<string, Logged>();
  let inherited = defaults;
  for (const source of applied) {
    for (const entry of entriesOf(source.object)) {
      const named = providersOf(entry);
      if (named.length > 0) inherited = named;
      if (!isAbout(entry, side)) continue;
      for (const name of inherited.filter((n) => inForce.has(n))) {
        logs.set(name, { what: entry.disabled === true ? 'nothing' : filtered.get(name) === true ? 'part' : 'everything', because: [source] });
      }
    }
  }
  return new Map([...defaults.filter((d) => !logs.has(d)).map((d): [string, Logged] => [d, { what: 'nothing', because: applied }]), ...logs]);
}

function entriesOf({ spec }: Telemetry): readonly TelemetryAccessLog[] {
  return spec.accessLogging ?? [];
}

function providersOf({ providers = [] }: TelemetryAccessLog): readonly string[] {
  return providers.map(({ name }) => name);
}

function isAbout({ match }: TelemetryAccessLog, side: ReportedSide): boolean {
  return match?.mode === undefined || match.mode === 'CLIENT_AND_SERVER' || match.mode === side;
}
