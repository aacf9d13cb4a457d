import { DEFAULT_SETTINGS } from '../../src/eval/types';
import type { Subject } from '../enforced/subject';
import { manifestOf } from '../harness/istiod';
import type { Random } from '../harness/random';
import { apiGateway, apiRoutes } from './gateway-api';
import { istioGateways, virtualServices } from './istio-gateways';

const NAMESPACES = [['istio-ingress', {}], ['shop', { team: 'shop', 'istio-injection': 'enabled' }], ['bank', { team: 'bank', 'istio-injection': 'enabled' }]] as const;
const SERVICES = [['shop', 'app', [80, 81, 9000]], ['shop', 'back', [80]], ['bank', 'pay', [80, 9000]]] as const;

const meta = (namespace: string, name: string, labels?: object) => ({ namespace, name, ...(labels && { labels }) });

const BASE: readonly object[] = [
  ...NAMESPACES.map(([name, labels]) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } })),
  ...SERVICES.flatMap(([namespace, name, ports]) => [
    {
      apiVersion: 'v1', kind: 'Service', metadata: meta(namespace, name),
      spec: { selector: { app: name }, ports: ports.map((port) => ({ name: port === 9000 ? 'tcp' : `http-${port}`, port, targetPort: port + 8000 })) },
    },
    { apiVersion: 'v1', kind: 'Pod', metadata: meta(namespace, name, { app: name }), spec: { serviceAccountName: name, containers: [{ name: 'app', image: 'app' }] } },
  ]),
  {
    apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: meta('shop', 'other'),
    spec: { hosts: ['api.other.example'], ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], resolution: 'DNS' },
  },
];

/** An ingress gateway of either kind, and routes that many teams could have written without knowing of each other. */
export function randomGatewaySubject(name: string, r: Random): Subject {
  const isApi = r.chance(0.5);
  const objects = [...BASE, ...(isApi ? [apiGateway(r), ...apiRoutes(r)] : [...istioGateways(r), ...virtualServices(r)]), ...policies(r, isApi)];
  const pathNormalization = r.pick(['BASE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES', 'NONE'] as const);
  return { name, manifests: [manifestOf(`${name}.yaml`, objects)], settings: { ...DEFAULT_SETTINGS, pathNormalization }, assumed: [] };
}

/** What the gateway itself lets pass. */
function policies(r: Random, isApi: boolean): readonly object[] {
  if (r.chance(0.6)) return [];
  const bound = isApi ? { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }] } : { selector: { matchLabels: { istio: 'edge' } } };
  const operation = r.pick([{ paths: ['/a*'] }, { methods: ['DELETE'] }, { hosts: ['*.shop.example'] }, { ports: ['8080', '80'] }, { notPaths: ['/api/*'], ports: ['80', '8080'] }]);
  return [{
    apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: meta('istio-ingress', 'edge'),
    spec: { ...bound, action: r.pick(['DENY', 'ALLOW']), rules: [{ to: [{ operation }] }] },
  }];
}
