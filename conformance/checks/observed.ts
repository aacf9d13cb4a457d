import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Admin } from '../enforced/admin';
import { assumedPods, type Subject } from '../enforced/subject';
import { startEnvoy } from '../harness/envoy';
import { sleep } from '../harness/workspace';
import { Credentials } from '../probe/connect';
import { send } from '../probe/send';
import type { WireHttp } from '../probe/wire';
import { committedMeshes } from '../subjects/declared';
import type { Context } from './context';

const SUBJECT = 'rollout-access-log';
const CALLEE = 'shop/catalog';
const LOGS = ['audit-log', 'rollout-log'];

/** Who, what, and what the dry run makes of it; everybody is let in. */
const CALLS = [
  ['cluster.local/ns/shop/sa/frontend', 'GET', '/items/1', 'allowed'],
  ['cluster.local/ns/shop/sa/frontend', 'POST', '/items/1', 'denied'],
  ['cluster.local/ns/shop/sa/elsewhere', 'GET', '/items/1', 'denied'],
] as const;

/** By what the guide tells people to look at while authorization is observed: counters and access logs, of a real Envoy. */
export async function checkObserved({ workspace, istiod, ledger, findings }: Context): Promise<void> {
  await ledger.attempt('what is observed is counted and logged', async () => {
    const subject = committedMeshes(workspace.directory()).map((c) => c.subject).find((s) => s.name.includes(SUBJECT));
    if (subject === undefined) return [];
    const dir = workspace.directory();
    const file = (log: string): string => join(dir, `${log}.txt`);
    const translated = await istiod.translate({
      ...translationOf(subject, dir), logs: { files: Object.fromEntries(LOGS.map((log) => [log, file(log)])), defaults: ['audit-log'] },
    });
    const { inboundSocket, ip } = translated.workloads.find((w) => w.id === CALLEE)!;
    const admin = Admin.in(dir, translated.inboundBootstrap!);
    const envoy = await startEnvoy(workspace, admin.bootstrap, [inboundSocket!]);
    try {
      const credentials = new Credentials(translated);
      for (const [id, method, path] of CALLS) {
        const http: WireHttp = { version: 'HTTP/1.1', grpc: false, method, path, host: 'catalog', headers: [] };
        await send(inboundSocket!, { credential: { kind: 'identity', id }, sourceIp: '10.0.0.9', destinationIp: ip, port: 8080, http }, credentials);
      }
      const counted = prometheusOf(await admin.scraped);
      // Several times as long as Envoy keeps lines back.
      await sleep(1000);
      const wanted = CALLS.map(([peer, method, path, dryRun]) => JSON.stringify({ dryRun, method, path, peer: `spiffe://${peer}` }));
      const logged = LOGS.flatMap((log) => differing(`access log of ${log}`, linesOf(file(log)), wanted));
      const numbers = CALLS.reduce((n, [, , , result]) => ({ ...n, [result]: n[result] + 1 }), { allowed: 0, denied: 0 });
      const found = [...logged, ...differing('counters', counted, Object.entries(numbers).map(([result, n]) => `${result} ${n}`))];
      findings.add('Enforced', 'a dry run of istiod\'s, in Envoy\'s counters and access logs', `${CALLS.length} requests, ${LOGS.length} providers`, `${found.length} differences`);
      return found;
    } finally {
      await workspace.stop(envoy, 'SIGKILL');
    }
  });
}

function translationOf({ manifests, assumed, settings }: Subject, dir: string): Parameters<Context['istiod']['translate']>[0] {
  const identities = [...new Set(CALLS.map(([id]) => id))];
  return { manifests: [...manifests, ...assumedPods(assumed)], settings, dir, identities, sidecars: assumed.map((w) => w.id), inbound: [CALLEE] };
}

/** The counters that the guide asks for. */
function prometheusOf(text: string): readonly string[] {
  const counter = /^envoy_http_rbac\{authz_dry_run_action="allow",authz_dry_run_result="(allowed|denied)",\w+="inbound_[^"]*"\} (\d+)$/gm;
  return [...text.matchAll(counter)].map(([, result, n]) => `${result} ${n}`);
}

function linesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => {
    const { dryRun, method, path, peer } = JSON.parse(line) as Readonly<Record<string, string>>;
    return JSON.stringify({ dryRun, method, path, peer });
  });
}

function differing(what: string, is: readonly string[], wanted: readonly string[]): readonly string[] {
  const [a, b] = [[...is].sort().join('; '), [...wanted].sort().join('; ')];
  return a === b ? [] : [`${what}: ${a}, expected ${b}`];
}
