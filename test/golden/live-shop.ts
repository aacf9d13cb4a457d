import { ApiObject, type App } from 'cdk8s';
import { Access, Anyone, DataPlane, ExternalHost, HttpPath, type MeshServiceProps, RolloutStage, ServicePort } from '../../src';
import { CLUSTER, Shop } from './golden';

type Own = { readonly [service: string]: Pick<MeshServiceProps, 'stage'> };

/** A shop that is in use already, as far as `stage`. */
export class LiveShop extends Shop {
  constructor(app: App, stage: RolloutStage, own: Own = {}) {
    super(app, { cluster: CLUSTER }, { stage });
    const frontend = this.service('frontend', { ports: [ServicePort.http(80, { targetPort: 8080 })], ...own.frontend });
    const catalog = this.service('catalog', { ports: [ServicePort.http(80, { targetPort: 8080 })], ...own.catalog });
    const redis = this.service('redis', { ports: [ServicePort.tcp(6379)], ...own.redis });
    frontend.allowFrom(Anyone.because('shop window'), { access: [Access.httpSafeMethods(HttpPath.exact('/'))] });
    catalog.allowFrom(frontend, { access: [Access.httpSafeMethods(HttpPath.under('/products'))] });
    redis.allowFrom(catalog);
    catalog.calls(ExternalHost.https('rates.example', { addresses: ['203.0.113.0/24'] }), { reason: 'currencies' });
  }

  legacy(...object: Legacy): void {
    legacy(this, object);
  }
}

/** The same in ambient, by whole ports. */
export class LiveAmbientShop extends Shop {
  constructor(app: App, stage: RolloutStage, own: Own = {}) {
    super(app, { cluster: CLUSTER }, { stage, dataPlane: DataPlane.AMBIENT });
    const frontend = this.service('frontend');
    const catalog = this.service('catalog', { ports: [ServicePort.grpc(3550)], ...own.catalog });
    const redis = this.service('redis', { ports: [ServicePort.tcp(6379)], ...own.redis });
    catalog.allowFrom(frontend);
    redis.allowFrom(catalog);
  }

  legacy(...object: Legacy): void {
    legacy(this, object);
  }
}

type Legacy = readonly [kind: string, apiVersion: string, name: string, spec: Readonly<Record<string, unknown>>];

/** What somebody wrote before. */
function legacy(shop: Shop, [kind, apiVersion, name, spec]: Legacy): void {
  new ApiObject(shop, name, { apiVersion, kind, metadata: { name }, spec });
}

/** One of its services. */
export const podsOf = (name: string): { readonly matchLabels: Readonly<Record<string, string>> } => ({ matchLabels: { 'app.kubernetes.io/name': name } });
