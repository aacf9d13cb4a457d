import * as path from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import {
  Access, AccessRole, Api, Consent, DataPlane, EgressWaypoint, ExternalHost, ForeignPods, HttpPath, JwtIssuer, Mesh, MeshNamespace, MeshService,
  type MeshServiceProps, Platform, Prometheus, RolloutStage, Scrape, ServicePort, Waypoint,
} from '../../src';
import { CLUSTER } from '../golden/golden';
import { RSA_KEYS } from '../golden/token-keys';
import { type Neighbour, neighbour } from './neighbours';

/** What may meet in one namespace. */
export interface Combination {
  readonly plane: 'sidecar' | 'ambient' | 'waypoint' | 'no mesh';
  readonly stage: RolloutStage;
  /** Of the callee, which may lag behind its namespace or go ahead of it; undefined: as its namespace. */
  readonly ownStage: RolloutStage | undefined;
  readonly allowAll: boolean;
  readonly quarantine: 'nobody' | 'caller' | 'callee' | 'bystander';
  readonly breakGlass: 'nobody' | 'caller' | 'bystander' | 'role' | 'namespace';
  readonly foreignPods: 'none' | 'as caller' | 'as callee';
  readonly scrape: 'none' | 'with a certificate' | 'past the proxy';
  readonly tokens: boolean;
  /** Caller and bystander run under one account. */
  readonly sharedIdentity: boolean;
  /** The caller's pods are a Deployment of the App. */
  readonly adopted: boolean;
  /** Who comes from `default`, and whether its day is past. */
  readonly migration: 'nobody' | 'caller' | 'caller and bystander' | 'both, until yesterday';
  /** What the bystander was granted for a while. */
  readonly dated: 'nothing' | 'until later' | 'until yesterday';
  /** Callers say it, too. */
  readonly consent: boolean;
  /** Of another App, by its contract. */
  readonly imported: Neighbour | undefined;
  /** What the callee's requests are named by, beside paths. */
  readonly documents: 'none' | 'operations' | 'rpcs';
  /** What the caller and the bystander call outside the cluster; ambient pods through an egress waypoint. */
  readonly external: 'nothing' | 'a name' | 'an address';
}

export type Choices = { readonly [K in keyof Combination]: readonly Combination[K][] };

const PODS: Readonly<Record<Combination['plane'], DataPlane>> = {
  sidecar: DataPlane.SIDECAR, ambient: DataPlane.AMBIENT, waypoint: DataPlane.AMBIENT, 'no mesh': DataPlane.NONE,
};

const documentOf = (file: string): string => path.join(__dirname, '../golden/api-documents', file);
const [CATALOG, ORDERS] = [Api.fromOpenApi(documentOf('catalog.openapi.yaml')), Api.fromProto(documentOf('orders.proto'))];

const [YESTERDAY, TODAY, LATER] = ['2026-11-29', '2026-11-30', '2027-01-31'];

