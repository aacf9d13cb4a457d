import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ApiClient } from './client';
import { BUILD } from '../harness/paths';
import { hasEnded, type Process, sleep, tail, type Workspace } from '../harness/workspace';

const PATIENCE_MS = 120_000;

/** etcd and kube-apiserver on loopback, with throw-away state. */
export class Cluster {
  static async start(workspace: Workspace): Promise<Cluster> {
    const dir = workspace.directory();
    const [etcdPort, peerPort, apiPort] = await freePorts(3);
    const token = randomBytes(24).toString('hex');
    writeCredentials(dir, token);
    const etcd = workspace.start('etcd', join(BUILD, 'etcd'), etcdArguments(dir, etcdPort, peerPort));
    const apiserver = workspace.start('kube-apiserver', join(BUILD, 'kube-apiserver'), apiserverArguments(dir, etcdPort, apiPort));
    const cluster = new Cluster(workspace, [apiserver, etcd], dir, `https://127.0.0.1:${apiPort}`, token);
    try {
      await cluster.ready();
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  readonly kubeconfig: string;
  private api: ApiClient | undefined;

  private constructor(
    private readonly workspace: Workspace,
    private readonly processes: readonly Process[],
    private readonly dir: string,
    private readonly url: string,
    private readonly token: string,
  ) {
    this.kubeconfig = join(dir, 'kubeconfig');
  }

  get client(): ApiClient {
    if (this.api === undefined) throw new Error('the API server is not ready');
    return this.api;
  }

  async stop(): Promise<void> {
    this.api?.close();
    for (const process of this.processes) await this.workspace.stop(process);
  }

  private async ready(): Promise<void> {
    const authority = join(this.dir, 'certs/apiserver.crt');
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const dead = this.processes.find((p) => hasEnded(p.child));
      if (dead !== undefined) throw new Error(`${dead.name} ended:\n${tail(dead)}`);
      if (Date.now() > deadline) throw new Error(`the API server is not ready after ${PATIENCE_MS / 1000} s:\n${tail(this.processes[0])}`);
      try {
        this.api ??= ApiClient.of(this.url, readFileSync(authority), this.token);
        // /readyz waits for the hooks that run after the start: roles, priority and fairness, the informer of CRDs.
        if ((await this.api.call('GET', '/readyz')).status === 200) break;
      } catch {
        // The certificate is not written yet, or nobody listens.
      }
      await sleep(50);
    }
    writeFileSync(this.kubeconfig, JSON.stringify({
      apiVersion: 'v1', kind: 'Config', 'current-context': 'conformance',
      clusters: [{ name: 'conformance', cluster: { server: this.url, 'certificate-authority': authority } }],
      users: [{ name: 'admin', user: { token: this.token } }],
      contexts: [{ name: 'conformance', context: { cluster: 'conformance', user: 'admin' } }],
    }), { mode: 0o600 });
  }
}

function writeCredentials(dir: string, token: string): void {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(dir, 'sa.key'), key.privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  writeFileSync(join(dir, 'sa.pub'), key.publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(join(dir, 'tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 });
}

function etcdArguments(dir: string, port: number, peerPort: number): string[] {
  const client = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  return [
    '--name=default', `--data-dir=${join(dir, 'etcd')}`, '--unsafe-no-fsync', '--log-level=warn',
    `--listen-client-urls=${client}`, `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`, `--initial-advertise-peer-urls=${peer}`, `--initial-cluster=default=${peer}`,
  ];
}

function apiserverArguments(dir: string, etcdPort: number, port: number): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`, '--bind-address=127.0.0.1', '--advertise-address=127.0.0.1', `--secure-port=${port}`,
    // 127.0.0.1 is no valid address of Endpoints.
    '--endpoint-reconciler-type=none',
    `--cert-dir=${join(dir, 'certs')}`, `--token-auth-file=${join(dir, 'tokens.csv')}`, '--authorization-mode=RBAC', '--anonymous-auth=false',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(dir, 'sa.pub')}`, `--service-account-signing-key-file=${join(dir, 'sa.key')}`,
    '--service-cluster-ip-range=10.96.0.0/16', '--allow-privileged=true',
    // No controller makes the `default` service account that this plug-in waits for.
    '--disable-admission-plugins=ServiceAccount',
    '--profiling=false', '--v=1',
  ];
}

/** All of them at once, so that no two are the same. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  })));
  const ports = servers.map((s) => (s.address() as AddressInfo).port);
  await Promise.all(servers.map((s) => new Promise((resolve) => s.close(resolve))));
  return ports;
}
