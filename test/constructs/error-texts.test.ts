import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App } from 'cdk8s';
import {
  AccessRole, Api, DataPlane, GatewayListener, IncludedObjects, IngressGateway, IngressGatewayPods, Mesh, MeshContract, MeshNamespace,
  type MeshNamespaceProps, type MeshProps, MeshService, Platform, Prometheus, RolloutStage,
} from '../../src';
import { readPaths, readText } from '../../src/manifest';
import { CONTRACT } from '../golden/contract-owner';
import { LONG } from '../long';
import { problems, Shop } from './mesh';
import { untested } from './untested-texts';

const wrong = <T>(value: unknown): T => value as T;

let directory: string;
beforeAll(() => void (directory = fs.mkdtempSync(path.join(os.tmpdir(), 'texts-'))));
afterAll(() => fs.rmSync(directory, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const at = path.join(directory, name);
  fs.writeFileSync(at, content);
  return at;
}

const files = (): Api => Api.fromOpenApi(file('files.yaml', `openapi: 3.0.3
paths:
  /files/{name}.json: {get: {operationId: file}}
  /files: {get: {operationId: files}}
`));
const namespace = (mesh: MeshProps, props: Partial<MeshNamespaceProps>): unknown => {
  const shop = new Shop(mesh);
  return new MeshNamespace(shop.chart, 'web', { mesh: shop.mesh, name: 'web', ...props });
};
const contract = (): MeshContract => MeshContract.fromFile(new Mesh(new App(), 'mesh'), CONTRACT);
const SAID = { reason: 'orders are lost', owner: 'team shop', expires: '2026-12-01' };

test.each<[string, () => unknown, string]>([
  ['an operation with a parameter that is a part of a segment', () => files().operations(['file']), '[unusable-operation] `file` of `<here>/files.yaml` cannot be granted as it is; [unsupported-parameter] the segment `{name}.json` is a parameter only in part, and the mesh compares whole segments; grant it with `Access.http` and a path that says what else it takes in'],
  ['an operation that is not there', () => files().operations(['orders-of-yesterday']), '[unknown-operation] `<here>/files.yaml` has no operation `orders-of-yesterday`; name one of `operationIds`'],
  ['an API document that cannot be read', () => Api.fromOpenApi(directory), '[unreadable-api] `<here>` cannot be read: EISDIR: illegal operation on a directory, read; give a file, relative to the working directory'],
  ['an API document of enormous size', () => Api.fromOpenApi(file('long.yaml', ' '.repeat(2 ** 24 + 1))), '[unreadable-api] `<here>/long.yaml` has more than 16 MiB; is it the document of one service?'],
  ['a .proto file without a service', () => Api.fromProto(file('none.proto', 'syntax = "proto3";')), '[invalid-api] <here>/none.proto: declares no service with an rpc; give the file that does'],
  ['a .proto file that ends too early', () => Api.fromProto(file('open.proto', 'service {')), '[invalid-api] <here>/open.proto:1: `{` is never closed; give a file of proto2, proto3 or an edition that `protoc` accepts'],
  ['a role as a client of a gateway', () => {
    const shop = new Shop();
    const gateway = IngressGateway.fromIdentity('ingress', 'edge', { podLabels: { istio: 'edge' } });
    return new IngressGatewayPods(shop.chart, 'edge', { mesh: shop.mesh, gateway, listeners: [GatewayListener.tcp(443, new AccessRole(shop.chart, 'readers'))] });
  }, '[unsupported-client] port `443` of a gateway takes `role readers`, and what is granted to a role is services alone; name each client'],
  ['included objects of no construct', () => IncludedObjects.of(wrong('chart')), '[wrong-type] IncludedObjects.of must be given a construct, got `chart`; pass the Include or Helm'],
  ['a workload that is no construct', () => MeshService.fromWorkloads(new Shop().chart, 'cart', [wrong('cart')]), '[wrong-type] workloads[0] must be a construct, got `cart`; pass what makes the objects'],
  ['a contract of another App', () => new Shop().service('web').calls(contract().service('shop/catalog').onPorts(80)), '[other-app] the contract of `shop/catalog` was imported into another App than `shop/web`; import it with the Mesh of this one'],
  ['an access log provider with a space', () => new Shop({ accessLogProviders: [' file'] }), '[invalid-name] accessLogProviders[0] is ` file`; write the name of one of `meshConfig.extensionProviders`'],
  ['a namespace that logs to nobody', () => namespace({ accessLogProviders: ['file'] }, { accessLogProviders: [] }), '[empty-list] `accessLogProviders` is empty; leave it out: the mesh logs as before'],
  ['a namespace that logs and has no proxy', () => namespace({ accessLogProviders: ['file'] }, { accessLogProviders: ['audit'], dataPlane: DataPlane.AMBIENT }), '[access-log-without-proxy] no proxy of `shop/web` reads Telemetry; leave `accessLogProviders` out: ztunnel writes a log of each connection by itself'],
  ['a namespace that logs beside nobody knows whom', () => namespace({}, { accessLogProviders: ['audit'] }), '[unknown-access-log] `shop/web` logs to `audit`, which replaces whom the mesh logs to, and who that is is not known; give `accessLogProviders` to the Mesh: those of `meshConfig.defaultProviders.accessLogging`, or `[]` if there are none'],
  ['a stage that NetworkPolicy alone does not have', () => namespace({ platform: Platform.KUBERNETES }, { stage: RolloutStage.OBSERVE }), '[unsupported-feature] platform `kubernetes` has nothing to enforce at stage `observe`; begin at `RolloutStage.NETWORK_POLICY`, or set `platform` to `Platform.ISTIO`'],
  ['the same emergency twice', () => {
    const shop = new Shop({ asOf: '2026-11-30' });
    const [catalog, web] = ['catalog', 'web'].map((name) => shop.service(name));
    for (const reason of ['orders are lost', 'more of them']) catalog.breakGlass(web, { ...SAID, reason });
  }, '[duplicate-break-glass] `shop/catalog` lets `shop/web` in for the same twice; say it once, until the later day'],
  ['an emergency of 32 days', () => new Shop({ breakGlassMaxDays: 32 }), '[invalid-days] breakGlassMaxDays is `32`; write a whole number of days, from 1 to 31'],
  ['labels that are text', () => Prometheus.fromIdentity('a', 'b', { podLabels: wrong('app=x') }), '[invalid-label] podLabels must map label keys to values, got `app=x`; write `{ \'app.kubernetes.io/name\': \'catalog\' }`'],
  ['a long label', () => Prometheus.fromIdentity('a', 'b', { podLabels: { app: 'x'.repeat(64) } }), '[invalid-label] podLabels[app] has 64 characters, Kubernetes takes 63; choose a shorter value'],
])('%s fails at the call, in these words', (_, act, message) => {
  expect(act).toThrow(new Error(message.replaceAll('<here>', directory)));
});

test('a migration to the account that it comes from fails, in these words', () => {
  const shop = new Shop({ asOf: '2026-11-30' });
  shop.service('web').migrateIdentity({ fromServiceAccount: 'web', expires: '2026-12-01', reason: 'renamed' });
  expect(problems(shop.app)).toEqual([
    '[mesh] shop/web: [migration-to-itself] `shop/web` comes from the service account `web`, and nothing says to which one; give the new one as `serviceAccountName`, or leave the migration out',
  ]);
});

test('among manifests, what is no file and an object of nothing but mistakes fail, in these words', () => {
  execFileSync('mkfifo', [path.join(directory, 'pipe.yaml')]);
  expect(readPaths([directory]).problems).toContainEqual(expect.objectContaining({
    code: 'unreadable-file', message: 'is no regular file', repair: 'name it on the command line if it is meant to be read',
  }));
  const many = readText(`apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\n${Array.from({ length: 60 }, (_, i) => `k${i}: 1\n`).join('')}`, 'a.yaml');
  expect(many.problems[50]).toMatchObject({ code: 'too-many-problems', message: 'more than 50 problems in one object', repair: 'fix those above first' });
});

if (LONG) test('every text of an error stands in a test', () => expect(untested()).toEqual([]));
