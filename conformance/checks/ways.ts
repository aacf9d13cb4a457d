import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../../src/eval';
import { normalizePath } from '../../src/eval/matcher/normalize';
import { DEFAULT_SETTINGS } from '../../src/eval/types';
import { isAmbient, sidecarsOf } from '../ambient/planes';
import { requestOf } from '../enforced/evaluate';
import { RunningMesh } from '../enforced/running-mesh';
import { assumedPods, type Subject } from '../enforced/subject';
import { sentBy, wrongIn } from '../gateways/compare';
import { deployedFor, gatewaysIn, type RunningGateway } from '../gateways/deployed';
import { CLIENT, expectedAt, isIn, type Led, setsAt } from '../gateways/expected';
import { type GatewayQuestion, HEADERS, questionsAt, vocabularyOf } from '../gateways/questions';
import { startEnvoy } from '../harness/envoy';
import { ROOT } from '../harness/paths';
import { Random } from '../harness/random';
import { answerBehindTls, answerTo } from '../probe/answer';
import { Credentials } from '../probe/connect';
import type { Wire } from '../probe/wire';
import { randomGatewaySubject } from '../random/gateways';
import type { Context } from './context';
import { keep } from './judgements';

const CASES = join(ROOT, 'test/cases/gateways');
const SHOWN = 5;

/** What a gateway makes of requests: to whom its routes send them, and as what. */
export async function checkWays(context: Context): Promise<void> {
  await compareAll(context, 'ways through gateways, hand-made', handMade(), context.options.limit);
}

/** The same of gateways and routes that nobody would write on purpose. */
export async function checkRandomWays(context: Context): Promise<void> {
  const { seed, random, limit } = context.options;
  const subjects = Array.from({ length: random * 2 }, (_, i) => randomGatewaySubject(`gateways-${seed + i}`, new Random(seed + i)));
  await compareAll(context, 'ways through random gateways', subjects, Math.min(limit, 40));
}

function handMade(): readonly Subject[] {
  const files = readdirSync(CASES).filter((f) => f.endsWith('.yaml') && !f.endsWith('.cases.yaml')).sort();
  return files.map((name) => ({ name, manifests: [{ name, text: readFileSync(join(CASES, name), 'utf8') }], settings: DEFAULT_SETTINGS, assumed: [] }));
}

interface Tally {
  asked: number;
  sent: number;
  undecided: number;
  different: number;
}

async function compareAll(context: Context, checked: string, subjects: readonly Subject[], perPort: number): Promise<void> {
  const tally: Tally = { asked: 0, sent: 0, undecided: 0, different: 0 };
  for (const [i, subject] of subjects.entries()) {
    await context.ledger.attempt(`${checked}: ${subject.name}`, async () => {
      const { differences, problems } = await compareAt(context, subject, new Random(context.options.seed + i), perPort, tally);
      if (differences.length === 0) return problems;
      return [...problems, ...differences.slice(0, SHOWN), `${differences.length} differences; kept in ${keep(subject)}`];
    });
  }
  const { asked, sent, undecided, different } = tally;
  context.findings.add('Enforced', checked, `${subjects.length} worlds, ${asked} requests (${sent} sent on)`, `${different} differences, ${undecided} undetermined`);
}

async function compareAt({ workspace, istiod }: Context, subject: Subject, r: Random, perPort: number, tally: Tally) {
  const world = RunningMesh.worldOf(subject);
  const gateways = gatewaysIn(world);
  const translated = await istiod.translate({
    manifests: [...subject.manifests, ...assumedPods(subject.assumed), ...deployedFor(world)], settings: subject.settings, dir: workspace.directory(),
    sidecars: sidecarsOf(world), ambient: isAmbient(world), gateways: gateways.map(({ pod }) => pod.id), headers: HEADERS,
  });
  const problems = translated.problems.filter((p) => p.level === 'error').map((p) => `istiod takes no ${p.object}: ${p.text}`);
  const credentials = new Credentials(translated);
  const envoy = await startEnvoy(workspace, translated.inboundBootstrap!, translated.workloads.flatMap((w) => w.inboundSocket ?? []));
  const differences: string[] = [];
  try {
    for (const gateway of gateways) {
      const { ip, inboundSocket } = translated.workloads.find((w) => w.id === gateway.pod.id)!;
      const sets = new Map(gateway.ports.map((port) => [port, setsAt(world, gateway.pod, port)]));
      for (const question of questionsAt(world, gateway.pod, vocabularyOf(world), r, perPort)) {
        const answered = await (question.as === 'tls' ? answerBehindTls : answerTo)(inboundSocket!, wireOf(question, ip), credentials);
        const sent = sentBy(answered);
        const request = question.http === undefined ? {} : { http: requestOf(question.http) };
        const expected = expectedAt(world, gateway.pod, question.port, request);
        const wrong = [...wrongIn(expected, sent, HEADERS), ...wrongSets(world, sets.get(question.port)!, question, sent?.services ?? [])];
        tally.asked++;
        if (sent !== undefined) tally.sent++;
        if ([...expected.values()].some((e) => e.answer === 'undetermined')) tally.undecided++;
        if (wrong.length === 0) continue;
        tally.different++;
        differences.push([`${textOf(gateway, question)}: ${JSON.stringify(answered)}`, ...wrong].join('\n  '));
      }
    }
  } finally {
    await workspace.stop(envoy, 'SIGKILL');
  }
  return { differences, problems };
}

/** What is allowed as a set leads there. Sets are of paths as routes see them, and know few ports behind hosts. */
function wrongSets({ settings }: World, sets: readonly Led[], { http }: GatewayQuestion, services: readonly string[]): readonly string[] {
  if (http === undefined || http.path.includes('?') || http.host.includes(':') || normalizePath(http.path, settings.pathNormalization) !== http.path) return [];
  const request = { http: requestOf({ ...http, host: http.host.toLowerCase() }) };
  return sets.filter(({ service, allow }) => isIn(allow, request) && !services.includes(service)).map(({ service }) => `the table says that it leads to ${service}`);
}

function wireOf({ port, http, serverName }: GatewayQuestion, destinationIp: string): Wire {
  return { credential: { kind: 'plaintext' }, sourceIp: CLIENT.ip!, destinationIp, port, ...(http && { http }), ...(serverName === undefined ? {} : { serverName }) };
}

function textOf({ pod }: RunningGateway, { port, as, http }: GatewayQuestion): string {
  const what = http === undefined ? '' : `${http.method} ${http.host} ${http.path} ${http.headers.map(([k, v]) => `${k}: ${v}`).join(', ')}`;
  return `${pod.id}:${port} ${as} ${what}`;
}
