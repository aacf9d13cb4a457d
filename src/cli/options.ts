import { Option, type Command } from '../kept/commander';
import { DEFAULT_SETTINGS, type MeshSettings } from '../eval/types';
import { textOf } from './input';
import { InputError, type Io } from './io';
import { Setting } from './setting';

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

/** How the result is printed. */
export interface OutputOptions<F extends string = string> {
  readonly format: F;
}

/** Of an option that may be repeated. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** Manifests; named, or those of `mesh-access.yaml`. */
export function manifestPaths(command: Command): Command {
  return command.argument('[paths...]', 'manifest files and directories, - for stdin (default: `paths` of mesh-access.yaml)');
}

/** The first is the default; where one of them is JSON, `--json` is short for it. */
export function outputFormats(command: Command, ...formats: readonly string[]): Command {
  const format = new Setting('--format <format>', 'how to print it').choices(formats).default(formats[0]);
  return command.addOption(format).addOption(new Option('--json', 'short for --format json').implies({ format: 'json' }));
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

export function settingsOf(options: MeshOptions, io: Io): Partial<MeshSettings> {
  refuseEmpty(options);
  const { meshConfig, trustDomain, trustDomainAlias, rootNamespace, pathNormalization, outboundTrafficPolicy } = options;
  return {
    ...(meshConfig !== undefined && settingsIn(meshConfig, io)),
    ...(!options.mesh && { mesh: false }),
    ...(trustDomain !== undefined && { trustDomain }),
    ...(trustDomainAlias !== undefined && { trustDomainAliases: trustDomainAlias }),
    ...(rootNamespace !== undefined && { rootNamespace }),
    ...(pathNormalization !== undefined && { pathNormalization }),
    ...(outboundTrafficPolicy !== undefined && { outboundTrafficPolicy }),
  };
}

/** An empty one is what a variable of a pipeline leaves that is not set: every identity would be a foreign one. */
function refuseEmpty({ trustDomain, trustDomainAlias = [], rootNamespace }: MeshOptions): void {
  const empty = [
    ...(trustDomain?.trim() === '' ? ['--trust-domain'] : []),
    ...(trustDomainAlias.some((alias) => alias.trim() === '') ? ['--trust-domain-alias'] : []),
    ...(rootNamespace?.trim() === '' ? ['--root-namespace'] : []),
  ];
  if (empty.length > 0) throw new InputError(empty.map((option) => `\`${option}\` is empty; give a value or leave the option out`));
}

function settingsIn(file: string, io: Io): Partial<MeshSettings> {
  const text = textOf(file, 'name a file with a MeshConfig');
  // What a command leaves that has failed would be a mesh as it is by default.
  if (text.split('\n').every((line) => NOTHING.test(line))) throw new InputError([`${file}: [no-mesh-config] holds nothing; look at what was to write it`]);
  // Read only where it is asked for: a MeshConfig needs the YAML reader.
  const { Findings } = require('../manifest/schema/finding') as typeof import('../manifest/schema/finding');
  const { meshConfigOf } = require('../manifest/mesh-config/read') as typeof import('../manifest/mesh-config/read');
  const { settingsOfMeshConfig } = require('../eval/settings') as typeof import('../eval/settings');
  const findings = new Findings();
  const config = meshConfigOf(text, findings);
  if (config === undefined) throw new InputError(findings.list.map(({ code, path, message, repair }) => `${file}: ${path === '' ? '' : `${path}: `}[${code}] ${message}${repair === undefined ? '' : `; ${repair}`}`));
  const { unread } = config;
  if (unread.includes('apiVersion') && unread.includes('kind')) {
    throw new InputError([`${file}: [no-mesh-config] is a Kubernetes object; give what its MeshConfig holds, or a ConfigMap \`istio\` with the manifests`]);
  }
  if (unread.length > 0) io.err(`${file}: ${unread.map((key) => `\`${key}\``).join(', ')} of the MeshConfig: not taken into account\n`);
  return settingsOfMeshConfig(config);
}

/** A line without content. */
const NOTHING = /^\s*(?:#.*|---\s*)?$/;
