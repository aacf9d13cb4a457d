import { Option, type Command } from '../kept/commander';
import { DEFAULT_SETTINGS, type MeshSettings } from '../eval/types';

/** As commander gives them. */
export interface MeshOptions {
  readonly mesh: boolean;
  readonly trustDomain: string;
  readonly trustDomainAlias?: readonly string[];
  readonly rootNamespace: string;
  readonly pathNormalization: MeshSettings['pathNormalization'];
  readonly outboundTrafficPolicy: MeshSettings['outboundTrafficPolicy'];
}

/** Of an option that may be repeated. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** `--json` is short for one of them. */
export function formatOption(...formats: readonly string[]): Option {
  return new Option('--format <format>', 'how to print it').choices(formats).default(formats[0]);
}

/** What the installed mesh is; no manifest shows it. */
export function meshOptions(command: Command): Command {
  const d = DEFAULT_SETTINGS;
  return command
    .option('--trust-domain <domain>', 'trust domain of the mesh', d.trustDomain)
    .option('--trust-domain-alias <domain>', 'former trust domain; may be repeated', collect)
    .option('--root-namespace <namespace>', 'root namespace of the mesh', d.rootNamespace)
    .addOption(new Option('--path-normalization <mode>', 'how proxies normalize paths')
      .choices(['NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES']).default(d.pathNormalization))
    .addOption(new Option('--outbound-traffic-policy <mode>', 'what proxies do with unknown hosts')
      .choices(['ALLOW_ANY', 'REGISTRY_ONLY']).default(d.outboundTrafficPolicy))
    .option('--no-mesh', 'no mesh is installed: only NetworkPolicy decides');
}

export function settingsOf(options: MeshOptions): MeshSettings {
  return {
    mesh: options.mesh,
    trustDomain: options.trustDomain,
    trustDomainAliases: options.trustDomainAlias ?? [],
    rootNamespace: options.rootNamespace,
    pathNormalization: options.pathNormalization,
    outboundTrafficPolicy: options.outboundTrafficPolicy,
  };
}
