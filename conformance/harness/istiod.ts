import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { MeshSettings } from '../../src/eval/types';
import type { ZtunnelView } from '../ambient/xds';
import { BUILD, CRDS } from './paths';
import { type Process, type Workspace } from './workspace';

export interface Manifest {
  readonly name: string;
  readonly text: string;
  /** What the text was written from: reading the YAML of thousands of small meshes would take longer than all that is asked of them. */
  readonly objects?: readonly object[];
}

export function manifestOf(name: string, objects: readonly object[]): Manifest {
  return { name, text: objects.map((o) => JSON.stringify(o, undefined, 1)).join('\n---\n'), objects };
}

/** One run of istiod's translation; see istiod/main.go. */
export interface Translation {
  readonly manifests: readonly Manifest[];
  readonly settings: MeshSettings;
  /** Receives certificates, bootstraps and sockets. */
  readonly dir: string;
  readonly identities?: readonly string[];
  readonly inbound?: readonly string[];
  /** Ingress gateways, whose listeners are in the bootstrap of `inbound`. */
  readonly gateways?: readonly string[];
  /** Headers that a gateway's answer shows as its backend got them. */
  readonly headers?: readonly string[];
  readonly outbound?: readonly string[];
  readonly measure?: readonly string[];
  /** istiod of a mesh with an ambient data plane; it must be told which pods have a sidecar. */
  readonly ambient?: boolean;
  readonly sidecars?: readonly string[];
  /** Waypoints, and sidecars, that are asked through HBONE. */
  readonly hbone?: readonly string[];
  /** Providers of access logs, each with the file that it writes to, and whom the mesh logs to by itself. */
  readonly logs?: { readonly files: Readonly<Record<string, string>>; readonly defaults: readonly string[] };
  /** Whether to answer what ztunnel is told. */
  readonly ztunnel?: boolean;
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
  readonly hboneSocket?: string;
  readonly hboneBootstrap?: string;
  readonly bytes?: Readonly<Record<string, number>>;
}

export interface Translated {
  readonly problems: readonly IstiodProblem[];
  readonly workloads: readonly TranslatedWorkload[];
  /** Services, and hosts of ServiceEntries (`egress/api.example.com`) with their addresses. */
  readonly services: readonly { readonly id: string; readonly clusterIP: string }[];
  readonly ztunnel?: ZtunnelView;
  readonly inboundBootstrap?: string;
  readonly ca: string;
  /** Identity to the path of its certificate, without `.pem` and `.key`. */
  readonly certificates: Readonly<Record<string, string>>;
}

/**
 * istiod's translation as a process: one line of JSON in, one line out. Istio decides at start whether there is an ambient data plane; there is
 * a process for either, once it is needed.
 */
export class Istiod {
  private readonly running = new Map<boolean, Running>();

  constructor(private readonly workspace: Workspace) {}

  async translate({ settings, manifests, ambient = false, logs, ...rest }: Translation): Promise<Translated> {
    const { process, waiting, died } = this.process(ambient);
    // The answers carry no number: they come in the order of the questions.
    const answer = new Promise<string>((resolve) => waiting.push(resolve));
    const texts = manifests.map(({ name, text }) => ({ name, text }));
    const line = `${JSON.stringify({ ...rest, manifests: texts, mesh: meshConfig(settings, logs) })}\n`;
    (process.child.stdin as Writable).write(line);
    const text = await Promise.race([answer, died]);
    const result = JSON.parse(text) as Translated & { readonly error?: string };
    if (result.error !== undefined) throw new Error(`istiod's translation failed: ${result.error}`);
    return { ...result, problems: result.problems ?? [], workloads: result.workloads ?? [], services: result.services ?? [] };
  }

  private process(ambient: boolean): Running {
    const known = this.running.get(ambient);
    if (known !== undefined) return known;
    const environment = { PILOT_ENABLE_AMBIENT: String(ambient) };
    const process = this.workspace.start('istiod', join(BUILD, 'istiod'), CRDS, ['pipe', 'ignore', 'inherit', 'pipe'], environment);
    const died = once(process.child, 'exit').then(() => {
      throw new Error('istiod\'s translation ended unexpectedly');
    });
    // Whoever waits for an answer is told; nobody else needs to be.
    died.catch(() => undefined);
    const running: Running = { process, died, waiting: [] };
    createInterface(process.child.stdio[3] as Readable).on('line', (line) => running.waiting.shift()?.(line));
    this.running.set(ambient, running);
    return running;
  }
}

interface Running {
  readonly process: Process;
  readonly waiting: ((answer: string) => void)[];
  readonly died: Promise<never>;
}

/** The settings that no manifest shows, as MeshConfig (which is YAML, hence JSON). */
function meshConfig(settings: MeshSettings, logs: Translation['logs']): string {
  return JSON.stringify({
    trustDomain: settings.trustDomain,
    trustDomainAliases: settings.trustDomainAliases,
    rootNamespace: settings.rootNamespace,
    pathNormalization: { normalization: settings.pathNormalization },
    outboundTrafficPolicy: { mode: settings.outboundTrafficPolicy },
    ...(logs === undefined ? {} : logging(logs)),
  });
}

/** As docs/guide/rollout.md has it: a line says what the dry run made of the request. */
function logging({ files, defaults }: NonNullable<Translation['logs']>): object {
  const result = '%DYNAMIC_METADATA(envoy.filters.http.rbac:istio_dry_run_allow_shadow_engine_result)%';
  const labels = { method: '%REQ(:METHOD)%', path: '%REQ(:PATH)%', peer: '%DOWNSTREAM_PEER_URI_SAN%', dryRun: result };
  return {
    defaultProviders: { accessLogging: defaults },
    extensionProviders: Object.entries(files).map(([name, path]) => ({ name, envoyFileAccessLog: { path, logFormat: { labels } } })),
  };
}
