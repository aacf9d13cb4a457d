import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Access, Api, HttpMethod, HttpPath, ServicePort } from '../../src';
import { Shop } from './mesh';

let directory: string;
beforeAll(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'api-'));
});
afterAll(() => fs.rmSync(directory, { recursive: true, force: true }));

let count = 0;
function file(content: string, extension = 'yaml'): string {
  const name = path.join(directory, `${++count}.${extension}`);
  fs.writeFileSync(name, content);
  return name;
}

const paths = (body: string): string => `openapi: 3.0.3\npaths:\n${body.replace(/^/gm, '  ')}\n`;
const openApi = (body: string): Api => Api.fromOpenApi(file(paths(body)));

const PRODUCTS = openApiLater(`
/products: {get: {operationId: list}, post: {operationId: create}}
/products/{id}: {get: {operationId: get}, delete: {}}
/products/special: {get: {operationId: special}}
/files/{name}.json: {get: {operationId: file}}
`);
function openApiLater(body: string): () => Api {
  let api: Api | undefined;
  return () => api ??= openApi(body.trim());
}

describe('what an operation allows', () => {
  const written = (api: Api, ids: string[]): unknown => {
    const shop = new Shop();
    shop.service('catalog', { ports: [ServicePort.http(80)] }).allowFrom(shop.service('web'), { access: api.operations(ids) });
    return (shop.object('AuthorizationPolicy', 'catalog-callers').spec.rules as { to: unknown }[]).flatMap(({ to }) => to);
  };
  const same = (...access: Access[]): unknown => {
    const shop = new Shop();
    shop.service('catalog', { ports: [ServicePort.http(80)] }).allowFrom(shop.service('web'), { access });
    return (shop.object('AuthorizationPolicy', 'catalog-callers').spec.rules as { to: unknown }[]).flatMap(({ to }) => to);
  };

  test('is the same as its method and path by hand; a parameter is one segment', () => {
    expect(written(PRODUCTS(), ['list', 'DELETE /products/{id}'])).toEqual(same(
      Access.http({ methods: [HttpMethod.GET], paths: [HttpPath.exact('/products')] }),
      Access.http({ methods: [HttpMethod.DELETE], paths: [HttpPath.template('/products/{*}')] }),
    ));
  });

  test('lies behind every base path that its servers may have', () => {
    const api = Api.fromOpenApi(file(`openapi: 3.1.0
servers: [{url: 'https://x.example/{v}/', variables: {v: {default: v2, enum: [v1, v2]}}}, {url: /}]
paths: {/a: {get: {operationId: a}}, /b: {servers: [{url: /c}], get: {operationId: b}}}
`));
    expect(written(api, ['a', 'b'])).toEqual(same(
      Access.http({ methods: [HttpMethod.GET], paths: ['/v1/a', '/v2/a', '/a', '/c/b'].map((p) => HttpPath.exact(p)) }),
    ));
  });

  test('may be written as JSON', () => {
    const api = Api.fromOpenApi(file('{"openapi": "3.0.0", "paths": {"/a": {"get": {"operationId": "a"}}}}', 'json'));
    expect(api.operationIds).toEqual(['a']);
  });

  test('an rpc is a POST to its full name, streams too', () => {
    const api = Api.fromProto(file('syntax = "proto3";\npackage shop.v1;\nservice S { rpc A(stream M) returns (M); rpc B(M) returns (M) { option deprecated = true; } }\nmessage M {}', 'proto'));
    expect(api.operationIds).toEqual(['shop.v1.S/A', 'shop.v1.S/B']);
    const shop = new Shop();
    shop.service('s', { ports: [ServicePort.grpc(80), ServicePort.http(81)] }).allowFrom(shop.service('web'), { access: api.operations(['shop.v1.S/A']) });
    expect(shop.object('AuthorizationPolicy', 's-callers').spec.rules).toMatchObject([{ to: [{ operation: { methods: ['POST'], paths: ['/shop.v1.S/A'], ports: ['80'] } }] }]);
  });
});

test.each<[string, () => unknown, string]>([
  ['is not there', () => PRODUCTS().operations(['lst']), '[unknown-operation]'],
  ['is not there, and another is near', () => PRODUCTS().operations(['craete']), 'did you mean `create`'],
  ['takes in another', () => PRODUCTS().operations(['get']), '[overlapping-operation] get (GET /products/{*})'],
  ['has a parameter within a segment', () => PRODUCTS().operations(['file']), '[unusable-operation] `file`'],
  ['is none', () => PRODUCTS().operations([]), '[empty-list]'],
  ['is no text', () => PRODUCTS().operations([7 as unknown as string]), '[wrong-type]'],
  ['is on no port', () => PRODUCTS().operations(['list'], { ports: [0] }), '[invalid-port]'],
])('an operation that %s is refused', (_, name, text) => expect(name).toThrow(text));

