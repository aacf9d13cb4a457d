import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Access, Api, HttpMethod, HttpPath, JwtIssuer, ServicePort } from '../../src';
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
  ['takes in one that cannot be named', () => openApi('/files/{name}: {get: {operationId: any}}\n/files/{name}.json: {get: {operationId: json}}').operations(['any']),
    'takes in requests of json (GET /files/{name}.json); it cannot be named'],
  ['takes in one that clients send encoded', () => openApi('/a/{x}: {get: {operationId: any}}\n/a/ü: {get: {operationId: u}}').operations(['any']), 'takes in requests of u (GET /a/ü)'],
  ['overlaps another with parameters', () => openApi('/a/{x}/b: {get: {operationId: one}}\n/a/c/{y}: {get: {operationId: two}}').operations(['two']), 'two (GET /a/c/{*}) of'],
  ['has a parameter within a segment', () => PRODUCTS().operations(['file']), '[unusable-operation] `file`'],
  ['is none', () => PRODUCTS().operations([]), '[empty-list]'],
  ['is no text', () => PRODUCTS().operations([7 as unknown as string]), '[wrong-type]'],
  ['is on no port', () => PRODUCTS().operations(['list'], { ports: [0] }), '[invalid-port]'],
])('an operation that %s is refused', (_, name, text) => expect(name).toThrow(text));

test('both of two that overlap can be granted together', () => expect(PRODUCTS().operations(['get', 'special'])).toHaveLength(1));

test('without parameters an operation takes in no other: it goes before those with', () => {
  expect(PRODUCTS().operations(['special'])).toHaveLength(1);
  expect(openApi('/a/b:c: {post: {operationId: one}}\n/a/{x}:c: {post: {operationId: two}}').operations(['one'])).toHaveLength(1);
});

test('only what has the same method and as many segments is taken in', () => {
  expect(openApi('/files/{name}: {get: {operationId: any}}\n/files/{name}.json: {post: {}}\n/files/{a}/{name}.json: {get: {}}').operations(['any'])).toHaveLength(1);
});

describe('a path item that is elsewhere in the file', () => {
  const REFERENCES = `openapi: 3.1.0
paths:
  /a: {$ref: '#/components/pathItems/A', description: the same}
  /b/{id}: {$ref: '#/components/pathItems/B~1b'}
components:
  pathItems:
    A: {servers: [{url: /v1}], get: {operationId: a}}
    B/b: {$ref: '#/components/pathItems/B'}
    B: {get: {operationId: b}}
`;

  test('is that of the path', () => {
    const { operations } = Api.fromOpenApi(file(REFERENCES))._model;
    expect(operations.map(({ id, paths: [{ value }] }) => `${id} ${value}`)).toEqual(['a /v1/a', 'b /b/{*}']);
  });

  test.each([
    ['nothing', '#/components/pathItems/C', ':3:14: `#/components/pathItems/C` is nothing in this file; correct the reference'],
    ['itself', '#/paths/~1a', 'leads back to itself'],
    ['another file', 'a.yaml', ':3:14: a path item is elsewhere (`a.yaml`), and only this file is read'],
  ])('is refused if it is %s', (_, ref, text) => {
    expect(() => Api.fromOpenApi(file(REFERENCES.replace('#/components/pathItems/A', ref)))).toThrow(text);
  });

  test('is refused if it has operations beside', () => {
    expect(() => Api.fromOpenApi(file(REFERENCES.replace('description: the same', 'get: {}')))).toThrow('beside `$ref` a path item has `get`, and OpenAPI leaves open which of both counts');
  });
});

test('a server may be a variable as a whole, and a host may hold a path', () => {
  const api = Api.fromOpenApi(file(`openapi: 3.0.0
servers: [{url: '{base}/v1', variables: {base: {default: 'https://x.example/root'}}}, {url: 'https://{host}/v2', variables: {host: {default: a.example, enum: [b.example/deep]}}}]
paths: {/a: {get: {operationId: a}}}
`));
  expect(api._model.operations[0].paths.map(({ value }) => value)).toEqual(['/deep/v2/a', '/root/v1/a', '/v2/a']);
});

test('a variable of a server may be empty', () => {
  const api = Api.fromOpenApi(file('openapi: 3.0.0\nservers: [{url: "https://a.example{base}", variables: {base: {default: "", enum: [/v1]}}}]\npaths: {/a: {get: {operationId: a}}}'));
  expect(api._model.operations[0].paths.map(({ value }) => value)).toEqual(['/a', '/v1/a']);
});

test('many hosts are one path', () => {
  const hosts = Array.from({ length: 60 }, (_, i) => `h${i}`).join(', ');
  const api = Api.fromOpenApi(file(`openapi: 3.0.0
servers: [{url: 'https://{a}.{b}/v1', variables: {a: {default: h0, enum: [${hosts}]}, b: {default: h0, enum: [${hosts}]}}}]
paths: {/a: {get: {operationId: a}}}
`));
  expect(api._model.operations[0].paths.map(({ value }) => value)).toEqual(['/v1/a']);
});

test('a `/` at the end is a path of its own, behind a parameter, too', () => {
  expect(openApi('/users/: {get: {}}\n/users/{id}/: {get: {}}\n/users/{id}: {get: {}}')._model.operations.map(({ paths: [{ value }] }) => value))
    .toEqual(['/users/', '/users/{*}/', '/users/{*}']);
});

