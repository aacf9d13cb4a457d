import { exitQueries } from '../../conformance/exit-tests/queries';
import { STAGES } from '../../src/model/stages';
import { EXIT_TESTS } from '../../src/proof/counted';

const QUERIES = exitQueries();
const METRICS: Readonly<Record<string, string>> = {
  istio_requests_total: 'REQUEST_COUNT', istio_tcp_connections_opened_total: 'TCP_OPENED_CONNECTIONS', istio_tcp_connections_closed_total: 'TCP_CLOSED_CONNECTIONS',
};

test.each(STAGES.slice(0, -1))('stage %s is left by queries of its own, for sidecars and in ambient, and nobody goes on unseen', (stage) => {
  const own = QUERIES.filter((q) => q.stages.includes(stage));
  for (const plane of ['sidecar', 'ambient'] as const) {
    const asked = own.filter((q) => q.planes.includes(plane));
    expect(asked.filter((q) => q.must === 'list every pod')).toHaveLength(1);
    expect(asked.filter((q) => q.must !== 'list every pod')).not.toEqual([]);
  }
  expect(own.some((q) => q.stages.length === 1)).toBe(true);
});

/** What a stage asks sidecars of the namespace itself for, by metric, with every label that is asked for or shown. */
function askedOf(stage: typeof STAGES[number]): Readonly<Record<string, readonly string[]>> {
  const asked = new Map<string, Set<string>>();
  for (const { stages, planes, text } of QUERIES) {
    const [, selected] = /increase\((.*?)\[7d\]/.exec(text) ?? [];
    if (!stages.includes(stage) || !planes.includes('sidecar') || !/(source|destination)_workload_namespace="shop"/.test(selected ?? '')) continue;
    const [, reporter] = /reporter="(\w+)"/.exec(selected)!;
    const labels = [...selected.matchAll(/(\w+)(?:=~?|!=)"/g)].map(([, label]) => label).filter((label) => label !== '__name__');
    const shown = /sum by \((.*?)\)/.exec(text)![1].split(', ');
    for (const [metric, name] of Object.entries(METRICS)) {
      const pattern = /__name__=~"(.*?)"/.exec(selected)?.[1] ?? /^\w+/.exec(selected)![0];
      if (!new RegExp(`^(?:${pattern})$`).test(metric)) continue;
      const key = `${name} ${reporter === 'source' ? 'CLIENT' : 'SERVER'}`;
      asked.set(key, new Set([...asked.get(key) ?? [], ...labels, ...shown]));
    }
  }
  return Object.fromEntries([...asked].map(([key, labels]) => [key, [...labels].sort()]));
}

test.each(STAGES)('the proof holds Telemetries to what the queries of stage %s ask for', (stage) => {
  const { side, metrics } = EXIT_TESTS[stage] ?? { metrics: [] };
  expect(Object.fromEntries(metrics.map(({ name, tags }) => [`${name} ${side}`, [...tags].sort()]))).toEqual(askedOf(stage));
});

test('a growing counter is not all: what appears within the interval counts too, and the interval is the same everywhere', () => {
  for (const { must, text } of QUERIES.filter((q) => q.must !== 'list every pod')) {
    const [, selected] = /increase\((.*?)\[7d\]/.exec(text)!;
    expect(text).toMatch(/^sum by \([\w, ]+\) \(\n/);
    expect(text.slice(text.indexOf('\n'))).toBe(`\n  increase(${selected}[7d]) > 0\n  or last_over_time(${selected}[7d]) > 0\n    unless ${selected} offset 7d\n)`);
    expect(selected).toContain('"shop"');
    expect(must).toMatch(/^(be empty|list declared calls only)$/);
  }
});

test.each([
  ['of no stage', '### Elsewhere\n\n```promql\n# must be empty: x\nup\n```\n'],
  ['that does not say what it must find', '### `OBSERVE` → `MUTUAL_TLS`\n\n```promql\nup\n```\n'],
  ['of a step that nobody takes', '### `OBSERVE` → `AUTHORIZATION`\n\n```promql\n# must be empty: x\nup\n```\n'],
])('a query %s is an error', (_, page) => {
  expect(() => exitQueries(page)).toThrow('docs/guide/rollout.md');
});
