import { Lazy } from 'cdk8s';
import {
  Access, AccessRole, Anyone, Cidr, CloudMetadata, Condition, ExternalHost, HeaderMatch, HttpMethod, HttpPath, IngressGateway, JwtIssuer,
  KubernetesService, PortMtls, Prometheus, ServicePort, SpiffeIdentity,
} from '../../src';
import { Shop } from './mesh';

/** What users of other languages, or of JavaScript, can pass. */
const wrong = <T>(value: unknown): T => value as T;

const REFUSED: [string, () => unknown, string][] = [
  ['lower-case method', () => HttpMethod.of('purge'), '[invalid-method] method `purge` is not upper case, and methods are compared with case; write `PURGE`'],
  ['method pattern', () => HttpMethod.of('GE*'), '[invalid-method] method `GE*` has a `*`; leave `methods` out for every method'],
  ['method with a space', () => HttpMethod.of('GET POST'), '[invalid-method] method `GET POST` is not an HTTP token; write it like `PURGE`'],

  ['header name', () => HeaderMatch.exact('x tenant', 'a'), '[invalid-header] header name `x tenant` is not an HTTP token; write it like `x-tenant`'],
  ['pseudo-header', () => HeaderMatch.present(':path'), '[invalid-header] header name `:path` is a pseudo-header; use `methods`, `paths` or `hosts`'],
  ['host header', () => HeaderMatch.present('Host'), '[invalid-header] header name `host` is not a header in HTTP/2; use `hosts`'],
  ['header without value', () => HeaderMatch.exact('x-tenant'), '[empty-list] values is an empty list; leave it out, or name at least one value'],
  ['header of the proxy', () => HeaderMatch.present('X-Request-Id'), '[invalid-header] header `x-request-id` is set by the proxy before it is compared, whatever the caller sends; use a header of your own'],
  ['header pattern', () => HeaderMatch.exact('x-tenant', 'a*'), '[invalid-header] values[0] `a*` has a `*` at one end, which would be taken as a pattern; use `HeaderMatch.prefix`, `HeaderMatch.suffix` or `HeaderMatch.present`'],
  ['header line break', () => HeaderMatch.prefix('x-tenant', 'a\nb'), '[invalid-header] values[0] "a\\nb" cannot stand in a header; use printable ASCII without spaces at the ends'],

  ['paths that are misspelled', () => Access.http(wrong({ path: [HttpPath.exact('/a')] })), '[unknown-option] Access.http has `path`, which is no option; did you mean `paths`'],
  ['an option of another struct', () => Access.http(wrong({ reason: 'x', methods: [HttpMethod.GET] })), '[unknown-option] Access.http has `reason`, which is no option; there are `ports`, `methods`, `paths`, `hosts`, `headers`'],
  ['access that is misspelled', () => new Shop().service('a').allowFrom(Anyone.because('x'), wrong({ reason: 'x', acess: [Access.tcp(80)] })), '[unknown-option] options of allowFrom has `acess`, which is no option; did you mean `access`'],
  ['a last day that is misspelled, of a call', () => new Shop().service('a').calls(ExternalHost.https('a.example'), wrong({ expire: '2027-06-30' })), '[unknown-option] options of calls has `expire`, which is no option; did you mean `expires`'],
  ['a last day that is misspelled, of a member', () => new AccessRole(new Shop().chart, 'r').addMember(Anyone.because('x'), wrong({ until: '2027-06-30' })), '[unknown-option] options of addMember has `until`, which is no option; there are `reason`, `expires`, `owner`'],
  ['audiences that are misspelled', () => JwtIssuer.withKeysAt('a', 'https://a.example/keys', wrong({ audience: ['a'] })), '[unknown-option] options of JwtIssuer has `audience`, which is no option; did you mean `audiences`'],
  ['issuers that are misspelled', () => new Shop().service('a', { requireJwt: wrong({ issuer: [] }) }), '[unknown-option] requireJwt has `issuer`, which is no option; did you mean `issuers`'],
  ['exceptions of a block that are misspelled', () => Cidr.of('10.0.0.0/8', wrong({ excepts: ['10.1.0.0/16'] })), '[unknown-option] options of Cidr.of has `excepts`, which is no option; did you mean `except`'],
  ['exceptions of a condition that are misspelled', () => Condition.sourceCidr(['10.0.0.0/8'], wrong({ exept: ['10.1.0.0/16'] })), '[unknown-option] options of Condition.sourceCidr has `exept`, which is no option; did you mean `except`'],
  ['addresses that are misspelled', () => ExternalHost.https('a.example', wrong({ adresses: ['192.0.2.1'] })), '[unknown-option] options of ExternalHost.https has `adresses`, which is no option; did you mean `addresses`'],

  ['no methods', () => Access.http({ methods: [] }), '[empty-list] methods is an empty list; leave it out, or name at least one value'],
  ['no paths', () => Access.http({ paths: [] }), '[empty-list] paths is an empty list; leave it out, or name at least one value'],
  ['no ports', () => Access.ports(), '[empty-list] ports is an empty list; leave it out, or name at least one value'],
  ['a list of ports', () => Access.ports(wrong([80])), '[invalid-port] ports[0] must be a whole number from 1 to 65535, got a list; give the port\'s number'],
  ['port as text', () => Access.tcp(wrong('6379')), '[invalid-port] ports[0] must be a whole number from 1 to 65535, got `6379`; write the number 6379 without quotes'],
  ['port 0', () => ServicePort.http(0), '[invalid-port] port must be a whole number from 1 to 65535, got `0`; give the port\'s number'],
  ['port 65536', () => ServicePort.http(80, { targetPort: 65536 }), '[invalid-port] targetPort must be a whole number from 1 to 65535, got `65536`; give the port\'s number'],
  ['half a port', () => ServicePort.http(80.5), '[invalid-port] port must be a whole number from 1 to 65535, got `80.5`; give the port\'s number'],
  ['method as text', () => Access.http({ methods: [wrong('get')] }), '[wrong-type] methods[0] must be of type `HttpMethod`, got `get`; write `HttpMethod.GET`'],
  ['other method as text', () => Access.http({ methods: [wrong('purge')] }), '[wrong-type] methods[0] must be of type `HttpMethod`, got `purge`; write `HttpMethod.of(\'PURGE\')`'],
  ['path as text', () => Access.http({ paths: [wrong('/a')] }), '[wrong-type] paths[0] must be of type `HttpPath`, got `/a`; write `HttpPath.exact(…)`, `under`, `prefix`, `suffix` or `template`'],
  ['paths not a list', () => Access.http({ paths: wrong(HttpPath.exact('/a')) }), '[wrong-type] paths must be a list, got an object of type `HttpPath`; give a list'],
  ['options not an object', () => Access.http(wrong('GET')), '[wrong-type] Access.http must be an object with named options, got `GET`; write `{ … }`'],

  ['host with scheme', () => Access.http({ hosts: ['https://shop.example/x'] }), '[invalid-host] hosts[0] `https://shop.example/x` has a scheme; write `shop.example`'],
  ['host with port', () => Access.http({ hosts: ['shop.example:443'] }), '[invalid-host] hosts[0] `shop.example:443` has a port; write `shop.example`; ports are given on their own'],
  ['host with wildcard', () => Access.http({ hosts: ['*.shop.example'] }), '[invalid-host] hosts[0] `*.shop.example` has a wildcard; name each host; a wildcard would admit hosts that nobody declared'],
  ['host with path', () => Access.http({ hosts: ['shop.example/a'] }), '[invalid-host] hosts[0] `shop.example/a` has a path; write `shop.example`'],
  ['host with dot', () => Access.http({ hosts: ['shop.example.'] }), '[invalid-host] hosts[0] `shop.example.` ends with a dot; write `shop.example`'],
  ['no DNS name', () => Access.http({ hosts: ['shop_example'] }), '[invalid-host] hosts[0] `shop_example` is not a DNS name; write it like `api.payments.example`'],
  ['address as host', () => ExternalHost.https('10.0.0.1'), '[invalid-host] host `10.0.0.1` is an address; give the name that the program dials, and the address in `addresses`'],
  ['host of one label', () => ExternalHost.https('payments'), '[invalid-host] host `payments` is one label, which is looked up as a Service of the pod\'s own namespace; write the whole name, like `api.payments.example`'],
  ['metadata of one label', () => CloudMetadata.at('agent', { address: '169.254.170.23' }), '[invalid-host] name `agent` is one label, which is looked up as a Service of the pod\'s own namespace; write the whole name, like `api.payments.example`'],
  ['TCP host without ports', () => ExternalHost.tcp('db.example', {}), '[missing-ports] `ExternalHost.tcp` has no default port; give `ports`'],
  ['host address with host bits', () => ExternalHost.https('a.example', { addresses: ['10.0.0.1/24'] }), '[invalid-cidr] addresses[0] `10.0.0.1/24` has host bits set; write `10.0.0.0/24`, or `10.0.0.1/32` for the one address'],

  ['gRPC service with method', () => Access.grpc('shop.Catalog/List'), '[invalid-grpc-name] gRPC service `shop.Catalog/List` has a `/`; give the service and its methods apart: `Access.grpc(\'shop.Catalog\', [\'ListProducts\'])`'],
  ['gRPC service name', () => Access.grpc('shop-catalog'), '[invalid-grpc-name] gRPC service `shop-catalog` is not a name in a .proto file; write it like `shop.Catalog`'],
  ['gRPC method name', () => Access.grpc('shop.Catalog', ['*']), '[invalid-grpc-name] methods[0] `*` is not a name in a .proto file; write it like `ListProducts`'],

  ['CIDR without mask', () => Cidr.of('10.1.2.3'), '[invalid-cidr] CIDR `10.1.2.3` has no prefix length; write `10.1.2.3/32` for this one address'],
  ['IPv6 without mask', () => Cidr.of('fd00::1'), '[invalid-cidr] CIDR `fd00::1` has no prefix length; write `fd00::1/128` for this one address'],
  ['IPv4 written as IPv6', () => Cidr.of('::ffff:10.0.0.0/104'), '[invalid-cidr] CIDR `::ffff:10.0.0.0/104` is not a block of addresses; write it like `10.0.0.0/8` or `fd00::/8`'],
  ['host bits', () => Cidr.of('10.1.2.3/8'), '[invalid-cidr] CIDR `10.1.2.3/8` has host bits set; write `10.0.0.0/8`, or `10.1.2.3/32` for the one address'],
  ['IPv6 host bits', () => Cidr.of('fd00::1/64'), '[invalid-cidr] CIDR `fd00::1/64` has host bits set; write `fd00::/64`, or `fd00::1/128` for the one address'],
  ['long mask', () => Cidr.of('10.0.0.0/33'), '[invalid-cidr] CIDR `10.0.0.0/33` has the prefix length `33`; use a number from 0 to 32'],
  ['octal address', () => Cidr.of('010.0.0.0/8'), '[invalid-cidr] CIDR `010.0.0.0/8` is not a block of addresses; write it like `10.0.0.0/8` or `fd00::/8`'],
  ['short address', () => Cidr.of('10/8'), '[invalid-cidr] CIDR `10/8` is not a block of addresses; write it like `10.0.0.0/8` or `fd00::/8`'],
  ['exception outside', () => Cidr.of('10.0.0.0/8', { except: ['11.0.0.0/16'] }), '[invalid-cidr] `except` has `11.0.0.0/16`, which is not inside `10.0.0.0/8`; leave it away or correct it'],
  ['condition without block', () => Condition.sourceCidr([]), '[empty-list] cidrs is an empty list; leave it out, or name at least one value'],
  ['condition on an address', () => Condition.sourceCidr(['10.1.2.3']), '[invalid-cidr] cidrs[0] `10.1.2.3` has no prefix length; write `10.1.2.3/32` for this one address'],
  ['condition, exception outside', () => Condition.sourceCidr(['10.0.0.0/8', 'fd00::/8'], { except: ['11.0.0.0/16'] }), '[invalid-cidr] `except` has `11.0.0.0/16`, which is in none of `10.0.0.0/8`, `fd00::/8`; leave it away or correct it'],
  ['condition, exception of all', () => Condition.sourceCidr(['10.0.0.0/8'], { except: ['10.0.0.0/8'] }), '[invalid-cidr] `except` leaves nothing of `10.0.0.0/8`; leave out smaller blocks'],
  ['condition on a header by text', () => Condition.header(wrong('x-tenant')), '[wrong-type] header must be of type `HeaderMatch`, got `x-tenant`; write `HeaderMatch.exact(name, value)`'],
  ['condition on the time', () => Condition.requestTime('09:00-17:00'), '[unenforceable-condition] the time of a request (`09:00-17:00`) cannot be a condition: no proxy and no NetworkPolicy compares it with anything; give the grant `expires`, a day from which on it is not emitted, or let the application decide by the hour'],
  ['exception of all', () => Cidr.of('10.0.0.0/8', { except: ['10.0.0.0/8'] }), '[invalid-cidr] `except` leaves nothing of `10.0.0.0/8`; leave out a smaller block'],

  ['SPIFFE id without scheme', () => SpiffeIdentity.of('cluster.local/ns/a/sa/b'), '[invalid-spiffe-id] SPIFFE id `cluster.local/ns/a/sa/b` is not of the form `spiffe://<trust domain>/ns/<namespace>/sa/<service account>`; write `spiffe://cluster.local/ns/a/sa/b`'],
  ['SPIFFE id of another form', () => SpiffeIdentity.of('spiffe://td/workload'), '[invalid-spiffe-id] SPIFFE id `spiffe://td/workload` is not of the form `spiffe://<trust domain>/ns/<namespace>/sa/<service account>`; write it like `spiffe://cluster.local/ns/shop/sa/frontend`'],
  ['SPIFFE wildcard', () => SpiffeIdentity.of('spiffe://td/ns/a/*'), '[invalid-spiffe-id] SPIFFE id `spiffe://td/ns/a/*` is not of the form `spiffe://<trust domain>/ns/<namespace>/sa/<service account>`; name each identity; a wildcard would admit identities that nobody declared'],
  ['SPIFFE trust domain', () => SpiffeIdentity.of('spiffe://TD/ns/a/sa/b'), '[invalid-trust-domain] trust domain `TD` is not a trust domain; use lower-case letters, digits, `.`, `-` and `_`'],
  ['gateway namespace', () => IngressGateway.fromIdentity('Istio', 'edge'), '[invalid-name] namespace `Istio` is not a valid name; use lower-case letters, digits and `-`, with a letter or digit at both ends'],
  ['gateway without pods and with all', () => IngressGateway.fromIdentity('a', 'b', { podLabels: { app: 'x' }, wholeNamespace: true }), '[conflicting-pods] IngressGateway has both `podLabels` and `wholeNamespace`; keep `podLabels`; the whole namespace is wider'],
  ['empty pod labels', () => Prometheus.fromIdentity('a', 'b', { podLabels: {} }), '[empty-selector] podLabels is empty and would select every pod of the namespace; give the labels that only these pods carry'],
  ['label value', () => Prometheus.fromIdentity('a', 'b', { podLabels: { app: 'x y' } }), '[invalid-label] podLabels[app] is `x y`; use letters, digits, `-`, `_` and `.`, with a letter or digit at both ends'],
  ['label value of another type', () => Prometheus.fromIdentity('a', 'b', { podLabels: { app: wrong(true) } }), '[invalid-label] podLabels[app] must be a string, got `true`; put the value in quotes'],
  ['label key', () => Prometheus.fromIdentity('a', 'b', { podLabels: { 'a b': 'x' } }), '[invalid-label] podLabels has the key `a b`: its name may only have letters, digits, `-`, `_` and `.`, with a letter or digit at both ends; see the syntax of Kubernetes labels'],
  ['label prefix', () => Prometheus.fromIdentity('a', 'b', { podLabels: { 'A/b': 'x' } }), '[invalid-label] podLabels has the key `A/b`: its prefix is not a DNS name; see the syntax of Kubernetes labels'],

  ['empty reason', () => Anyone.because(' '), '[missing-reason] Anyone needs a reason, got an empty one; say in a few words why; it stands in every report'],
  ['no reason', () => PortMtls.permissive(wrong(undefined)), '[missing-reason] PortMtls.permissive needs a reason, got nothing; say in a few words why; it stands in every report'],
  ['mtls of another type', () => ServicePort.http(80, { mtls: wrong('disable') }), '[wrong-type] mtls must be of type `PortMtls`, got `disable`; write `PortMtls.permissive({ reason: … })`'],
  ['port name', () => ServicePort.http(80, { name: 'HTTP' }), '[invalid-name] port name `HTTP` is not a valid name; use lower-case letters, digits and `-`, with a letter or digit at both ends'],
  ['service name', () => KubernetesService.of('1st', { ports: [ServicePort.http(80)] }), '[invalid-name] service name `1st` is not a valid name; use lower-case letters, digits and `-`, with a letter at the start and a letter or digit at the end'],
  ['long service name', () => KubernetesService.of('a'.repeat(64), { ports: [ServicePort.http(80)] }), `[invalid-name] service name \`${'a'.repeat(64)}\` has 64 characters, Kubernetes takes 63; choose a shorter one`],
  ['service without ports', () => KubernetesService.of('a', wrong({})), '[wrong-type] ports must be a list, got nothing; give a list'],

  ['lazy value', () => HttpPath.exact(wrong(Lazy.any({ produce: () => '/a' }))), '[unresolved-token] path is a value that is only known at synth; give it literally: what cannot be read now cannot be proved'],
  ['token text', () => KubernetesService.of('a-${Token[TOKEN.7]}', { ports: [ServicePort.http(80)] }), '[unresolved-token] service name is a value that is only known at synth; give it literally: what cannot be read now cannot be proved'],
  ['Terraform token text', () => Anyone.because('${TfToken[TOKEN.0]}'), '[unresolved-token] Anyone is a value that is only known at synth; give it literally: what cannot be read now cannot be proved'],
  ['token number', () => ServicePort.http(-1.8881545897087626e289), '[unresolved-token] port is a value that is only known at synth; give it literally: what cannot be read now cannot be proved'],
];

test.each(REFUSED)('%s is refused at the call', (_, call, message) => {
  expect(call).toThrow(new Error(message));
});

test('addresses have one spelling', () => {
  expect(Cidr.of('FD00:0::/16').callerName).toBe('fd00::/16');
  expect(Cidr.of('0.0.0.0/0', { except: ['10.0.0.0/8', '10.0.0.0/8'] }).callerName).toBe('0.0.0.0/0 except 10.0.0.0/8');
});

test('an access without any constraint is everything the port carries', () => {
  expect(Access.http()._declaration.http).toBeUndefined();
  expect(Access.http({ hosts: ['Shop.Example'] })._declaration.http).toEqual({ hosts: ['shop.example'] });
});

test('the order in which alternatives are written does not matter', () => {
  const access = (methods: HttpMethod[], paths: HttpPath[]): unknown => Access.http({ methods, paths })._declaration;
  expect(access([HttpMethod.POST, HttpMethod.GET, HttpMethod.POST], [HttpPath.exact('/b'), HttpPath.exact('/a')]))
    .toEqual(access([HttpMethod.GET, HttpMethod.POST], [HttpPath.exact('/a'), HttpPath.exact('/b'), HttpPath.exact('/a')]));
});
