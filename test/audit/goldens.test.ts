import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { audit } from '../../src/audit';
import { buildWorld } from '../../src/eval';
import { refText } from '../../src/eval/refs';
import { readPaths } from '../../src/manifest';

const GOLDEN = join(__dirname, '../golden');

/**
 * Each of them declared: pods outside the mesh, an excluded port, what a node answers, a prefix that ends inside a segment. A rollout is open
 * until its stage.
 */
const DECLARED = [
  'adopted-outside-the-mesh: not-captured at Deployment shop/scanner',
  'adopted-statefulset-cronjob: not-captured at StatefulSet shop/redis',
  'cloud-metadata: endpoint-at-caller at ServiceEntry shop/metadata.cloud.internal spec.endpoints[0].address',
  'generic-profile: endpoint-at-caller at ServiceEntry shop/workload.agent.internal spec.endpoints[0].address',
  'http-under-template-prefix: prefix-without-slash at AuthorizationPolicy shop/cart-callers spec.rules[0].to[0].operation.paths',
];

test('what this library emits falls into no trap that nobody declared', () => {
  const cases = readdirSync(GOLDEN).filter((name) => !name.startsWith('rollout-') && existsSync(join(GOLDEN, name, 'expected')));
  const found = cases.flatMap((name) => {
    const { manifests, problems } = readPaths([join(GOLDEN, name, 'expected')]);
    expect(problems).toEqual([]);
    const findings = audit(buildWorld(manifests), manifests.objects).filter((f) => f.severity !== 'info');
    return findings.map((f) => `${name}: ${f.rule.id} at ${refText(f.at)}`);
  });
  expect(found).toEqual(DECLARED);
  expect(cases.length).toBeGreaterThan(50);
});