/** A caller, a callee and somebody who stands by, with all that was chosen. */
export function declare({
  plane, stage, ownStage, allowAll, quarantine, breakGlass, foreignPods, scrape,
  tokens, sharedIdentity, adopted, migration, dated, consent, imported, documents, external,
}: Combination): App {
  const app = new App();
  const platform = plane === 'no mesh' ? Platform.KUBERNETES : Platform.ISTIO;
  const mesh = new Mesh(app, 'mesh', {
    platform, asOf: TODAY, nativeSidecars: true, ...(consent ? { consent: Consent.BOTH } : {}), cluster: { ...CLUSTER, apiServerCidrs: ['10.128.0.2/32'] },
  });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const namespace = new MeshNamespace(chart, 'namespace', {
    mesh, stage, observation: { allowAll },
    ...(plane === 'no mesh' ? {} : { dataPlane: PODS[plane] }),
    ...(plane === 'waypoint' ? { waypoint: Waypoint.managed() } : {}),
  });
  const requireJwt = { issuers: [JwtIssuer.withKeys('https://idp.example', RSA_KEYS, { audiences: ['shop'] })] };
  const account = (other: string): MeshServiceProps => (
    sharedIdentity ? { serviceAccountName: 'people', sharedIdentity: { sharedWith: [other], reason: 'one chart', emitServiceAccount: !adopted } } : {}
  );
  const caller = adopted
    ? MeshService.fromWorkloads(chart, 'caller', [deploymentOf(chart, sharedIdentity ? 'people' : 'caller')], account('bystander'))
    : new MeshService(chart, 'caller', { deployedElsewhere: true, ...account('bystander') });
  const bystander = new MeshService(chart, 'bystander', { deployedElsewhere: true, ...account('caller') });
  const callee = new MeshService(chart, 'callee', {
    ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.http(81, { targetPort: 8081 }), ServicePort.http(9102), ServicePort.grpc(50051)],
    ...(documents === 'none' ? {} : { apis: [documents === 'operations' ? CATALOG : ORDERS] }),
    deployedElsewhere: true,
    ...(ownStage === undefined ? {} : { stage: ownStage }),
    ...(tokens ? { requireJwt } : {}),
    ...(scrape === 'past the proxy' ? { excludedInboundPorts: [9103], excludedInboundPortsBecause: { reason: 'the exporter speaks to Prometheus alone' } } : {}),
  });
  const requests = plane === 'sidecar' || plane === 'waypoint' ? [Access.httpSafeMethods(HttpPath.under('/items'))] : [Access.ports(80)];
  callee.allowFrom(caller, { access: requests });
  if (documents === 'operations') callee.allowFrom(caller, { access: CATALOG.operations(['getProduct', 'createProduct'], { ports: [81] }) });
  if (documents === 'rpcs') callee.allowFrom(bystander, { access: ORDERS.operations(['shop.v1.Orders/Place']) });
  callee.allowFrom(namespace, { access: [Access.ports(81)] });
  if (dated !== 'nothing') callee.allowFrom(bystander, { access: [Access.ports(80)], reason: 'a trial', expires: dated === 'until later' ? LATER : YESTERDAY });
  const leaving = migration === 'nobody' ? [] : migration === 'caller' ? [caller] : [caller, bystander];
  for (const service of leaving) {
    service.migrateIdentity({
      fromServiceAccount: 'default', expires: migration === 'both, until yesterday' ? YESTERDAY : LATER, reason: 'its own', sharedUntilThen: leaving.length > 1,
    });
  }
  if (consent) {
    caller.calls(callee, { reason: 'prices' });
    if (dated === 'until later' || documents === 'rpcs') bystander.calls(callee, { reason: 'a trial' });
  }

  const services = { caller, callee, bystander };
  if (quarantine !== 'nobody') services[quarantine].quarantine({ reason: 'beacons' });
  if (breakGlass !== 'nobody') {
    const admitted = breakGlass === 'role' ? new AccessRole(chart, 'on-call').addMember(bystander) : breakGlass === 'namespace' ? namespace : services[breakGlass];
    callee.breakGlass(admitted, { access: [Access.ports(80)], reason: 'prices are wrong', owner: 'team shop', expires: '2026-12-02' });
  }
  if (foreignPods !== 'none') {
    const [db, hook] = [ForeignPods.cloudNativePg('db'), ForeignPods.helmHook('warm-up', { serviceAccountName: 'warm-up' })];
    const pods = namespace.addForeignPods('pods', foreignPods === 'as caller' ? hook : db, { reason: 'somebody else makes them' });
    const [from, to] = foreignPods === 'as callee' ? [callee, pods] : [pods, callee];
    to.allowFrom(from, { access: [foreignPods === 'as callee' ? Access.tcp(5432) : Access.ports(81)] });
    if (consent) from.calls(to, { reason: 'prices' });
  }
  if (scrape !== 'none') {
    const dataPlane = scrape === 'past the proxy' || plane === 'no mesh' ? DataPlane.NONE : PODS[plane];
    const prometheus = Prometheus.fromIdentity('monitoring', 'prometheus', { podLabels: { app: 'prometheus' }, dataPlane });
    callee.allowScrapes(prometheus, scrape === 'past the proxy' ? Scrape.pastProxy(9103, { reason: 'it has no other port' }) : Scrape.ofPort(9102));
  }
  if (imported !== undefined) {
    const other = neighbour(mesh, platform, imported);
    if (imported.as === 'caller') callee.allowFrom(other, { access: requests });
    else caller.calls(other.onPorts(80, 9000));
  }
  if (external !== 'nothing') {
    if (PODS[plane] === DataPlane.AMBIENT) new EgressWaypoint(new Chart(app, 'egress', { namespace: 'egress' }), 'egress', { mesh });
    const host = external === 'a name' ? ExternalHost.https('api.payments.example') : ExternalHost.tcp('mirror.example', { ports: [6380], addresses: ['192.0.2.44'] });
    caller.calls(host, { reason: 'payments' });
    bystander.calls(host, { reason: 'payments, too', ...(dated === 'nothing' ? {} : { expires: dated === 'until later' ? LATER : YESTERDAY }) });
  }
  return app;
}

function deploymentOf(chart: Chart, serviceAccountName: string): ApiObject {
  const labels = { app: 'caller' };
  return new ApiObject(chart, 'deployment', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'caller' },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { serviceAccountName, containers: [{ name: 'caller', image: 'caller' }] } } },
  });
}
