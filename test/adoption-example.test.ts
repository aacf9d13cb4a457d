import * as path from 'node:path';
import { build, type Step, steps } from '../examples/adoption/access';
import { MeshAssertions, ProofVerdict, RolloutStage } from '../src';
import { countsOf, diffAccess } from '../src/diff';
import { buildWorld } from '../src/eval';
import { readPaths } from '../src/manifest';
import { inEmptyDirectory, readFiles } from './golden/synthesize';

const EXPECTED = path.join(__dirname, '../examples/adoption/expected');

const named = (name: string): Step => steps.find((step) => step.name === name)!;
const isBefore = (step: Step, name: string): boolean => steps.indexOf(step) < steps.indexOf(named(name));

const written = (step: Step) => inEmptyDirectory((directory) => {
  build(step, directory).app.synth();
  return readFiles(directory);
});

test.each(steps.map((step) => [step.name, step] as const))('%s emits what is expected (to accept what is emitted now: npm run golden:update)', (name, step) => {
  expect(written(step)).toEqual(readFiles(path.join(EXPECTED, name)));
});

test.each(steps.map((step) => [step.name, step] as const))('%s says how far it is proved', (_, step) => {
  const { mesh } = inEmptyDirectory((directory) => build(step, directory));
  const isWhole = [RolloutStage.EGRESS_SCOPE, RolloutStage.DONE].includes(step.stage);
  expect(mesh.report().verdict).toBe(isWhole ? ProofVerdict.PROVED_UNDER_ASSUMPTIONS : ProofVerdict.PROVED_SO_FAR);
  const isRemoved = mesh.report().accessTable.includes('Removed\n  AuthorizationPolicy shop/shop-catalog: who may call is declared in access.ts');
  expect(isRemoved).toBe(!isBefore(step, '3-authorized'));
});

test('what is not declared is denied as soon as authorization is enforced', () => {
  const outcomes = steps.map((step) => {
    const { app } = inEmptyDirectory((directory) => build(step, directory));
    const access = MeshAssertions.fromApp(app);
    const ask = () => access.denies('shop/frontend', 'shop/shop-catalog:80', { method: 'POST', path: '/items' });
    if (isBefore(step, '3-authorized')) expect(ask).toThrow();
    else ask();
    return step.name;
  });
  expect(outcomes).toHaveLength(7);
});

const worlds = steps.map(({ name }) => buildWorld(readPaths([path.join(EXPECTED, name)]).manifests));

test('each release does to access what the README says of it, and nothing else', () => {
  const changes = steps.slice(1).map(({ name }, i) => {
    const { broadening, narrowing } = countsOf(diffAccess({ before: worlds[i], after: worlds[i + 1] }));
    return [name, broadening, narrowing > 0] as const;
  });
  expect(changes).toEqual([
    ['2-mutual-tls', 0, true], ['3-authorized', 2, true], ['4-moved', 0, false], ['5-isolated', 0, true], ['6-scoped', 0, true], ['7-done', 0, true],
  ]);
});

test('who is admitted anew is the frontend, to what is declared', () => {
  const [, before, after] = worlds;
  const broader = diffAccess({ before, after }).callees.flatMap(({ callee, changes }) => changes
    .filter(({ steps: parts }) => parts.some(({ effect }) => effect === 'broadening')).map(({ caller }) => `${caller} ${callee}`));
  expect(broader).toEqual(['shop/default shop/shop-catalog:3550 (pod port 9090)', 'shop/frontend shop/shop-catalog:3550 (pod port 9090)']);
});

test('`default` counts until its day and not after', () => {
  const admitted = steps.map((step) => /^kind: AuthorizationPolicy$[^]*cluster\.local\/ns\/shop\/sa\/default/m.test(written(step)['shop.k8s.yaml']));
  expect(admitted).toEqual([true, true, true, true, true, true, false]);
});

test('what moves is the Deployment and its account: the policies stay as they are', () => {
  const ours = (step: Step): readonly string[] => written(step)['shop.k8s.yaml'].split(/^---\n/m).filter((text) => text.includes('cdk8s-mesh-access/owner'));
  expect(ours(named('4-moved'))).toEqual(ours(named('3-authorized')));
});
