import { Access, DataPlane, HttpPath, ServicePort, Waypoint } from '../../../src';
import { golden, Shop } from '../golden';

/** At the waypoint, too; and what is in quarantine nobody breaks into. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { asOf: '2026-11-30', breakGlassMaxDays: 2 }, { dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
  const [frontend, catalog] = ['frontend', 'catalog'].map((name) => shop.service(name, { ports: [ServicePort.http(80, { targetPort: 8080 })] }));
  catalog.allowFrom(frontend, { access: [Access.httpSafeMethods()] });
  catalog.breakGlass(frontend, {
    access: [Access.http({ paths: [HttpPath.exact('/refill')] })], reason: 'refill by hand', owner: 'team shop', expires: '2026-12-02',
  });
  if (wrong) frontend.quarantine({ reason: 'card numbers in its logs' });
});
