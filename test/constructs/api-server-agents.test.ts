import { App } from 'cdk8s';
import { ApiServer, PortMtls, ProofVerdict, ServicePort } from '../../src';
import { Shop } from '../golden/golden';

test('reports say who calls for the API server, and which layer tells them from other pods', () => {
  const shop = new Shop(new App(), { cluster: { podCidrs: ['10.0.0.0/14'], apiServerAgents: { podLabels: { app: 'agent' } } } });
  const hook = shop.service('hook', { ports: [ServicePort.https(443, { targetPort: 8443, mtls: PortMtls.permissive({ reason: 'no identity' }) })] });
  hook.allowFrom(ApiServer.onControlPlane(), { reason: 'admission' });
  const report = shop.mesh.report();
  expect(report.verdict).toBe(ProofVerdict.PROVED_UNDER_ASSUMPTIONS);
  expect(report.toText()).toContain('api-server through pods of kube-system with app=agent');
  expect(report.toText()).toContain(
    'pods of kube-system with app=agent may reach shop/hook as api-server, and as far as a proxy can tell every pod: NetworkPolicy keeps out the others: admission',
  );
});
