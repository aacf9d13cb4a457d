import type { Line } from '../exit-tests/prometheus';
import { Prometheus } from '../exit-tests/prometheus';
import { observedNamespaces, type Observed, toldOfDeclared } from '../exit-tests/declared';
import { HISTORIES, type History, INTERVAL, NOW, scrapesOf } from '../exit-tests/history';
import { type ExitQuery, exitQueries, filledIn } from '../exit-tests/queries';
import { trafficOf } from '../exit-tests/traffic';
import { committedMeshes } from '../subjects/declared';
import type { Context } from './context';

/** Every query by which a stage is left, in Prometheus' own engine, on what proxies write. */
export async function checkExitTests({ workspace, ledger, findings }: Context): Promise<void> {
  const queries = exitQueries();
  const prometheus = new Prometheus(workspace);
  const seen = { namespaces: 0, kinds: 0, series: 0, evaluations: 0, differences: 0 };
  try {
    for (const { subject } of committedMeshes(workspace.directory())) {
      for (const observed of observedNamespaces(subject.name, subject.model!)) {
        await ledger.attempt(`exit tests of ${observed.plane}s in ${observed.namespace}, ${observed.name}`, async () => {
          const asked = new Asked(prometheus, queries.filter((q) => q.planes.includes(observed.plane)), observed);
          const found = await asked.everything();
          seen.namespaces++;
          seen.kinds += asked.kinds;
          seen.series += asked.series;
          seen.evaluations += asked.evaluations;
          seen.differences += found.length;
          return found;
        });
      }
    }
  } finally {
    await prometheus.stop();
  }
  findings.add('Exit tests', 'queries of docs/guide/rollout.md in Prometheus\' engine: what is declared, then with it each kind of call that a later stage cuts, grown, made once, made before a restart, made long ago',
    `${queries.length} queries, ${seen.namespaces} namespaces of goldens and examples, ${seen.kinds} kinds, ${seen.series} series, ${seen.evaluations} evaluations`, `${seen.differences} differences`);
}

/** The queries of one namespace, against what must be found. */
class Asked {
  kinds = 0;
  series = 0;
  evaluations = 0;

  private readonly texts: readonly string[];

  constructor(private readonly prometheus: Prometheus, private readonly queries: readonly ExitQuery[], private readonly observed: Observed) {
    this.texts = queries.map((q) => filledIn(q, observed.namespace, INTERVAL));
  }

  async everything(): Promise<readonly string[]> {
    const found: string[] = [];
    // Nobody is scraped: all is empty, and the list of pods says so.
    found.push(...this.differences('nobody is scraped', await this.ask([]), new Map()));
    const background = this.observed.services.flatMap((s) => this.scrapes(s.name, toldOfDeclared(this.observed), 'it grows'));
    const declared = await this.ask(background);
    const lists = new Map(this.queries.map((q, i) => [q.title, q.must === 'be empty' ? [] : declared[i]]));
    found.push(...this.differences('declared calls alone', declared, lists), ...this.incomplete(lists));
    for (const service of this.observed.services) {
      for (const { name, counted, fires, listed } of trafficOf(this.observed, service.id)) {
        this.kinds++;
        for (const history of Object.keys(HISTORIES) as History[]) {
          const is = await this.ask([...background, ...this.scrapes(`${service.name}-other`, counted, history)]);
          const { found: isFound } = HISTORIES[history];
          found.push(...this.queries.flatMap(({ title, must }, i) => {
            const what = `${service.id}: ${name}, ${history}: ${title}`;
            if (must === 'be empty' && (is[i].length > 0) !== (isFound && fires.includes(title))) return [`${what}: ${is[i].length === 0 ? 'finds nothing' : `finds ${linesOf(is[i]).join('; ')}`}`];
            if (listed?.title !== title) return [];
            const more = linesOf(is[i]).filter((l) => !linesOf(lists.get(title)!).includes(l));
            const wanted = isFound ? [lineOf(listed.line)] : [];
            return more.join() === wanted.join() ? [] : [`${what}: lists also ${more.join('; ') || 'nothing'}, expected ${wanted.join() || 'nothing'}`];
          }));
        }
      }
    }
    return found;
  }

  /** What is declared is listed, and each pod is. */
  private incomplete(lists: ReadonlyMap<string, readonly Line[]>): readonly string[] {
    return this.queries.flatMap(({ must, title }) => {
      const has = new Set(lists.get(title)!.map(({ labels }) => labels.pod ?? `${labels.source_workload} ${labels.destination_service ?? labels.destination_workload}`));
      const wanted = { 'be empty': [], 'list every pod': this.pods, 'list declared calls only': this.declaredBy(title) }[must];
      return [...new Set(wanted)].filter((w) => !has.has(w)).map((w) => `${title}: ${w} is not listed`);
    });
  }

  private get pods(): readonly string[] {
    return this.observed.plane === 'sidecar' ? this.observed.services.map((s) => `${s.name}-0`) : ['ztunnel-x2v9k'];
  }

  private declaredBy(title: string): readonly string[] {
    const { calls, namespace } = this.observed;
    if (title !== 'who calls what') return calls.filter((c) => c.destination.namespace === namespace).map((c) => `${c.source.name} ${c.destination.name}`);
    return calls.filter((c) => c.source.namespace === namespace).map((c) => `${c.source.name} ${c.service!.host}`);
  }

  private differences(what: string, is: readonly (readonly Line[])[], wanted: ReadonlyMap<string, readonly Line[]>): readonly string[] {
    return this.queries.flatMap(({ title }, i) => {
      const [a, b] = [linesOf(is[i]), linesOf(wanted.get(title) ?? [])].map((lines) => lines.join('; '));
      return a === b ? [] : [`${what}: ${title}: ${a || 'nothing'}, expected ${b || 'nothing'}`];
    });
  }

  private scrapes(service: string, counted: Parameters<typeof scrapesOf>[3], history: History): ReturnType<typeof scrapesOf> {
    return scrapesOf(this.observed.plane, this.observed.namespace, `${service}-0`, counted, history);
  }

  private async ask(scrapes: ReturnType<typeof scrapesOf>): Promise<readonly (readonly Line[])[]> {
    const { series, results } = await this.prometheus.evaluate(scrapes, this.texts, NOW);
    this.series += series;
    this.evaluations += results.length;
    return results.map(({ error, lines }, i) => {
      if (error !== undefined) throw new Error(`${this.queries[i].title}: ${error}`);
      return lines;
    });
  }
}

function linesOf(lines: readonly Line[]): readonly string[] {
  return lines.map(({ labels }) => lineOf(labels)).sort();
}

function lineOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))));
}
