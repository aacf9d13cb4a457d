import { Chart } from 'cdk8s';
import { Anyone, GatewayListener, IngressGateway, IngressGatewayPods, type Mesh } from 'cdk8s-mesh-access';
import type { Construct } from 'constructs';

/** Of Istio's Helm chart: its release is named `istio-ingress`. */
export const gateway = IngressGateway.fromIdentity('istio-ingress', 'istio-ingress', { podLabels: { istio: 'ingress' } });

/** For whoever runs the gateway: shoppers reach its pods, and its pods reach what the shop allows them. */
export class Ingress extends Chart {
  constructor(scope: Construct, id: string, mesh: Mesh) {
    super(scope, id, { namespace: 'istio-ingress' });
    new IngressGatewayPods(this, 'gateway', { mesh, gateway, listeners: [GatewayListener.tcp(443, Anyone.because('shoppers on the internet'))] });
  }
}
