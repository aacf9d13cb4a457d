import { parseCaseFile } from '../../src/cases/parse';

const HEAD = 'manifests: [../dist]\ncases:\n';

function problemsOf(text: string): readonly string[] {
  const { caseFile, problems } = parseCaseFile('/repo/cases/shop.yaml', text);
  expect(caseFile).toBeUndefined();
  return problems.map((p) => `${p.line}: ${p.path}: ${p.message}; ${p.repair}`);
}

test('every form of caller, target and request', () => {
  const { caseFile, problems } = parseCaseFile('/repo/cases/shop.yaml', `
manifests: [../dist, more.yaml]
cases:
  - name: frontend lists products
    from: shop/frontend
    to: shop/catalog:3550
    request: {method: POST, path: /shop.Catalog/ListProducts, host: catalog, headers: {X-Env: "1"}}
    expect: allow
  - {from: {principal: cluster.local/ns/shop/sa/frontend, ip: 10.1.2.3}, to: "shop/catalog:grpc", expect: deny}
  - {from: {anonymous: true}, to: {pod: shop/catalog-0, port: 3550}, expect: undetermined}
  - {from: {pod: shop/frontend-0}, to: shop/catalog:3550, request: {}, expect: allow}
  - {from: {serviceAccount: shop/frontend, ip: "fd00::1"}, to: shop/catalog:3550, expect: allow}
`);
  expect(problems).toEqual([]);
  expect(caseFile).toMatchObject({
    file: '/repo/cases/shop.yaml',
    manifests: ['/repo/dist', '/repo/cases/more.yaml'],
    settings: {},
  });
  const catalog = { kind: 'service', namespace: 'shop', name: 'catalog', port: 3550 };
  expect(caseFile?.cases).toEqual([
    {
      name: 'frontend lists products', line: 4, path: 'cases[0]', expect: 'allow',
      question: {
        from: { kind: 'service-account', namespace: 'shop', name: 'frontend' },
        to: catalog,
        request: { method: 'POST', path: '/shop.Catalog/ListProducts', host: 'catalog', headers: { 'X-Env': '1' } },
      },
    },
    {
      name: 'cluster.local/ns/shop/sa/frontend@10.1.2.3 -> shop/catalog:grpc', line: 9, path: 'cases[1]', expect: 'deny',
      question: { from: { kind: 'principal', principal: 'cluster.local/ns/shop/sa/frontend', ip: '10.1.2.3' }, to: { ...catalog, port: 'grpc' } },
    },
    {
      name: 'anonymous -> pod:shop/catalog-0:3550', line: 10, path: 'cases[2]', expect: 'undetermined',
      question: { from: { kind: 'anonymous' }, to: { kind: 'pod', namespace: 'shop', name: 'catalog-0', port: 3550 } },
    },
    {
      name: 'pod:shop/frontend-0 -> shop/catalog:3550 GET /', line: 11, path: 'cases[3]', expect: 'allow',
      question: { from: { kind: 'pod', namespace: 'shop', name: 'frontend-0' }, to: catalog, request: {} },
    },
    {
      name: 'shop/frontend@fd00::1 -> shop/catalog:3550', line: 12, path: 'cases[4]', expect: 'allow',
      question: { from: { kind: 'service-account', namespace: 'shop', name: 'frontend', ip: 'fd00::1' }, to: catalog },
    },
  ]);
});

test('facts of the mesh replace the defaults one by one', () => {
  const { caseFile } = parseCaseFile('c.yaml', `
mesh: {trustDomain: prod.example, trustDomainAliases: [old.example], pathNormalization: MERGE_SLASHES}
${HEAD}  - {from: shop/frontend, to: shop/catalog:3550, expect: allow}`);
  expect(caseFile?.settings).toEqual({
    trustDomain: 'prod.example', trustDomainAliases: ['old.example'], pathNormalization: 'MERGE_SLASHES',
  });
});

test('aliases are followed', () => {
  const { caseFile } = parseCaseFile('c.yaml', `${HEAD}  - {from: &f shop/frontend, to: shop/a:80, expect: deny}\n  - {from: *f, to: shop/b:80, expect: deny}`);
  expect(caseFile?.cases.map((c) => c.name)).toEqual(['shop/frontend -> shop/a:80', 'shop/frontend -> shop/b:80']);
});

