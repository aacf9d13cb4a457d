import { parseCaller, parseTarget } from '../../src/eval/ask/parse';
import { callerText, targetText } from '../../src/eval/ask/question';

describe('a caller as one word', () => {
  test.each([
    ['shop/frontend', { kind: 'service-account', namespace: 'shop', name: 'frontend' }],
    ['cluster.local/ns/shop/sa/frontend', { kind: 'principal', principal: 'cluster.local/ns/shop/sa/frontend' }],
    ['pod:shop/frontend-0', { kind: 'pod', namespace: 'shop', name: 'frontend-0' }],
    ['anonymous', { kind: 'anonymous' }],
    ['anonymous@10.1.2.3', { kind: 'anonymous', ip: '10.1.2.3' }],
    ['shop/frontend@fd00::1', { kind: 'service-account', namespace: 'shop', name: 'frontend', ip: 'fd00::1' }],
  ])('%s', (text, caller) => {
    expect(parseCaller(text)).toEqual(caller);
    expect(callerText(parseCaller(text))).toBe(text);
  });

  test('a SPIFFE id loses its scheme, as policies write it', () => {
    expect(parseCaller('spiffe://td/ns/shop/sa/frontend')).toEqual({ kind: 'principal', principal: 'td/ns/shop/sa/frontend' });
  });

  test.each([
    ['frontend', 'not a namespace and a name, got `frontend`'],
    ['Shop/frontend', 'not a namespace and a name, got `Shop/frontend`'],
    ['shop/', 'not a namespace and a name, got `shop/`'],
    ['pod:frontend', 'not a namespace and a name, got `frontend`'],
    ['pod:shop/a/b', 'not a namespace and a name, got `shop/a/b`'],
    ['cluster.local/ns/*/sa/frontend', 'not a SPIFFE identity, got `cluster.local/ns/*/sa/frontend`'],
    ['spiffe://td', 'not a SPIFFE identity, got `spiffe://td`'],
    ['shop/frontend@10.1.2', 'not an IP address, got `10.1.2`'],
    ['anonymous@10.0.0.0/8', 'not an IP address, got `10.0.0.0/8`'],
  ])('%s is refused', (text, message) => {
    expect(() => parseCaller(text)).toThrow(message);
  });
});

describe('a target as one word', () => {
  test.each([
    ['shop/catalog:3550', { kind: 'service', namespace: 'shop', name: 'catalog', port: 3550 }],
    ['shop/catalog:grpc-api', { kind: 'service', namespace: 'shop', name: 'catalog', port: 'grpc-api' }],
    ['pod:shop/catalog-0:3550', { kind: 'pod', namespace: 'shop', name: 'catalog-0', port: 3550 }],
  ])('%s', (text, target) => {
    expect(parseTarget(text)).toEqual(target);
    expect(targetText(parseTarget(text))).toBe(text);
  });

  test.each([
    ['shop/catalog', 'target has no port, got `shop/catalog`'],
    ['catalog:80', 'not a namespace and a name, got `catalog`'],
    ['shop/catalog:0', 'not a port, got `0`'],
    ['shop/catalog:65536', 'not a port, got `65536`'],
    ['shop/catalog:', 'not a port, got ``'],
    ['shop/catalog:80.5', 'not a port, got `80.5`'],
    ['pod:shop/catalog-0:http', 'not a port, got `http`'],
  ])('%s is refused', (text, message) => {
    expect(() => parseTarget(text)).toThrow(message);
  });
});
