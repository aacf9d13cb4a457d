import type { Problem } from '../model/problem';
import { FEATURES, usesOf, type Feature } from './features';
import type { ModelIndex } from './platform';

export type Version = readonly [major: number, minor: number];

export type Capability
  = | {
    readonly support: 'supported';
    /** The objects that carry it, and what they cannot see. */
    readonly how: string;
    /** First minor that has it; left out: every supported one. */
    readonly since?: Version;
  }
  | {
    readonly support: 'refused';
    readonly why: string;
    /** What to declare instead. */
    readonly repair: string;
  };

/** What a platform can express. Nothing is approximated: what is not supported is refused. */
export interface Capabilities {
  readonly platform: string;
  /** As people call it. */
  readonly title: string;
  /** Minors of the mesh that are supported; empty: there is no mesh. */
  readonly versions: readonly Version[];
  readonly features: Readonly<Record<Feature, Capability>>;
}

export const formatVersion = ([major, minor]: Version): string => `${major}.${minor}`;

function unsupportedVersion(index: ModelIndex, { title, versions }: Capabilities): readonly Problem[] {
  const { mesh } = index.model;
  const [major, minor] = mesh.version;
  if (versions.length === 0 || versions.some(([a, b]) => a === major && b === minor)) return [];
  return [{
    code: 'unsupported-version',
    construct: mesh.construct,
    message: `${title} \`${formatVersion(mesh.version)}\` is not supported: what it enforces was not checked`,
    repair: `run one of ${versions.map((v) => `\`${formatVersion(v)}\``).join(', ')} and set \`version\` to it`,
  }];
}

const isBefore = ([aMajor, aMinor]: Version, [bMajor, bMinor]: Version): boolean => aMajor < bMajor || (aMajor === bMajor && aMinor < bMinor);

/** What the model needs and the platform, or the declared version of it, cannot express. */
export function refuse(index: ModelIndex, capabilities: Capabilities): readonly Problem[] {
  const problems: Problem[] = [...unsupportedVersion(index, capabilities)];
  const { version } = index.model.mesh;
  const missing = (Object.keys(FEATURES) as Feature[]).filter((feature) => {
    const capability = capabilities.features[feature];
    return capability.support === 'refused' || (capability.since !== undefined && isBefore(version, capability.since));
  });
  for (const { feature, construct, subject } of usesOf(new Set(missing), index.model)) {
    const capability = capabilities.features[feature];
    if (capability.support === 'refused') {
      problems.push({
        code: 'unsupported-feature',
        construct,
        message: `${subject} needs \`${feature}\`, which platform \`${capabilities.platform}\` cannot express: ${capability.why}`,
        repair: capability.repair,
      });
    } else if (capability.since) {
      problems.push({
        code: 'unsupported-feature',
        construct,
        message: `${subject} needs \`${feature}\`, which ${capabilities.title} \`${formatVersion(version)}\` does not have`,
        repair: `upgrade to \`${formatVersion(capability.since)}\` or later`,
      });
    }
  }
  return problems;
}

/** The capability table of `docs/reference/capabilities.md`. */
export function capabilityTable(platforms: readonly Capabilities[]): string {
  const cell = (c: Capability): string => (c.support === 'refused' ? `refused: ${c.why}` : `${c.how}${c.since ? ` (${formatVersion(c.since)} or later)` : ''}`);
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const features = Object.keys(FEATURES) as Feature[];
  return [
    row(['Feature', ...platforms.map(({ title }) => title)]),
    row(['---', ...platforms.map(() => '---')]),
    row(['Versions', ...platforms.map(({ versions }) => (versions.length === 0 ? 'any Kubernetes that enforces NetworkPolicy' : versions.map(formatVersion).join(', ')))]),
    ...features.map((feature) => row([`${FEATURES[feature]} (\`${feature}\`)`, ...platforms.map((p) => cell(p.features[feature]))])),
  ].join('\n') + '\n';
}