describe('of a proto file', () => {
  const proto = (body: string): Api => Api.fromProto(file(`syntax = "proto3";\n${body}`, 'proto'));
  const LOST = 'service S {\n  /* see https://example.com */\n  rpc A(M) returns (M);\n  /* it\'s */ rpc B(M) returns (M); /* isn\'t */\n  rpc C(M) returns (M);\n}';

  test.each<[string, string, string[]]>([
    ['no comment ends a call', LOST, ['S/A', 'S/B', 'S/C']],
    ['lists in options are read over', 'option (x) = { schemes: [HTTP, HTTPS], tags: [{ name: "a;}" }] };\nservice S { option (y).z = -1; rpc A(M) returns (M) { option (google.api.http) = { get: "/v1/{n=a/*}" additional_bindings: [{ post: "/x" }] }; }; };', ['S/A']],
    ['imports are read over', 'import public "a.proto"; import weak \'b.proto\'; service S { rpc A(stream .a.M) returns (stream a.M) {} }', ['S/A']],
    ['messages are read over', 'message M { optional group R = 1 { int32 a = 2; } extensions 100, 200 to max; string s = 3 [(v).r = {p: "^{"}]; };\nextend M { int32 z = 126; } enum E { A = 0; }\nservice S { rpc A(M) returns (M); }', ['S/A']],
  ])('%s', (_, body, ids) => expect(proto(body).operationIds).toEqual(ids));

  test('the package may stand behind the service, and an edition in place of the syntax', () => {
    expect(Api.fromProto(file('\uFEFFedition = "2023"; service S { rpc A(M) returns (M); } package a.b;', 'proto')).operationIds).toEqual(['a.b.S/A']);
    expect(Api.fromProto(file('syntax = \'proto2\'; service S { rpc A(M) returns (M); }', 'proto')).operationIds).toEqual(['S/A']);
  });

  test.each([
    ['a name that would be a pattern', 'service S { rpc *(M) returns (M); }', '`*` is no name of a service or rpc'],
    ['a name of two', 'service S { rpc A.B(M) returns (M); }', '`A.B` is no name of a service or rpc'],
    ['a package that is none', 'package a/b; service S { rpc A(M) returns (M); }', ':2: `/` is out of place, or begins a text or comment that never ends'],
    ['two packages', 'package a; package b; service S { rpc A(M) returns (M); }', 'has more than one `package`'],
    ['a call twice', 'service S { rpc A(M) returns (M); } service S { rpc A(N) returns (N); }', '`S/A` is declared twice'],
    ['a comment that never ends', 'service S { rpc A(M) returns (M); } /* x', ':2: `/` is out of place, or begins a text or comment that never ends'],
    ['a text that never ends', 'option a = "x\n"; service S { rpc A(M) returns (M); }', ':2: `"` is out of place, or begins a text or comment that never ends'],
    ['a message that never ends', 'message M {\nservice S { rpc A(M) returns (M); }', ':2: `message` never ends'],
    ['a service that never ends', 'message M {}\nservice S { rpc A(M) returns (M);', ':3: `{` is never closed'],
    ['an option that would take a call with it', 'service S {\n option deprecated = true\n rpc A(M) returns (M); rpc B(M) returns (M); }', ':3: `option` never ends'],
    ['nothing', '', 'declares no service with an rpc'],
  ])('%s is refused', (_, body, text) => expect(() => proto(body)).toThrow(text));
});

test.each<[string, string, string[]]>([
  ['two documents', 'openapi: 3.0.0\npaths: {}\n---\nopenapi: 3.0.0', [':3:1: a second document begins; give a file with one']],
  ['operations that are none', paths('/a: {get: null, post: []}\n/b: {get: {$ref: "#/x"}}'), [':3:13: `get` must be a map', '`post` must be a map', 'an operation is elsewhere']],
  ['Swagger 2.0', 'swagger: "2.0"\npaths: {}', [':1:1: `openapi` is missing']],
  ['a version that is a number', 'openapi: 3.1\npaths: {}', [':1:10: `openapi` must be a text']],
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
  ['values of servers that are no text', 'openapi: 3.0.0\nservers: [{url: "/{v}", variables: {v: {default: v1, enum: [v1, 2]}}}, {url: "/{w}", variables: {w: {default: 1.0}}}, {url: "/{x}", variables: {x: {enum: [a]}}}]\npaths: {}',
    ['the variable `{v}` of a server has a value that is no text', 'the variable `{w}` of a server has a value that is no text', 'the variable `{x}` of a server has no default']],
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

  test('every path and method beyond it, and not one for all; what browsers ask before is part of an operation', () => {
    const table = tableOf((shop, api) => {
      const catalog = shop.service('catalog', {
        ports: [ServicePort.http(80)], apis: [api],
        requireJwt: { issuers: [JwtIssuer.withKeysAt('https://idp.example', 'https://idp.example/keys')], allowCorsPreflight: true },
      });
      catalog.allowFrom(shop.service('web'), { access: api.operations(['list', 'create']) });
      catalog.allowFrom(shop.service('job'), {
        access: [
          Access.http({ methods: [HttpMethod.GET, HttpMethod.PUT, HttpMethod.DELETE], paths: [HttpPath.exact('/products')] }),
          Access.http({ methods: [HttpMethod.POST], paths: [HttpPath.under('/import'), HttpPath.exact('/products'), HttpPath.exact('/reset')] }),
        ],
      });
    });
    const beyond = table.split('\n').flatMap((line) => /what no document names: (\S+ \S+)/.exec(line)?.[1] ?? []);
    expect([...new Set(beyond)]).toEqual(['DELETE /products', 'OPTIONS /import', 'OPTIONS /reset', 'POST /import', 'POST /reset', 'PUT /products']);
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
