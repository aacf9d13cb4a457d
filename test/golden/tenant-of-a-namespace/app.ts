import { Chart } from 'cdk8s';
import { Access, ExternalHost, HttpPath, JwtIssuer, Mesh, MeshContract, MeshNamespace, MeshService, PortMtls, ServicePort } from '../../../src';
import { CONTRACT } from '../contract-owner';
import { CLUSTER, golden } from '../golden';
import { RSA_KEYS } from '../token-keys';

export const { build, twin } = golden((app, wrong) => {
  const mesh = new Mesh(app, 'mesh', { cluster: CLUSTER });
  const chart = new Chart(app, 'reviews', { namespace: 'shop' });
  const owner = MeshContract.fromFile(mesh, CONTRACT);
  // Without the owner's word nothing shows that plaintext is refused there.
  MeshNamespace.fromName(chart, 'namespace', { mesh, name: 'shop', ...(wrong ? {} : { contract: owner }) });
  const reviews = new MeshService(chart, 'reviews', {
    ports: [ServicePort.http(80, { targetPort: 8080 })],
    deployedElsewhere: true,
    requireJwt: { issuers: [JwtIssuer.withKeys('https://idp.example', RSA_KEYS, { audiences: ['reviews'] })] },
  });
  const ratings = new MeshService(chart, 'ratings', {
    ports: [ServicePort.tcp(6379), ServicePort.tcp(6380, { mtls: PortMtls.permissive({ reason: 'replicas outside the mesh' }) })],
    deployedElsewhere: true,
  });
  reviews.allowFrom(owner.service('shop/web'), { access: [Access.http({ paths: [HttpPath.under('/reviews')] })] });
  ratings.allowFrom(reviews);
  reviews.calls(ExternalHost.https('spam.example'), { reason: 'spam filter' });
  ratings.calls(ExternalHost.https('spam.example'), { reason: 'spam filter' });
});
