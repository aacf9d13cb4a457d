import * as path from 'node:path';
import { build, type Step, steps } from '../examples/adoption/access';
import { MeshAssertions, ProofVerdict } from '../src';
import { inEmptyDirectory, readFiles } from './golden/synthesize';

const EXPECTED = path.join(__dirname, '../examples/adoption/expected');

const written = (step: Step) => inEmptyDirectory((directory) => {
  build(step, directory).app.synth();
  return readFiles(directory);
});

test.each(steps.map((step) => [step.name, step] as const))('%s emits what is expected (to accept what is emitted now: npm run golden:update)', (name, step) => {
  expect(written(step)).toEqual(readFiles(path.join(EXPECTED, name)));
});

test.each(steps.map((step) => [step.name, step] as const))('%s is not refuted, and denies what is not declared', (_, step) => {
  const { app, mesh } = inEmptyDirectory((directory) => build(step, directory));
  expect(mesh.report().verdict).toBe(ProofVerdict.PROVED_UNDER_ASSUMPTIONS);
  const access = MeshAssertions.fromApp(app);
  access.denies('shop/frontend', 'shop/shop-catalog:80', { method: 'POST', path: '/items' });
  expect(mesh.report().accessTable).toContain('Removed\n  AuthorizationPolicy shop/shop-catalog: who may call is declared in access.ts');
});

test('`default` counts until its day and not after', () => {
  const admitted = steps.map((step) => written(step)['shop.k8s.yaml'].includes('cluster.local/ns/shop/sa/default'));
  expect(admitted).toEqual([true, true, false]);
});

test('what moves is the Deployment and its account: the policies stay as they are', () => {
  const ours = (step: Step): readonly string[] => written(step)['shop.k8s.yaml'].split(/^---\n/m).filter((text) => text.includes('cdk8s-mesh-access/owner'));
  expect(ours(steps[1])).toEqual(ours(steps[0]));
});