test.each<[string, string, readonly string[]]>([
  ['an empty file', '', ['1: : must be a mapping, got nothing; write `key: value` lines below it']],
  ['no manifests', 'cases:\n  - {from: a/b, to: c/d:1, expect: deny}', ['1: : `manifests` is missing; list the files and directories to read, relative to this file']],
  ['no cases', 'manifests: [x]\ncases: []', ['2: cases: lists no cases; list at least one case']],
  ['unknown key of the file', `maifests: [x]\n${HEAD}  - {from: a/b, to: c/d:1, expect: deny}`, ['1: maifests: unknown key `maifests`; did you mean `manifests`?']],
  ['unknown key of a case', `${HEAD}  - {from: a/b, to: c/d:1, expects: deny}`, [
    '3: cases[0].expects: unknown key `expects`; did you mean `expect`?',
    '3: cases[0]: `expect` is missing; a case says `from`, `to` and `expect`',
  ]],
  ['unknown key of a request', `${HEAD}  - {from: a/b, to: c/d:1, request: {verb: GET}, expect: deny}`, [
    '3: cases[0].request.verb: unknown key `verb`; use `headers`, `host`, `method`, `path`, `token`',
  ]],
  ['unknown key of the mesh', `mesh: {trustdomain: x}\n${HEAD}  - {from: a/b, to: c/d:1, expect: deny}`, ['1: mesh.trustdomain: unknown key `trustdomain`; did you mean `trustDomain`?']],
  ['an expectation that is none', `${HEAD}  - {from: a/b, to: c/d:1, expect: allowed}`, ['3: cases[0].expect: got `allowed`; write `allow`, `deny`, `undetermined`']],
  ['two callers', `${HEAD}  - {from: {anonymous: true, pod: a/b}, to: c/d:1, expect: deny}`, [
    '3: cases[0].from: names `anonymous` and `pod`; write exactly one of `serviceAccount`, `principal`, `anonymous`, `pod`',
  ]],
  ['no caller', `${HEAD}  - {from: {ip: 10.0.0.1}, to: c/d:1, expect: deny}`, ['3: cases[0].from: names no caller; write exactly one of `serviceAccount`, `principal`, `anonymous`, `pod`']],
  ['anonymous: false', `${HEAD}  - {from: {anonymous: false}, to: c/d:1, expect: deny}`, ['3: cases[0].from.anonymous: got `false`; write `true`']],
  ['a bad address', `${HEAD}  - {from: {anonymous: true, ip: 10.0.0.0/8}, to: c/d:1, expect: deny}`, [
    '3: cases[0].from.ip: not an IP address, got `10.0.0.0/8`; write one address such as `10.1.2.3`',
  ]],
  ['a pod without a port', `${HEAD}  - {from: a/b, to: {pod: c/d}, expect: deny}`, ['3: cases[0].to: `port` is missing; write `namespace/service:port` or `{pod: namespace/name, port: 8080}`']],
  ['a pod port by name', `${HEAD}  - {from: a/b, to: {pod: c/d, port: http}, expect: deny}`, ['3: cases[0].to.port: not a port, got `http`; write a number from 1 to 65535 without quotes']],
  ['a header that YAML reads as a number', `${HEAD}  - {from: a/b, to: c/d:1, request: {headers: {x: 1}}, expect: deny}`, [
    '3: cases[0].request.headers.x: must be a string, got `1`; write a text, in quotes if it looks like a number or a boolean',
  ]],
  ['a claim that no policy can ask for', `${HEAD}  - {from: a/b, to: c/d:1, request: {token: {claims: {level: 3}}}, expect: deny}`, [
    '3: cases[0].request.token.claims.level: must be a string, got `3`; write a text, in quotes if it looks like a number or a boolean',
  ]],
  ['a token in two places', `${HEAD}  - {from: a/b, to: c/d:1, request: {token: {header: X-Token, cookie: session}}, expect: deny}`, [
    '3: cases[0].request.token: a token is in one place, got `header x-token` and `cookie session`; name one of them',
  ]],
  ['a prefix of no header', `${HEAD}  - {from: a/b, to: c/d:1, request: {token: {prefix: "token "}}, expect: deny}`, [
    '3: cases[0].request.token: `token ` is before the token in no header; name the header',
  ]],
  ['several mistakes at once', `manifests: x\ncases:\n  - {from: a, to: c/d:1, expect: deny}\n  - {from: a/b, to: c/d, expect: deny}`, [
    '1: manifests: must be a list, got `x`; write one `- item` per line below it',
    '3: cases[0].from: not a namespace and a name, got `a`; write `namespace/serviceaccount`',
    '4: cases[1].to: target has no port, got `c/d`; write `namespace/service:port`, `pod:namespace/name:port` or `host.example:port`',
  ]],
  ['a duplicate key', `${HEAD}  - {from: a/b, from: a/c, to: c/d:1, expect: deny}`, ['3: undefined: not valid YAML: Map keys must be unique; correct the YAML']],
])('%s', (_, text, problems) => {
  expect(problemsOf(text)).toEqual(problems);
});

test('a token is its claims, each by its path', () => {
  const token = '{issuer: https://idp.example, subject: alice, audiences: [shop], claims: {groups: [a, b], realm: {roles: admin}}, header: X-Token, prefix: "token "}';
  const { caseFile } = parseCaseFile('cases.yaml', `${HEAD}  - {from: a/b, to: c/d:1, request: {token: ${token}}, expect: allow}\n  - {from: a/b, to: c/d:1, request: {token: {valid: false}}, expect: deny}`);
  expect(caseFile?.cases.map((c) => [c.name, c.question.request?.token])).toEqual([
    ['a/b -> c/d:1 GET / with a token of https://idp.example', {
      at: 'header x-token "token "',
      claims: { '[iss]': 'https://idp.example', '[sub]': 'alice', '[aud]': ['shop'], '[groups]': ['a', 'b'], '[realm][roles]': 'admin' },
    }],
    ['a/b -> c/d:1 GET / with an invalid token', { valid: false, claims: {} }],
  ]);
});

test.each([['open', '['.repeat(100_000)], ['closed', '['.repeat(100_000) + ']'.repeat(100_000)]])('nesting that exhausts the stack is an error, not a crash: %s', (_, text) => {
  expect(problemsOf(text)).toEqual([expect.stringMatching(/cannot be read as YAML: .*; nest it less deeply|not valid YAML|must be a mapping/)]);
});
