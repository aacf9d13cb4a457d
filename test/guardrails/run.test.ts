import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import type { AccessGraph, GuardrailFinding, IGuardrail } from '../../src';
import { DataClass, DataPlane, ExceptionKind, GraphCallerKind, GuardrailPack, Guardrails, GuardrailSeverity, Mesh, ServicePort } from '../../src';
import { problems, Shop } from '../constructs/mesh';
import { cases } from '../golden/cases';
import { synthesize } from '../golden/synthesize';

const HTTP = { ports: [ServicePort.http(80)] };
const wrong = (value: unknown): never => value as never;

/** Finds what it is given. */
function guardrail(check: (graph: AccessGraph) => GuardrailFinding[], id = 'own'): IGuardrail {
  return { id, description: 'as the test says', check };
}

const finding = (construct: string, what = 'not so'): GuardrailFinding => ({ construct, what, repair: 'so' });
const lines = (shop: Shop): readonly string[] => problems(shop.app).map((line) => line.replace(/^\[mesh\] /, ''));

describe('an own guardrail', () => {
  test('sees what is declared, whenever it was added', () => {
    let seen: AccessGraph | undefined;
    const shop = new Shop({ asOf: '2026-11-30' });
    shop.mesh.addGuardrails(guardrail((graph) => {
      seen = graph;
      return [];
    }));
    const db = shop.service('db', { ...HTTP, owner: 'team db', dataClasses: [DataClass.PCI] });
    const web = shop.service('web');
    db.allowFrom(web, { reason: 'orders', expires: '2027-01-31', owner: 'team web' });
    shop.service('old', HTTP).allowFrom(web, { expires: '2026-11-29' });
    expect(problems(shop.app)).toEqual([]);
    expect(seen?.namespaces).toEqual([{ name: 'shop', owned: true, dataPlane: DataPlane.SIDECAR, dataClasses: [], construct: 'shop/ns' }]);
    expect(seen?.service('shop/db')).toEqual({
      id: 'shop/db', namespace: 'shop', name: 'db', serviceAccount: 'db', dataPlane: DataPlane.SIDECAR, owner: 'team db', dataClasses: ['PCI'], construct: 'shop/db', quarantined: false, sharesIdentityWith: [],
      ports: [{ targetPort: 80, protocol: 'http', mutualTls: true }],
    });
    expect(seen?.service('shop/none')).toBe(undefined);
    expect(seen?.namespace('shop')).toBe(seen?.namespaces[0]);
    expect(seen?.edges).toEqual([{
      id: 'shop/db<-service:shop/web', callee: 'shop/db', construct: 'shop/db', reasons: ['orders'], owners: ['team web'], expires: '2027-01-31',
      caller: { kind: GraphCallerKind.SERVICE, name: 'shop/web', service: 'shop/web', namespace: 'shop', addresses: [] },
      sourceCidrs: [], pastProxy: false, breakGlass: false,
      access: [{ targetPort: 80, protocol: 'http', everything: true, requests: 'everything', undecodedPaths: false }],
    }]);
    expect(seen?.edgesTo('shop/db')).toEqual(seen?.edges);
    expect(seen?.edgesFrom('shop/web')).toEqual(seen?.edges);
    expect(seen?.edgesFrom('shop/db')).toEqual([]);
  });

  test('is asked once per version of the graph', () => {
    let asked = 0;
    const shop = new Shop({
      guardrails: [guardrail(() => {
        asked++;
        return [];
      })],
    });
    shop.app.synthYaml();
    shop.mesh.report();
    expect(asked).toBe(1);
    shop.service('db');
    shop.app.synthYaml();
    expect(asked).toBe(2);
  });

  test('reports everything it finds, each once and with everything else that is wrong', () => {
    const shop = new Shop({ guardrails: [guardrail(() => [finding('shop/db', 'b'), finding('shop/db', 'a'), finding('shop/db', 'b'), { what: 'mesh', repair: 'so' }])] });
    shop.service('db', { serviceAccountName: 'default' });
    expect(lines(shop)).toEqual([
      'mesh: [guardrail] `own`: mesh; so',
      expect.stringContaining('shop/db: [default-service-account]'),
      'shop/db: [guardrail] `own`: a; so',
      'shop/db: [guardrail] `own`: b; so',
    ]);
  });

  test('has a graph of its own: what it changes no other sees', () => {
    const careless = guardrail((graph) => {
      graph.services.splice(0);
      return [];
    }, 'careless');
    const shop = new Shop({ guardrails: [careless, Guardrails.ownerRequired()] });
    shop.service('db');
    expect(lines(shop)).toEqual([expect.stringContaining('nobody answers for `shop/db`')]);
    expect(shop.mesh._registry.index().model.services).toHaveLength(1);
  });

  test.each<[string, () => GuardrailFinding[], string]>([
    ['throws', () => {
      throw new Error('no such service\nat somewhere');
    }, 'no such service'],
    ['throws something else', () => {
      throw wrong('a string');
    }, 'a string'],
    ['returns nothing', () => wrong(undefined), 'it returned nothing instead of a list of findings'],
    ['finds nothing in particular', () => [wrong(undefined)], 'the `what` of a finding is nothing'],
    ['does not say what', () => [{ what: '', repair: 'so' }], 'the `what` of a finding is empty'],
    ['does not say what to do', () => [wrong({ what: 'not so' })], 'the `repair` of a finding is nothing'],
    ['names a construct that is not there', () => [finding('shop/nobody')], 'it found something at `shop/nobody`, which is no construct of this App'],
    ['names a construct that is none', () => [wrong({ ...finding('shop'), construct: 7 })], 'it found something at `7`, which is no construct of this App'],
    ['is of another severity', () => [wrong({ ...finding('shop'), severity: 'fatal' })], 'it gave a finding the severity `fatal`'],
  ])('that %s is an error, and the others are asked all the same', (_, check, why) => {
    const shop = new Shop({ guardrails: [guardrail(check), guardrail(() => [finding('shop')], 'other')] });
    expect(lines(shop)).toEqual([
      `mesh: [guardrail-failed] guardrail \`own\` failed, and what it would have found is not known: ${why}; correct it, or take it out on purpose`,
      'shop: [guardrail] `other`: not so; so',
    ]);
  });

  test.each([
    ['of an id that is there already', () => new Shop({ guardrails: [Guardrails.noPlaintext(), Guardrails.noPlaintext()] }),
      '[duplicate-guardrail] the App has a guardrail `no-plaintext` already; add it once, or give one of them another `id`'],
    ['without an id', () => new Shop().mesh.addGuardrails({ ...guardrail(() => []), id: wrong(undefined) }), '[wrong-type] guardrail has no `id`; give it one, as a property: `@property` in Python, `getId` in Java'],
    ['without a description', () => new Shop().mesh.addGuardrails({ ...guardrail(() => []), description: '' }), '[wrong-type] description of a guardrail is empty; give a value or leave it out'],
    ['that is none', () => new Shop({ guardrails: [wrong({ id: 'own' })] }),
      '[wrong-type] guardrail must be a guardrail, got an object of type `Object`; write `Guardrails.noPlaintext()`, or a class with `id`, `description` and `check`'],
    ['in an empty list', () => new Shop({ guardrails: [] }), '[empty-list] guardrails is an empty list; leave it out, or name at least one value'],
  ])('%s throws at the call', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe('a suppression', () => {
  const shopWith = (asOf = '2026-11-30'): Shop => {
    const shop = new Shop({ asOf, guardrails: [Guardrails.ownerRequired()] });
    shop.service('db');
    shop.service('db-copy');
    return shop;
  };
  const db = (shop: Shop) => shop.chart.node.findChild('db');
  const said = { reason: 'moves next year', expires: '2026-12-31', owner: 'platform' };
  const missing = (service: string): string => `shop/${service}: [guardrail] \`owner-required\`: nobody answers for \`shop/${service}\`; give \`owner\` to it or to its namespace`;

  test('is of its construct, not of one whose name begins alike', () => {
    const shop = shopWith();
    Guardrails.suppress(db(shop), 'owner-required', said);
    expect(lines(shop)).toEqual([missing('db-copy')]);
  });

  test('is of all below its construct, and stands in the report with its reason', () => {
    const shop = shopWith();
    Guardrails.suppress(shop.chart, 'owner-required', said);
    expect(lines(shop)).toEqual([]);
    expect(shop.mesh.report().toText()).toContain([
      'Suppressed findings of guardrails',
      '  shop/db: owner-required: nobody answers for `shop/db`; suppressed: moves next year (until 2026-12-31, platform)',
      '  shop/db-copy: owner-required: nobody answers for `shop/db-copy`; suppressed: moves next year (until 2026-12-31, platform)',
      '',
    ].join('\n'));
  });

  test('may be of the whole App', () => {
    const shop = shopWith();
    Guardrails.suppress(shop.app, 'owner-required', said);
    expect(lines(shop)).toEqual([]);
  });

  test.each<[string, unknown]>([['nothing', undefined], ['`shop/db`', 'shop/db'], ['an object of type `Object`', {}]])('is of a construct, not of %s', (text, construct) => {
    expect(() => Guardrails.suppress(wrong(construct), 'owner-required', said)).toThrow(
      `[wrong-type] Guardrails.suppress must be given a construct, got ${text}; pass the service, namespace or chart that declares what is found`);
  });

  test('after its day what it suppressed counts again, and says so', () => {
    const shop = shopWith('2027-01-01');
    Guardrails.suppress(db(shop), 'owner-required', said);
    expect(lines(shop)).toEqual([
      missing('db-copy'),
      missing('db').replace('; ', ' (its suppression expired on `2026-12-31`); '),
    ]);
  });

  test('of nothing is listed as that', () => {
    const shop = shopWith();
    shop.mesh.addGuardrails(Guardrails.noPlaintext());
    Guardrails.suppress(shop.chart, 'owner-required', said);
    Guardrails.suppress(shop.app, 'no-plaintext', { reason: 'not yet' });
    expect(lines(shop)).toEqual([]);
    expect(shop.mesh.report().toText()).toMatch(/\nSuppressions of nothing\n {2}no-plaintext at the App: not yet\n$/);
  });

  test.each<[string, string, string]>([
    ['a typing error', 'owner-requierd', 'did you mean `owner-required`?'],
    ['one that was not added', 'no-plaintext', 'use `owner-required`'],
  ])('is of a guardrail that the App has, not of %s', (_, id, repair) => {
    const shop = shopWith();
    Guardrails.suppress(shop.chart, 'owner-required', said);
    Guardrails.suppress(db(shop), id, said);
    expect(lines(shop)).toEqual([`shop/db: [unknown-guardrail] \`${id}\` is suppressed, and no guardrail of the App has that id; ${repair}`]);
  });

  test('of a guardrail that is gone blocks nothing once its day is past', () => {
    const shop = new Shop({ asOf: '2027-01-01' });
    Guardrails.suppress(shop.chart, 'owner-required', said);
    expect(lines(shop)).toEqual([]);
  });

  test('where nobody added a guardrail is of none', () => {
    const shop = new Shop({ asOf: '2026-11-30' });
    Guardrails.suppress(shop.chart, 'owner-required', said);
    expect(lines(shop)).toEqual([
      'shop: [unknown-guardrail] `owner-required` is suppressed, and no guardrail of the App has that id; add it to the Mesh, or leave the suppression out',
    ]);
  });

  test('needs a reason, an id and a mesh', () => {
    const shop = shopWith();
    expect(() => Guardrails.suppress(shop.chart, 'owner-required', { reason: '' })).toThrow('[missing-reason] Guardrails.suppress needs a reason, got an empty one');
    expect(() => Guardrails.suppress(shop.chart, 'Owner', said)).toThrow('[invalid-guardrail-id] guardrail `Owner` is not an id');
    expect(() => Guardrails.suppress(new Shop().chart, 'owner-required', said)).not.toThrow();
  });

  test('with an end needs to know the day', () => {
    const shop = new Shop({ guardrails: [Guardrails.ownerRequired()] });
    Guardrails.suppress(shop.chart, 'owner-required', said);
    expect(lines(shop)).toEqual([expect.stringContaining('shop: [missing-as-of] suppressing guardrail owner-required at shop expires on `2026-12-31`')]);
  });
});

test('packs have ids of their own, and can be added together', () => {
  const shop = new Shop();
  shop.mesh.addGuardrails(...GuardrailPack.baseline(), ...GuardrailPack.pci(), ...GuardrailPack.phi(), ...GuardrailPack.forData('secrets', DataClass.of('trade-secret')));
  expect(shop.mesh._registry.guardrails.map(({ id }) => id)).toEqual([
    'no-exception-without-reason', 'no-external-host-without-reason', 'no-calls-between-environments',
    ...['pci', 'phi', 'secrets'].flatMap((name) => [
      'no-wildcard-callers', 'no-external-host-without-reason', 'no-plaintext', 'owner-required', 'no-undecoded-paths', 'no-acknowledged-objects',
    ].map((id) => `${name}/${id}`)),
  ]);
  expect(() => GuardrailPack.forData('PCI', DataClass.PCI)).toThrow('[invalid-guardrail-id]');
  expect(() => GuardrailPack.forData('pci')).toThrow('[empty-list] dataClasses is an empty list');
});

test('without guardrails nothing is said of them', () => {
  const shop = new Shop();
  shop.service('db');
  expect(shop.mesh.report().toText()).not.toMatch(/guardrail/i);
  expect(Object.keys(synthesize(cases.tcp.build).beside)).not.toContain('mesh-access.out/guardrails.json');
});

test('the graph has words for every kind that the model has', () => {
  const schema = readFileSync(join(__dirname, '../../schema/exceptions.schema.json'), 'utf8');
  for (const kind of Object.values(ExceptionKind)) expect(schema).toContain(`"${kind}"`);
  const graphs: AccessGraph[] = [];
  for (const name of Object.keys(cases)) {
    const app = cases[name].build();
    Mesh.of(app).addGuardrails(guardrail((graph) => {
      graphs.push(graph);
      return [];
    }, 'graphs'));
    expect([name, Mesh.of(app)._synthesis.declarationProblems()]).toEqual([name, []]);
  }
  expect(graphs).toHaveLength(Object.keys(cases).length);
  const kinds = new Set(graphs.flatMap(({ edges }) => edges.map(({ caller }) => caller.kind)));
  expect([...kinds].sort()).toEqual(expect.arrayContaining(['anyone', 'api-server', 'cidr', 'ingress-gateway', 'namespace', 'prometheus', 'service']));
});

test('guardrails.json is as the schema says', () => {
  const validate = new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync(join(__dirname, '../../schema/guardrails.schema.json'), 'utf8')) as object);
  validate(JSON.parse(synthesize(cases.guardrails.build).beside['mesh-access.out/guardrails.json']));
  expect(validate.errors).toBe(null);
  const warned = synthesize((props) => {
    const app = cases.guardrails.build(props);
    Mesh.of(app).addGuardrails(Guardrails.ownerRequired({ severity: GuardrailSeverity.WARNING }), guardrail(() => [], 'nobody'));
    Guardrails.suppress(app, 'nobody', { reason: 'x' });
    return app;
  }).beside['mesh-access.out/guardrails.json'];
  validate(JSON.parse(warned));
  expect(validate.errors).toBe(null);
  expect(JSON.parse(warned)).toMatchObject({ findings: [{ severity: 'warning' }, { severity: 'error' }], unused: [{ guardrail: 'nobody' }] });
});
