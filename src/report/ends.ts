import type { EdgeGrantModel, HttpAccessModel, PortAccessModel, PortModel } from '../model/model';
import { isSamePort } from './declared-names';

/** Access to one port that ends on one day. */
export interface Ending {
  readonly access: PortAccessModel;
  /** Left out: it does not end. */
  readonly until?: string;
}

interface Alternative {
  readonly http: HttpAccessModel | undefined;
  readonly until: string | undefined;
}

/** What was granted on one port by when it ends, what does not end first. What is granted whole takes in what does not outlast it. */
export function endings(grants: readonly EdgeGrantModel[], port: PortModel): readonly Ending[] {
  const { targetPort, protocol } = port;
  return byDay(alternatives(grants, port)).map(([until, http]) => (
    { access: { targetPort, protocol, ...(http === undefined ? {} : { http }) }, ...(until === '' ? {} : { until }) }
  ));
}

/** Each once, with the last day of any grant of it. */
function alternatives(grants: readonly EdgeGrantModel[], port: PortModel): readonly Alternative[] {
  const found = new Map<string, Alternative>();
  for (const { access, expires } of grants) {
    for (const { http } of access.filter((a) => isSamePort(a, port))) {
      for (const one of http ?? [undefined]) {
        const key = JSON.stringify(one) ?? '';
        const known = found.get(key);
        found.set(key, { http: one, until: known === undefined ? expires : later(known.until, expires) });
      }
    }
  }
  const whole = found.get('');
  return [...found.values()].filter((a) => whole === undefined || a === whole || later(a.until, whole.until) !== whole.until);
}

function byDay(all: readonly Alternative[]): readonly (readonly [string, readonly HttpAccessModel[] | undefined])[] {
  const days = [...new Set(all.map(({ until = '' }) => until))].sort();
  return days.map((day) => {
    const own = all.filter(({ until = '' }) => until === day).map(({ http }) => http);
    return [day, own.includes(undefined) ? undefined : own.flatMap((http) => http ?? [])];
  });
}

/** Nothing: without end. */
function later(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || b === undefined ? undefined : a > b ? a : b;
}
