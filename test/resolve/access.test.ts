import { Access, HttpMethod, HttpPath, KubernetesService, PathNormalization, ServicePort } from '../../src';
import { access, modelOf, problemsOf } from './declared';

/** One port of each protocol, service ports 1 to 8, target ports 1001 to 1008. */
const EVERY_PROTOCOL = (['http', 'http2', 'grpc', 'https', 'tls', 'tcp', 'udp', 'sctp'] as const)
  .map((protocol, i) => ServicePort[protocol](i + 1, { targetPort: 1001 + i }));

const granted = (...given: Access[]) => access(modelOf(({ service }) => {
  service('catalog', { ports: EVERY_PROTOCOL }).allowFrom(service('frontend'), given.length === 0 ? {} : { access: given });
}));
const ports = (...given: Access[]): string[] => granted(...given).map((a) => `${a.targetPort} ${a.protocol}`);

test('ports are those of the Service, and resolve to target ports', () => {
  expect(ports(Access.ports(6, 1))).toEqual(['1001 http', '1006 tcp']);
});

test.each<[string, Access[], string[]]>([
  ['nothing said', [], ['1001 http', '1002 http2', '1003 grpc', '1004 https', '1005 tls', '1006 tcp', '1007 udp', '1008 sctp']],
  ['all', [Access.all()], ['1001 http', '1002 http2', '1003 grpc', '1004 https', '1005 tls', '1006 tcp', '1007 udp', '1008 sctp']],
  ['http', [Access.http()], ['1001 http', '1002 http2', '1003 grpc']],
  ['grpc', [Access.grpc('shop.Catalog')], ['1002 http2', '1003 grpc']],
  ['tcp', [Access.tcp()], ['1004 https', '1005 tls', '1006 tcp']],
  ['udp', [Access.udp()], ['1007 udp']],
  ['sctp', [Access.sctp()], ['1008 sctp']],
])('without ports, %s means every port that can carry it', (_, given, expected) => {
  expect(ports(...given)).toEqual(expected);
});

test('accesses to one port add up, sorted and once', () => {
  const a = Access.http({ ports: [1], methods: [HttpMethod.GET], paths: [HttpPath.exact('/a')] });
  const b = Access.http({ ports: [1], paths: [HttpPath.exact('/b')] });
  expect(granted(b, a, b)).toEqual([{
    targetPort: 1001,
    protocol: 'http',
    http: [{ methods: ['GET'], paths: [{ kind: 'exact', value: '/a' }] }, { paths: [{ kind: 'exact', value: '/b' }] }],
  }]);
});

test('everything on a port takes in what else is granted there', () => {
  expect(granted(Access.http({ ports: [1], paths: [HttpPath.exact('/a')] }), Access.ports(1))).toEqual([{ targetPort: 1001, protocol: 'http' }]);
  expect(granted(Access.ports(1), Access.http({ ports: [1], paths: [HttpPath.exact('/a')] }))).toEqual([{ targetPort: 1001, protocol: 'http' }]);
});

test('a gRPC method is a POST to its path', () => {
  expect(granted(Access.grpc('shop.Catalog', ['List', 'Get'], { ports: [3] }))).toEqual([{
    targetPort: 1003,
    protocol: 'grpc',
    http: [{ methods: ['POST'], paths: [{ kind: 'exact', value: '/shop.Catalog/Get' }, { kind: 'exact', value: '/shop.Catalog/List' }] }],
  }]);
  expect(granted(Access.grpc('shop.Catalog', undefined, { ports: [3] }))[0].http).toEqual([{ methods: ['POST'], paths: [{ kind: 'prefix', value: '/shop.Catalog/' }] }]);
});

test('one number for two transports is both', () => {
  const dns = [ServicePort.udp(53, { targetPort: 5353, name: 'dns' }), ServicePort.tcp(53, { targetPort: 5353, name: 'dns-tcp' })];
  const resolvedPorts = (given: Access) => access(modelOf(({ service }) => {
    service('dns', { ports: dns }).allowFrom(service('frontend'), { access: [given] });
  }));
  expect(resolvedPorts(Access.ports(53))).toEqual([{ targetPort: 5353, protocol: 'tcp' }, { targetPort: 5353, protocol: 'udp' }]);
  expect(resolvedPorts(Access.udp(53))).toEqual([{ targetPort: 5353, protocol: 'udp' }]);
});

