import { capabilityTable } from './capabilities';
import { ISTIO_CAPABILITIES } from './istio/capabilities';
import { KUBERNETES_CAPABILITIES } from './kubernetes/capabilities';

const HEAD = `# Capabilities

What each platform can express. A declaration that needs more is refused (\`unsupported-feature\`, \`unsupported-version\`); nothing is
approximated. This page is generated from the tables that decide it: \`npx tsx test/platforms/write-capabilities.ts\`.
`;

export function capabilitiesPage(): string {
  return `${HEAD}\n${capabilityTable([ISTIO_CAPABILITIES, KUBERNETES_CAPABILITIES])}`;
}
