import { Access, AccessRole, HttpPath, MeshNamespace, MeshService, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

/** Objects of their own at the callee, one set for each declaration, beside what is granted for good. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { asOf: '2026-11-30' });
  const ops = new MeshNamespace(shop, 'ops', { mesh: shop.mesh, name: 'ops' });
  const [frontend, catalog] = ['frontend', 'catalog'].map((name) => shop.service(name, { ports: [ServicePort.http(80, { targetPort: 8080 })] }));
  const toolbox = new MeshService(shop, 'toolbox', { namespace: ops, deployedElsewhere: true });
  const onCall = new AccessRole(shop, 'on-call').addMember(toolbox);
  catalog.allowFrom(frontend, { access: [Access.httpSafeMethods(HttpPath.under('/items'))] });
  catalog.breakGlass(onCall, {
    access: [Access.http({ paths: [HttpPath.under('/debug')] })],
    reason: 'prices are wrong in production', owner: 'team catalog', expires: '2026-12-02', ticket: 'INC-4711',
  });
  catalog.breakGlass(frontend, { reason: 'refill carts by hand', owner: 'team shop', expires: wrong ? '2026-12-24' : '2026-12-07' });
  // Past, and so nothing of it is there.
  frontend.breakGlass(toolbox, { reason: 'cookies were lost', owner: 'team shop', expires: '2026-11-28' });
});
