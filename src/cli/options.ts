import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Option, type Command } from '../kept/commander';
import { DEFAULT_SETTINGS, type MeshSettings } from '../eval/types';
import { InputError } from './io';

// Read only where it is asked for: a MeshConfig needs the YAML reader.
const load = createRequire(__filename);

/** As commander gives them; left out: as the manifests say, else as a mesh is installed. */
export interface MeshOptions {
  readonly mesh: boolean;
  readonly meshConfig?: string;
  readonly trustDomain?: string;
  readonly trustDomainAlias?: readonly string[];
  readonly rootNamespace?: string;
  readonly pathNormalization?: MeshSettings['pathNormalization'];
  readonly outboundTrafficPolicy?: MeshSettings['outboundTrafficPolicy'];
}

/** Of an option that may be repeated. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** `--json` is short for one of them. */
export function formatOption(...formats: readonly string[]): Option {
  return new Option('--format <format>', 'how to print it').choices(formats).default(formats[0]);
}

/** What the installed mesh is, where ConfigMap `istio` is not among the manifests or says something else. */
export function meshOptions(command: Command): Command {
  const d = DEFAULT_SETTINGS;
  const unsaid = (value: string): string => `(default: as the manifests' MeshConfig says, else ${value})`;
  return command
    .option('--mesh-config <file>', 'MeshConfig of the mesh, as in the key `mesh` of ConfigMap `istio`')
    .option('--trust-domain <domain>', `trust domain of the mesh ${unsaid(d.trustDomain)}`)
    .option('--trust-domain-alias <domain>', 'former trust domain; may be repeated', collect)
    .option('--root-namespace <namespace>', `root namespace of the mesh ${unsaid(d.rootNamespace)}`)
    .addOption(new Option('--path-normalization <mode>', `how proxies normalize paths ${unsaid(d.pathNormalization)}`)
      .choices(['NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES']))
    .addOption(new Option('--outbound-traffic-policy <mode>', `what proxies do with unknown hosts ${unsaid(d.outboundTrafficPolicy)}`)
      .choices(['ALLOW_ANY', 'REGISTRY_ONLY']))
    .option('--no-mesh', 'no mesh is installed: only NetworkPolicy decides');
}

export function settingsOf(options: MeshOptions): Partial<MeshSettings> {
  const { meshConfig, trustDomain, trustDomainAlias, rootNamespace, pathNormalization, outboundTrafficPolicy } = options;
  return {
    ...(meshConfig !== undefined && settingsIn(meshConfig)),
    ...(!options.mesh && { mesh: false }),
    ...(trustDomain !== undefined && { trustDomain }),
    ...(trustDomainAlias !== undefined && { trustDomainAliases: trustDomainAlias }),
    ...(rootNamespace !== undefined && { rootNamespace }),
    ...(pathNormalization !== undefined && { pathNormalization }),
    ...(outboundTrafficPolicy !== undefined && { outboundTrafficPolicy }),
  };
}

function settingsIn(file: string): Partial<MeshSettings> {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError([`${file}: [unreadable-file] cannot be read (${(error as NodeJS.ErrnoException).code}); name a file with a MeshConfig`]);
  }
  const { Findings } = load('../manifest/schema/finding') as typeof import('../manifest/schema/finding');
  const { meshConfigOf } = load('../manifest/mesh-config/read') as typeof import('../manifest/mesh-config/read');
  const { settingsOfMeshConfig } = load('../eval/settings') as typeof import('../eval/settings');
  const findings = new Findings();
  const config = meshConfigOf(text, findings);
  if (config === undefined) throw new InputError(findings.list.map(({ code, path, message, repair }) => `${file}: ${path === '' ? '' : `${path}: `}[${code}] ${message}${repair === undefined ? '' : `; ${repair}`}`));
  return settingsOfMeshConfig(config);
}
