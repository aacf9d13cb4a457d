import * as fs from 'node:fs';
import * as path from 'node:path';

export const ROOT = path.join(__dirname, '../..');

export interface Snippet {
  /** `docs/guide/quickstart.md:23`. */
  readonly place: string;
  readonly code: string;
  /** It imports what it needs; otherwise it continues from the shop below. */
  readonly complete: boolean;
}

/** The shop that snippets of the guide continue from. */
const BEFORE = `
import { ApiObject, App, Chart } from 'cdk8s';
import {
  Access, AccessGraph, Anyone, ApiServer, Assumption, Cidr, CloudMetadata, ClusterProfile, Condition, Consent, DataClass, DataPlane, EgressWaypoint, ExternalHost, ForeignPods, GatewayDestination, GatewayListener,
  GuardrailFinding, GuardrailPack, Guardrails, GuardrailSeverity, HeaderMatch,
  HttpMethod, HttpPath, IGuardrail, IngressGateway, IngressGatewayPods, JwtIssuer, Kubelet, LoadBalancer, NetworkPlugin, Nodes,
  KubernetesService, Mesh, MeshAssertions, MeshBaseline, MeshNamespace, MeshService, Platform, PortMtls, Prometheus, RolloutStage, ServicePort, SpiffeIdentity, Waypoint,
} from 'cdk8s-mesh-access';

export const app = new App();
const mesh = new Mesh(app, 'mesh', {
  cluster: { podCidrs: ['10.0.0.0/14'], serviceCidrs: ['10.4.0.0/20'], nodeCidrs: ['10.128.0.0/20'], apiServerCidrs: ['10.128.0.2/32'], loadBalancerCidrs: ['10.128.16.0/24'] },
});
const shop = new Chart(app, 'shop', { namespace: 'shop' });
const web = new Chart(app, 'web', { namespace: 'web' });
new MeshNamespace(shop, 'namespace', { mesh });
const frontend = new MeshService(shop, 'frontend', { deployedElsewhere: true });
const orders = new MeshService(shop, 'orders', { ports: [ServicePort.http(80, { targetPort: 8080 })], deployedElsewhere: true });
const catalog = new MeshService(shop, 'catalog', { ports: [ServicePort.grpc(3550)], deployedElsewhere: true });
catalog.allowFrom(frontend, { access: [Access.grpc('shop.Catalog', ['ListProducts'])] });
const redis = new MeshService(shop, 'redis', { ports: [ServicePort.tcp(6379)], deployedElsewhere: true });
redis.allowFrom(new MeshService(shop, 'cart', { deployedElsewhere: true }));
`;

/** The `ts` blocks of the README and the guide, as programs; `tsx` where jsii-rosetta, which knows no closures, must not translate one. */
export function snippets(): readonly Snippet[] {
  const guide = path.join(ROOT, 'docs/guide');
  const pages = [path.join(ROOT, 'README.md'), ...fs.readdirSync(guide).filter((name) => name.endsWith('.md')).sort().map((name) => path.join(guide, name))];
  return pages.flatMap((page) => {
    const text = fs.readFileSync(page, 'utf8');
    return [...text.matchAll(/^```tsx?\n([\s\S]*?)^```$/gm)].map(({ 1: code, index }) => {
      const complete = /^import /m.test(code);
      return {
        place: `${path.relative(ROOT, page)}:${text.slice(0, index).split('\n').length + 1}`,
        code: complete ? code : `${BEFORE}{\n${code}}\n`,
        complete,
      };
    });
  });
}