test.each<[string, Access, string, string, string]>([
  ['an unknown port', Access.ports(99), 'unknown-port', '`shop/catalog` has no Service port `99` (granted to `shop/frontend`)', 'use one of `1`, `2`, `3`, `4`, `5`, `6`, `7`, `8`'],
  ['a target port', Access.ports(1006), 'unknown-port', '`shop/catalog` has no Service port `1006` (granted to `shop/frontend`)', '`1006` is a target port: write the Service port `6`'],
  ['methods on TCP', Access.http({ ports: [6], methods: [HttpMethod.GET] }), 'protocol-cannot-carry', 'port `6` of `shop/catalog` is `tcp` and cannot carry `Access.http` (granted to `shop/frontend`)', 'grant `Access.ports(6)` for everything on it, or declare the port with the protocol it speaks'],
  ['paths on TLS of the application', Access.http({ ports: [4] }), 'protocol-cannot-carry', 'port `4` of `shop/catalog` is `https` and cannot carry `Access.http` (granted to `shop/frontend`)', 'grant `Access.ports(4)` for everything on it, or declare the port with the protocol it speaks'],
  ['gRPC on HTTP/1.1', Access.grpc('shop.Catalog', undefined, { ports: [1] }), 'protocol-cannot-carry', 'port `1` of `shop/catalog` is `http` and cannot carry `Access.grpc` (granted to `shop/frontend`)', 'grant `Access.ports(1)` for everything on it, or declare the port with the protocol it speaks'],
  ['TCP on an HTTP port', Access.tcp(1), 'protocol-cannot-carry', 'port `1` of `shop/catalog` is `http` and cannot carry `Access.tcp` (granted to `shop/frontend`)', 'grant `Access.ports(1)` for everything on it, or declare the port with the protocol it speaks'],
  ['UDP on a TCP port', Access.udp(6), 'protocol-cannot-carry', 'port `6` of `shop/catalog` is `tcp` and cannot carry `Access.udp` (granted to `shop/frontend`)', 'grant `Access.ports(6)` for everything on it, or declare the port with the protocol it speaks'],
])('%s is a problem of the callee', (_, given, code, message, repair) => {
  expect(problemsOf(({ service }) => {
    service('catalog', { ports: EVERY_PROTOCOL }).allowFrom(service('frontend'), { access: [given] });
  })).toEqual([{ code, construct: 'shop/catalog', message, repair }]);
});

test('no port that can carry it is a problem', () => {
  expect(problemsOf(({ service }) => {
    service('redis', { ports: [ServicePort.tcp(6379)] }).allowFrom(service('cart'), { access: [Access.httpSafeMethods()] });
  })).toEqual([{
    code: 'protocol-cannot-carry',
    construct: 'shop/redis',
    message: '`shop/redis` has no port that can carry `Access.http` (granted to `shop/cart`)',
    repair: 'declare a port of protocol `http`, `http2`, `grpc`, or grant `Access.ports(6379)`',
  }]);
});

test('a service without ports cannot be called', () => {
  expect(problemsOf(({ service }) => {
    service('worker').allowFrom(service('cart'));
  })).toEqual([{
    code: 'unknown-port',
    construct: 'shop/worker',
    message: '`shop/worker` has no ports and is allowed callers (granted to `shop/cart`)',
    repair: 'declare its `ports`',
  }]);
});

test('one number that leads to two target ports cannot be told', () => {
  expect(problemsOf(({ service }) => {
    service('catalog', {
      ports: [ServicePort.http(80, { targetPort: 8080 })],
      additionalServices: [KubernetesService.of('catalog-admin', { ports: [ServicePort.http(80, { targetPort: 9090 })] })],
    }).allowFrom(service('cart'), { access: [Access.ports(80)] });
  })).toEqual([{
    code: 'ambiguous-port',
    construct: 'shop/catalog',
    message: 'port `80` of `shop/catalog` leads to the target ports `8080`, `9090`, by different Kubernetes Services (granted to `shop/cart`)',
    repair: 'give one of those Services another port number',
  }]);
});

test.each<[string, HttpPath, PathNormalization, string | undefined]>([
  ['//', HttpPath.exact('/a//b'), PathNormalization.MERGE_SLASHES, 'merges `//`'],
  ['// and decoding', HttpPath.exact('/a//b'), PathNormalization.DECODE_AND_MERGE_SLASHES, 'merges `//`'],
  ['%2F', HttpPath.exact('/a%2fb'), PathNormalization.DECODE_AND_MERGE_SLASHES, 'decodes `%2F` and `%5C`'],
  ['// under BASE', HttpPath.exact('/a//b'), PathNormalization.BASE, undefined],
  ['%2F under MERGE_SLASHES', HttpPath.exact('/a%2Fb'), PathNormalization.MERGE_SLASHES, undefined],
])('a path with %s under the mesh\'s normalization', (_, path, pathNormalization, because) => {
  const problems = problemsOf(({ service }) => {
    service('catalog', { ports: [ServicePort.http(80)] }).allowFrom(service('cart'), { access: [Access.http({ paths: [path] })] });
  }, { pathNormalization });
  expect(problems).toEqual(because === undefined
    ? []
    : [{
        code: 'unreachable-path',
        construct: 'shop/catalog',
        message: `path \`${path._model.value}\` can never match: the mesh ${because} before it compares (\`pathNormalization\` is \`${pathNormalization}\`)`,
        repair: 'write the path as it is after that',
      }]);
});
