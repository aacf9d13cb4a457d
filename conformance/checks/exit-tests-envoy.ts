import { readFileSync } from 'node:fs';
import { Admin } from '../enforced/admin';
import { assumedPods, type Subject } from '../enforced/subject';
import { INTERVAL, NOW, scrape } from '../exit-tests/history';
import { Prometheus } from '../exit-tests/prometheus';
import { type ExitQuery, exitQueries, filledIn } from '../exit-tests/queries';
import { startEnvoy } from '../harness/envoy';
import { sleep } from '../harness/workspace';
import { Credentials } from '../probe/connect';
import { send } from '../probe/send';
import type { WireHttp } from '../probe/wire';
import { committedMeshes } from '../subjects/declared';
import type { Context } from './context';

const DRY_RUN = 'what the dry run would refuse';
const REFUSED = 'pods that refused a request or a connection';
const GET: WireHttp = { version: 'HTTP/1.1', grpc: false, method: 'GET', path: '/products/1', host: 'catalog', headers: [] };

/** Of each service: who is declared, and where. Everybody else who calls is to be seen. */
const SERVICES = [
  { id: 'shop/catalog', port: 8080, http: GET, declared: 'frontend' },
  { id: 'shop/redis', port: 6379, http: undefined, declared: 'catalog' },
] as const;

/** The golden, and the query that must see in it who is not declared. */
const GOLDENS = [['rollout-observe', DRY_RUN], ['rollout-mutual-tls', DRY_RUN], ['rollout-authorization', REFUSED]] as const;

/** What a real Envoy counts with istiod's filters and Istio's names, in the queries that ask for counters of Envoy's own. */
export async function checkExitTestsOfEnvoy(context: Context): Promise<void> {
  const { workspace, ledger, findings } = context;
  const queries = exitQueries().filter((q) => [DRY_RUN, REFUSED].includes(q.title));
  const prometheus = new Prometheus(workspace);
  let differences = 0;
  try {
    const subjects = committedMeshes(workspace.directory()).map((c) => c.subject);
    for (const [golden, title] of GOLDENS) {
      for (const service of SERVICES) {
        await ledger.attempt(`exit tests of what Envoy counts: ${golden}, ${service.id}`, async () => {
          const found = await seen(context, prometheus, queries, subjects.find((s) => s.name === `golden ${golden}`)!, service, title);
          differences += found.length;
          return found;
        });
      }
    }
  } finally {
    await prometheus.stop();
  }
  findings.add('Exit tests', 'the same queries on what a real Envoy with istiod\'s filters shows to Prometheus, before and after a declared and an undeclared call; what `pilot-agent` and the proxy\'s log have',
    `${queries.length} queries, ${GOLDENS.length} goldens, ${SERVICES.length} services (HTTP, TCP), 2 calls each`, `${differences} differences`);
}

async function seen(
  { workspace, istiod }: Context, prometheus: Prometheus, queries: readonly ExitQuery[], subject: Subject,
  { id, port, http, declared }: typeof SERVICES[number], title: string,
): Promise<readonly string[]> {
  const dir = workspace.directory();
  const identities = [declared, 'elsewhere'].map((name) => `cluster.local/ns/shop/sa/${name}`);
  const { manifests, assumed, settings } = subject;
  const translated = await istiod.translate({
    manifests: [...manifests, ...assumedPods(assumed)], settings, dir, identities, sidecars: assumed.map((w) => w.id), inbound: [id],
  });
  const { inboundSocket, ip } = translated.workloads.find((w) => w.id === id)!;
  const admin = Admin.in(dir, translated.inboundBootstrap!);
  const envoy = await startEnvoy(workspace, admin.bootstrap, [inboundSocket!]);
  try {
    await admin.ask('POST', '/logging?rbac=debug');
    const earlier = shadowDenied(envoy.log);
    const credentials = new Credentials(translated);
    const call = (identity: string) => send(inboundSocket!, { credential: { kind: 'identity', id: identity }, sourceIp: '10.0.0.9', destinationIp: ip, port, http }, credentials);
    const shown = [await admin.scraped];
    for (const identity of identities) {
      await call(identity);
      shown.push(await admin.scraped);
    }
    await sleep(100);
    const [none, afterDeclared, afterBoth] = shown;
    const found: string[] = [];
    // Scraped from the start, scraped late, and scraped long ago already.
    for (const [what, before, after, isSeen] of [
      ['nobody called', none, none, false], ['a declared call', none, afterDeclared, false], ['an undeclared call', afterDeclared, afterBoth, true],
      ['an undeclared call before the first scrape', undefined, afterBoth, true], ['an undeclared call long ago', afterBoth, afterBoth, false],
    ] as const) {
      const scrapes = [...(before === undefined ? [] : [scrape('sidecar', 'shop', 'pod-0', before, 10, 3)]), scrape('sidecar', 'shop', 'pod-0', after, 3, 0)];
      const { results } = await prometheus.evaluate(scrapes, queries.map((q) => filledIn(q, 'shop', INTERVAL)), NOW);
      found.push(...results.flatMap(({ error, lines }, i) => {
        const is = error ?? lines.map(({ labels }) => labels.pod).join();
        const wanted = isSeen && queries[i].title === title ? 'pod-0' : '';
        return is === wanted ? [] : [`${what}: ${queries[i].title}: ${is || 'nothing'}, expected ${wanted || 'nothing'}`];
      }));
    }
    if (title !== DRY_RUN) return found;
    const counted = (await admin.ask('GET', '/stats?filter=shadow_denied')).split('\n').filter((line) => / [1-9]\d*$/.test(line));
    if (counted.length !== 1) found.push(`stats?filter=shadow_denied: ${counted.join() || 'nothing'}, expected one counter`);
    const logged = shadowDenied(envoy.log) - earlier;
    if (logged !== 1) found.push(`the log has ${logged} lines with \`shadow denied\`, expected one`);
    return found;
  } finally {
    await workspace.stop(envoy, 'SIGKILL');
  }
}

/** Envoys that run one after the other write to the same file. */
function shadowDenied(log: string): number {
  return readFileSync(log, 'utf8').split('\n').filter((line) => line.includes('shadow denied')).length;
}
