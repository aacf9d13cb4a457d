import { Testing } from 'cdk8s';
import { Mesh, MeshAssertions } from 'cdk8s-mesh-access';
import 'cdk8s-mesh-access/jest';
import { Shop } from './shop';

const app = Testing.app();
const access = (() => {
  new Shop(app, 'shop', new Mesh(app, 'mesh'));
  return MeshAssertions.fromApp(app);
})();

// A pull request's diff of this snapshot is its access diff; `npm run test:update` writes it.
test('who may call whom', () => {
  expect(access).toMatchAccessSnapshot();
});

test('only the frontend reads the catalog', () => {
  expect(access).toOnlyAllowCallers('shop/catalog:3550', ['shop/frontend']);
});
