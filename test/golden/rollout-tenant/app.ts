import * as path from 'node:path';
import { Chart, JsonPatch } from 'cdk8s';
import { Access, HttpPath, Mesh, MeshContract, MeshNamespace, MeshService, RolloutStage, ServicePort } from '../../../src';
import { CLUSTER, golden } from '../golden';

/** The owner of `shop` only observes so far, as their contract says; one of the tenant's services is further. */
export const { build, twin } = golden((app, wrong) => {
  const mesh = new Mesh(app, 'mesh', { cluster: CLUSTER });
  const chart = new Chart(app, 'reviews', { namespace: 'shop' });
  const owner = MeshContract.fromFile(mesh, path.join(__dirname, 'owner.contract.json'));
  MeshNamespace.fromName(chart, 'namespace', { mesh, name: 'shop', contract: owner });
  const reviews = new MeshService(chart, 'reviews', { ports: [ServicePort.http(80, { targetPort: 8080 })], deployedElsewhere: true });
  const ratings = new MeshService(chart, 'ratings', { ports: [ServicePort.tcp(6379)], stage: RolloutStage.MUTUAL_TLS, deployedElsewhere: true });
  reviews.allowFrom(owner.service('shop/web'), { access: [Access.http({ paths: [HttpPath.under('/reviews')] })] });
  ratings.allowFrom(reviews);
  // What is recorded would be more than what will be enforced.
  if (wrong) ratings.observedPolicy?.addJsonPatch(JsonPatch.replace('/spec/rules', [{}]));
});
