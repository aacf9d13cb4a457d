import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FEATURES, type Feature } from '../../src/platforms/features';
import { capabilitiesPage } from '../../src/platforms/capabilities-page';
import { ISTIO_CAPABILITIES } from '../../src/platforms/istio/capabilities';
import { KUBERNETES_CAPABILITIES } from '../../src/platforms/kubernetes/capabilities';

test('the page is fresh; `npx tsx test/platforms/write-capabilities.ts` writes it', () => {
  expect(readFileSync(join(__dirname, '../../docs/reference/capabilities.md'), 'utf8')).toBe(capabilitiesPage());
});

test('the features are these: their names stand in error texts', () => {
  expect(Object.keys(FEATURES)).toEqual([
    'whole-ports', 'http-access', 'path-templates', 'udp-access', 'sctp-access',
    'service-callers', 'shared-identities', 'namespace-callers', 'identity-callers', 'address-callers', 'anyone', 'source-addresses',
    'tokens', 'plaintext-ports', 'scrapes-past-proxy', 'foreign-pods', 'api-server-calls', 'external-hosts-with-addresses', 'external-hosts-by-name', 'external-tcp-by-name', 'external-tcp-ranges',
    'external-tcp-several-addresses', 'external-wildcard-hosts',
    'proxy-hosts', 'external-ca', 'gateway-pods', 'mesh-baseline',
    'ambient', 'waypoints', 'egress-waypoint', 'moving-services', 'ambient-disabled-mtls', 'ambient-excluded-ports', 'moving-external-callers',
  ]);
});

test.each([ISTIO_CAPABILITIES, KUBERNETES_CAPABILITIES])('every feature of $platform is decided, and a refusal says what to do instead', ({ features }) => {
  for (const feature of Object.keys(FEATURES) as Feature[]) {
    const capability = features[feature];
    expect(capability.support === 'refused' ? [capability.why, capability.repair] : [capability.how]).not.toContain('');
  }
});