test('both of two that overlap can be granted together', () => expect(PRODUCTS().operations(['get', 'special'])).toHaveLength(1));

test.each<[string, string, string[]]>([
  ['Swagger 2.0', 'swagger: "2.0"\npaths: {}', [':1:1: `openapi` is missing']],
  ['a version we do not know', 'openapi: 3.2.0\npaths: {}', [':1:1: `openapi` is `3.2.0`']],
  ['no paths', 'openapi: 3.0.0', ['`paths` is missing']],
  ['an empty file', '', ['`openapi` is missing']],
  ['broken YAML', 'openapi: 3.0.0\npaths: [', [':2:']],
  ['a key twice', 'openapi: 3.0.0\npaths: {/a: {}, /a: {}}', [':2:']],
  ['a method nobody knows, and everything else that is wrong', paths('/a: {psot: {}}\nb: {}\n/c: {$ref: x.yaml}\n/d: {get: {operationId: 7}}'),
    [':3:14: `psot` is no method', ':4:6: the path `b` does not start with `/`', ':5:14: a path item is elsewhere', '`operationId` must be a text']],
  ['an id twice', paths('/a: {get: {operationId: x}}\n/b: {get: {operationId: x}}'), [':4:13: the operation id `x` is taken by `/a`']],
  ['the same requests twice', paths('/a/{x}: {get: {operationId: x}}\n/a/{y}: {get: {operationId: y}}'), ['y (GET /a/{*}) and x (GET /a/{*}) are the same requests']],
  ['servers that say too little', 'openapi: 3.0.0\nservers: [{url: v1}, {url: "/{q}"}, {}]\npaths: {}',
    ['`v1` is relative', 'the variable `{q}` of a server has no default', 'a server has no `url`']],
])('%s is refused with its place', (_, content, texts) => {
  const name = file(content);
  let message = '';
  try {
    Api.fromOpenApi(name);
  } catch (error) {
    ({ message } = error as Error);
  }
  expect(message).toMatch(/^\[invalid-api\] /);
  expect(message).toContain(name);
  for (const text of texts) expect(message).toContain(text);
});

test.each([
  ['a file that is not there', () => Api.fromOpenApi(path.join(os.tmpdir(), 'no', 'such.yaml')), '[unreadable-api]'],
  ['a schema that is none', () => Api.fromProto(file('service S { rpc M(X returns (Y); }', 'proto')), '[invalid-api]'],
  ['a schema without services', () => Api.fromProto(file('syntax = "proto3"; message X {}', 'proto')), 'no service with an rpc'],
])('%s is refused', (_, read, text) => expect(read).toThrow(text));

describe('what the report says of a document', () => {
  const tableOf = (allow: (shop: Shop, api: Api) => void): string => {
    const shop = new Shop();
    allow(shop, PRODUCTS());
    return shop.mesh.report().accessTable;
  };

  test('operations that nobody may call, and grants beyond it', () => {
    const table = tableOf((shop, api) => {
      const catalog = shop.service('catalog', { ports: [ServicePort.http(80)], apis: [api] });
      catalog.allowFrom(shop.service('web'), { access: api.operations(['list', 'get', 'special']) });
      catalog.allowFrom(shop.service('job'), { access: [Access.http({ methods: [HttpMethod.POST] })] });
    });
    const [, block] = table.split('API documents\n');
    expect(block.replaceAll(PRODUCTS()._model.file, 'api.yaml').split('\n').slice(0, 3)).toEqual([
      expect.stringMatching(/^ {2}file of shop\/catalog cannot be granted by name \(api.yaml\): /),
      '  nobody may call DELETE /products/{id} of shop/catalog (api.yaml)',
      expect.stringMatching(/^ {2}shop\/job may send shop\/catalog what no document names: POST \//),
    ]);
  });

  test('a whole port is beyond every document', () => {
    expect(tableOf((shop, api) => shop.service('catalog', { ports: [ServicePort.http(80)], apis: [api] }).allowFrom(shop.service('web'))))
      .toContain('shop/web may send shop/catalog what no document names');
  });

  test('nothing where no document is given', () => {
    expect(tableOf((shop, api) => shop.service('catalog', { ports: [ServicePort.http(80)] }).allowFrom(shop.service('web'), { access: api.operations(['list']) })))
      .not.toContain('API documents');
  });
});
