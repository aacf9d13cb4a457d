import { Anyone, GatewayListener, IngressGateway, IngressGatewayPods, RolloutStage } from '../../../src';
import { golden } from '../golden';
import { LiveShop, podsOf } from '../live-shop';

/**
 * Each stage is left by what Prometheus counts. To keep that small, fewer tags and metrics are counted, none of which a stage is left by; the
 * twin spares what a service sends as well.
 */
export const { build, twin } = golden((app, wrong) => {
  const own = { catalog: { stage: RolloutStage.OBSERVE }, frontend: { stage: RolloutStage.AUTHORIZATION } };
  const shop = new LiveShop(app, RolloutStage.NETWORK_POLICY, own);
  const gateway = IngressGateway.fromIdentity('shop', 'edge', { podLabels: { istio: 'edge' } });
  new IngressGatewayPods(shop, 'edge', { mesh: shop.mesh, gateway, listeners: [GatewayListener.tcp(8443, Anyone.because('the public shop'))] });
  shop.legacy('Telemetry', 'telemetry.istio.io/v1', 'fewer-tags', {
    metrics: [{
      overrides: [
        { match: { metric: 'ALL_METRICS' }, tagOverrides: { request_protocol: { operation: 'REMOVE' }, destination_version: { operation: 'REMOVE' } } },
        { match: { metric: 'REQUEST_DURATION' }, disabled: true },
      ],
    }],
  });
  shop.legacy('Telemetry', 'telemetry.istio.io/v1', 'redis-connections', {
    selector: podsOf('redis'),
    metrics: [{ overrides: [{ match: { metric: 'TCP_OPENED_CONNECTIONS', mode: wrong ? 'CLIENT' : 'SERVER' }, disabled: true }] }],
  });
});
