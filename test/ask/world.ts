import { buildWorld, type MeshSettings, type World } from '../../src/eval';
import { readText } from '../../src/manifest';

/** A world from objects in YAML; what the reader refuses fails the test. */
export function worldOf(yaml: string, settings: Partial<MeshSettings> = {}): World {
  const { manifests, problems } = readText(yaml, 'test.yaml');
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return buildWorld(manifests, settings);
}

export const NAMESPACE = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
`;

/** A workload under a service account, with its labels and ports. */
export function deployment(name: string, { account = name, app = name, port = 8080, portName = 'http', kind = 'Deployment', extra = '' } = {}): string {
  return `
apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}, namespace: shop}
spec:
  ${kind === 'StatefulSet' ? `serviceName: ${name}` : 'replicas: 1'}
  selector: {matchLabels: {app: ${app}}}
  template:
    metadata: {labels: {app: ${app}${extra}}}
    spec:
      serviceAccountName: ${account}
      containers: [{name: c, image: c, ports: [{name: ${portName}, containerPort: ${port}}]}]
---
`;
}

export function service(name: string, spec: string): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: ${spec}
---
`;
}

export function policy(name: string, spec: string): string {
  return `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ${name}, namespace: shop}
spec: ${spec}
---
`;
}

export function networkPolicy(name: string, spec: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${name}, namespace: shop}
spec: ${spec}
---
`;
}

export function peerAuthentication(name: string, spec: string): string {
  return `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: ${name}, namespace: shop}
spec: ${spec}
---
`;
}
