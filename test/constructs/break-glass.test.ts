import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { Testing } from 'cdk8s';
import { Access, type BreakGlassOptions, Consent, HttpPath, type IGuardrail, type AccessGraph, type MeshProps, type MeshService, Platform, ServicePort } from '../../src';
import { exceptionsFile } from '../../src/private/outputs/exceptions-file';
import { problems, Shop } from './mesh';

const PORTS = { ports: [ServicePort.http(80, { targetPort: 8080 })] };
const SAID: BreakGlassOptions = { reason: 'refill carts', owner: 'team shop', expires: '2026-12-02', ticket: 'INC-4711' };
const ON = '2026-11-30';

function declared(props: MeshProps = {}): { readonly shop: Shop; readonly frontend: MeshService; readonly catalog: MeshService } {
  const shop = new Shop({ asOf: ON, ...props });
  const [frontend, catalog] = ['frontend', 'catalog'].map((name) => shop.service(name, PORTS));
  return { shop, frontend, catalog };
}

const marked = (shop: Shop): readonly { readonly kind: string; readonly metadata: { readonly name: string; readonly annotations: object } }[] =>
  Testing.synth(shop.chart).filter((o) => o.metadata.labels?.['cdk8s-mesh-access/break-glass'] === 'true');

test('is written beside what is granted for good, and says on the objects what it is', () => {
  const { shop, frontend, catalog } = declared();
  const before = Testing.synth(shop.chart).map((o) => JSON.stringify(o));
  catalog.breakGlass(frontend, SAID);
  const objects = marked(shop);
  expect(objects.map(({ kind }) => kind)).toEqual(['NetworkPolicy', 'AuthorizationPolicy']);
  for (const { metadata: { name, annotations } } of objects) {
    expect(name).toMatch(/^catalog-break-glass-[0-9a-f]{8}$/);
    expect(annotations).toEqual({
      'cdk8s-mesh-access/owner': 'shop/catalog',
      'cdk8s-mesh-access/break-glass-reason': 'refill carts',
      'cdk8s-mesh-access/break-glass-expires': '2026-12-02',
      'cdk8s-mesh-access/break-glass-owner': 'team shop',
      'cdk8s-mesh-access/break-glass-ticket': 'INC-4711',
    });
  }
  // Of the callee's own objects none has changed; of the caller's those that lead out.
  const after = new Set(Testing.synth(shop.chart).map((o) => JSON.stringify(o)));
  const changed = before.filter((o) => !after.has(o)).map((o) => JSON.parse(o) as { kind: string; metadata: { name: string } }).map((o) => `${o.kind} ${o.metadata.name}`);
  expect(changed).toEqual(['NetworkPolicy frontend-egress', 'Sidecar frontend']);
  expect(problems(shop.app)).toEqual([]);
});

test('keeps its names while it is prolonged, and has others for something else', () => {
  const named = (options: Partial<BreakGlassOptions>): string => {
    const { shop, frontend, catalog } = declared();
    catalog.breakGlass(frontend, { ...SAID, ...options });
    return marked(shop)[0].metadata.name;
  };
  expect(named({ expires: '2026-12-05', reason: 'still', ticket: undefined })).toBe(named({}));
  expect(named({ access: [Access.http({ paths: [HttpPath.exact('/refill')] })] })).not.toBe(named({}));
});

test('is gone after its day, and listed', () => {
  const { shop, frontend, catalog } = declared({ asOf: '2026-12-03' });
  catalog.breakGlass(frontend, SAID);
  expect(marked(shop)).toEqual([]);
  expect(shop.mesh.report().accessTable).toContain(
    'the break-glass access of shop/catalog to shop/frontend expired on 2026-12-02: refill carts (team shop)');
  expect(shop.mesh.report().toText()).not.toContain('Break-glass\n');
});

