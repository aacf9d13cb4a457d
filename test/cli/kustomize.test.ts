import { join } from 'node:path';
import { runCli } from '../../src/cli/program';

/**
 * What kustomize v5.7.1 makes of the golden `adopted-deployment` and of its index, as they were in November 2026; the kustomization stands above
 * each. They are kept as they are: what an older synth wrote is still proved.
 */
const DIRECTORY = join(__dirname, 'kustomize');

async function prove(name: string): Promise<{ readonly exit: number; readonly out: string; readonly err: string }> {
  const before = process.cwd();
  process.chdir(DIRECTORY);
  try {
    let [out, err] = ['', ''];
    const exit = await runCli(['prove', `${name}.yaml`, '--index', 'index.json', '--no-config'], { out: (text) => void (out += text), err: (text) => void (err += text) });
    return { exit, out, err };
  } finally {
    process.chdir(before);
  }
}

test('labels, annotations, another order, more replicas, further objects: the same access', async () => {
  expect(await prove('same-access')).toEqual({ exit: 0, out: expect.stringMatching(/^proved under assumptions: /), err: '' });
});

test.each<[string, RegExp, string]>([
  [
    'name-prefix', /^the network keeps every caller from what is declared: to connect to Service shop\/catalog:80$/m,
    '17 of the 18 objects that synth wrote are not here; renamed, as it seems (AuthorizationPolicy shop/prod-catalog-callers for AuthorizationPolicy shop/catalog-callers, '
    + 'NetworkPolicy shop/prod-catalog-egress for NetworkPolicy shop/catalog-egress, NetworkPolicy shop/prod-catalog-ingress for NetworkPolicy shop/catalog-ingress and 14 more): '
    + 'names inside policies do not follow, so let objects keep theirs\n',
  ],
  [
    'other-namespace', /^shop\/catalog may call GET \/ on shop\/catalog:3550, which nothing declares/m,
    '18 of the 18 objects that synth wrote are not here; renamed, as it seems (AuthorizationPolicy shop-prod/catalog-callers for AuthorizationPolicy shop/catalog-callers, '
    + 'NetworkPolicy shop-prod/catalog-egress for NetworkPolicy shop/catalog-egress, NetworkPolicy shop-prod/catalog-ingress for NetworkPolicy shop/catalog-ingress and 15 more): '
    + 'names inside policies do not follow, so let objects keep theirs\n',
  ],
  ['common-labels', /^egress-policy keeps shop\/shop-catalog-c8a71c1f from what is declared: to connect to cluster DNS:53 \(UDP\)/m, ''],
  [
    'wider-patch',
    /^shop\/shop-web-c81100ac may call DELETE \/items on shop\/catalog:3550, .* \(wider-patch\.yaml:\d+, construct shop\/catalog-access\/Callers\)$/m,
    '',
  ],
])('%s: refuted, with what it did', async (name, out, err) => {
  expect(await prove(name)).toEqual({ exit: 1, out: expect.stringMatching(out), err });
});
