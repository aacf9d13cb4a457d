import { ApiObject, type App } from 'cdk8s';
import { Access, Anyone, ExternalHost, HttpPath, type MeshServiceProps, RolloutStage, ServicePort } from '../../src';
import { CLUSTER, Shop } from './golden';

/** A shop that is in use already, as far as `stage`. */
export class LiveShop extends Shop {
  constructor(app: App, stage: RolloutStage, own: { readonly [service: string]: Pick<MeshServiceProps, 'stage'> } = {}) {
    super(app, { cluster: CLUSTER }, { stage });
    const frontend = this.service('frontend', { ports: [ServicePort.http(80, { targetPort: 8080 })], ...own.frontend });
    const catalog = this.service('catalog', { ports: [ServicePort.http(80, { targetPort: 8080 })], ...own.catalog });
    const redis = this.service('redis', { ports: [ServicePort.tcp(6379)], ...own.redis });
    frontend.allowFrom(Anyone.because('shop window'), { access: [Access.httpSafeMethods(HttpPath.exact('/'))] });
    catalog.allowFrom(frontend, { access: [Access.httpSafeMethods(HttpPath.under('/products'))] });
    redis.allowFrom(catalog);
    catalog.calls(ExternalHost.https('rates.example', { addresses: ['203.0.113.0/24'] }), { reason: 'currencies' });
  }

  /** What somebody wrote before. */
  legacy(kind: string, apiVersion: string, name: string, spec: Readonly<Record<string, unknown>>): void {
    new ApiObject(this, name, { apiVersion, kind, metadata: { name }, spec });
  }
}

/** One of its services. */
export const podsOf = (name: string): { readonly matchLabels: Readonly<Record<string, string>> } => ({ matchLabels: { 'app.kubernetes.io/name': name } });