test('is the first thing in the report, and an exception with its ticket', () => {
  const { shop, frontend, catalog } = declared();
  catalog.breakGlass(frontend, SAID);
  expect(shop.mesh.report().toText().split('\n').slice(0, 2)).toEqual([
    'Break-glass', '  shop/frontend may call shop/catalog for an emergency: refill carts (until 2026-12-02, team shop, INC-4711)',
  ]);
  const file = exceptionsFile(shop.mesh._registry.index().model) as { readonly exceptions: readonly object[] };
  expect(file.exceptions).toEqual([expect.objectContaining({ kind: 'break-glass', service: 'shop/catalog', ticket: 'INC-4711', expires: '2026-12-02' })]);
  const validate = new Ajv().compile(JSON.parse(readFileSync(join(__dirname, '../../schema/exceptions.schema.json'), 'utf8')) as object);
  expect([validate(file), validate.errors]).toEqual([true, null]);
});

test('guardrails see it apart from what is granted for good', () => {
  const seen: unknown[] = [];
  const guardrail: IGuardrail = {
    id: 'shop/look',
    description: 'looks',
    check: (graph: AccessGraph) => {
      seen.push(graph.edges.map((e) => [e.id.replace(/![0-9a-f]{8}$/, '!id'), e.breakGlass]), graph.exceptions.map((e) => e.kind), graph.services.map((s) => s.quarantined));
      return [];
    },
  };
  const { shop, frontend, catalog } = declared({ guardrails: [guardrail] });
  catalog.allowFrom(frontend, { access: [Access.httpSafeMethods()] });
  catalog.breakGlass(frontend, SAID);
  expect(problems(shop.app)).toEqual([]);
  const pair = 'shop/catalog<-service:shop/frontend';
  expect(seen.slice(0, 3)).toEqual([[[pair, false], [`${pair}!id`, true]], ['break-glass'], [false, false]]);
});

test('needs nothing of the caller, and no mesh', () => {
  for (const props of [{ consent: Consent.BOTH }, { platform: Platform.KUBERNETES }]) {
    const { shop, frontend, catalog } = declared(props);
    catalog.breakGlass(frontend, SAID);
    expect(problems(shop.app)).toEqual([]);
  }
});

test('asks for a certificate of the mesh as before', () => {
  const { shop, frontend, catalog } = declared();
  catalog.breakGlass(frontend, SAID);
  expect(shop.object('PeerAuthentication', 'default').spec).toEqual({ mtls: { mode: 'STRICT' } });
  expect(Testing.synth(shop.chart).filter((o) => o.kind === 'PeerAuthentication')).toHaveLength(1);
});

test('is refused with both reasons where one end is in quarantine', () => {
  const { shop, frontend, catalog } = declared();
  catalog.breakGlass(frontend, SAID);
  frontend.quarantine({ reason: 'beacons' });
  expect(problems(shop.app)).toEqual([
    '[mesh] shop/catalog: [break-glass-in-quarantine] `shop/catalog` lets `shop/frontend` in for an emergency (refill carts), and `shop/frontend` is in quarantine (beacons); take one of the two back: a quarantine has no exceptions',
  ]);
});

test('without a day there is none', () => {
  const shop = new Shop();
  const [frontend, catalog] = ['frontend', 'catalog'].map((name) => shop.service(name, PORTS));
  catalog.breakGlass(frontend, SAID);
  expect(problems(shop.app)).toEqual([expect.stringContaining('[missing-as-of] the break-glass access of shop/catalog to shop/frontend expires on `2026-12-02`')]);
});

test.each<[string, object, RegExp]>([
  ['a reason', { reason: ' ' }, /\[missing-reason\]/],
  ['an owner', { owner: undefined }, /\[missing-owner\]/],
  ['a last day', { expires: undefined }, /\[invalid-date\]/],
  ['any access', { access: [] }, /\[empty-list\]/],
])('without %s it is refused at the call', (_, options, text) => {
  const { frontend, catalog } = declared();
  expect(() => catalog.breakGlass(frontend, { ...SAID, ...options })).toThrow(text);
});

test('twice for the same is refused, and so is a limit that is none', () => {
  const { frontend, catalog } = declared();
  catalog.breakGlass(frontend, SAID);
  expect(() => catalog.breakGlass(frontend, { ...SAID, reason: 'again' })).toThrow(/\[duplicate-break-glass\] `shop\/catalog` lets `shop\/frontend` in/);
  for (const breakGlassMaxDays of [0, 1.5, 32]) expect(() => new Shop({ breakGlassMaxDays })).toThrow(/\[invalid-days\]/);
});
