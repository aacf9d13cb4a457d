import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { MeshSettings } from '../../src/eval/types';
import { BUILD, CRDS } from './paths';
import { type Process, type Workspace } from './workspace';

export interface Manifest {
  readonly name: string;
  readonly text: string;
}

/** One run of istiod's translation; see istiod/main.go. */
export interface Translation {
  readonly manifests: readonly Manifest[];
  readonly settings: MeshSettings;
  /** Receives certificates, bootstraps and sockets. */
  readonly dir: string;
  readonly identities?: readonly string[];
  readonly inbound?: readonly string[];
  readonly outbound?: readonly string[];
  readonly measure?: readonly string[];
}

export interface IstiodProblem {
  readonly object: string;
  readonly level: 'error' | 'warning' | 'ignored';
  readonly text: string;
}

/** An inbound filter chain of istiod. */
export interface Chain {
  readonly name: string;
  readonly kind: 'http' | 'tcp';
  readonly tls: boolean;
  readonly match?: { readonly destination_port?: number };
  readonly rbac?: readonly unknown[];
}

export interface TranslatedWorkload {
  readonly id: string;
  readonly serviceAccount: string;
  readonly ip: string;
  readonly chains?: readonly Chain[];
  readonly inboundSocket?: string;
  readonly outboundSocket?: string;
  readonly outboundBootstrap?: string;
  readonly bytes?: Readonly<Record<string, number>>;
}

export interface Translated {
  readonly problems: readonly IstiodProblem[];
  readonly workloads: readonly TranslatedWorkload[];
  readonly services: readonly { readonly id: string; readonly clusterIP: string }[];
  readonly inboundBootstrap?: string;
  readonly ca: string;
  /** Identity to the path of its certificate, without `.pem` and `.key`. */
  readonly certificates: Readonly<Record<string, string>>;
}

/** istiod's translation as a process: one line of JSON in, one line out. */
export class Istiod {
  private readonly process: Process;
  private readonly answers: Interface;
  private readonly died: Promise<never>;

  constructor(private readonly workspace: Workspace) {
    this.process = workspace.start('istiod', join(BUILD, 'istiod'), [CRDS], ['pipe', 'ignore', 'inherit', 'pipe']);
    this.died = once(this.process.child, 'exit').then(() => {
      throw new Error('istiod\'s translation ended unexpectedly');
    });
    // Whoever waits for an answer is told; nobody else needs to be.
    this.died.catch(() => undefined);
    this.answers = createInterface(this.process.child.stdio[3] as Readable);
  }

  /** One at a time: the answers carry no number. */
  async translate({ settings, ...rest }: Translation): Promise<Translated> {
    const answer = once(this.answers, 'line');
    const line = `${JSON.stringify({ ...rest, mesh: meshConfig(settings) })}\n`;
    (this.process.child.stdin as Writable).write(line);
    const [text] = await Promise.race([answer, this.died]) as [string];
    const result = JSON.parse(text) as Translated & { readonly error?: string };
    if (result.error !== undefined) throw new Error(`istiod's translation failed: ${result.error}`);
    return { ...result, problems: result.problems ?? [], workloads: result.workloads ?? [], services: result.services ?? [] };
  }

  async stop(): Promise<void> {
    await this.workspace.stop(this.process, 'SIGKILL');
  }
}

/** The settings that no manifest shows, as MeshConfig (which is YAML, hence JSON). */
function meshConfig(settings: MeshSettings): string {
  return JSON.stringify({
    trustDomain: settings.trustDomain,
    trustDomainAliases: settings.trustDomainAliases,
    rootNamespace: settings.rootNamespace,
    pathNormalization: { normalization: settings.pathNormalization },
    outboundTrafficPolicy: { mode: settings.outboundTrafficPolicy },
  });
}
