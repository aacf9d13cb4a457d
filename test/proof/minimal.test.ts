import { matchesString } from '../../src/eval/matcher/string';
import { selects } from '../../src/eval/matcher/selector';
import type { LabelSelector } from '../../src/manifest';
import { identitiesBetween } from '../../src/proof/identities';
import { FRESH, labelsText, addressesOf, freshAddress, inBlock, minimalLabels, principalsOf } from '../../src/proof/minimal';

test.each<[LabelSelector, readonly Record<string, string>[]]>([
  [{}, [{}]],
  [{ matchLabels: { a: '1' } }, [{ a: '1' }]],
  [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['1', '2'] }] }, [{ a: '1' }, { a: '2' }]],
  [{ matchExpressions: [{ key: 'a', operator: 'Exists' }, { key: 'b', operator: 'DoesNotExist' }] }, [{ a: '~undeclared~' }]],
  [{ matchLabels: { a: '1' }, matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['1'] }] }, []],
  [{ matchLabels: { a: '1' }, matchExpressions: [{ key: 'a', operator: 'In', values: ['1', '2'] }] }, [{ a: '1' }]],
])('the smallest pods that %j selects', (selector, expected) => {
  expect(minimalLabels(selector)).toEqual(expected);
  for (const labels of minimalLabels(selector)) expect(selects(selector, labels)).toBe(true);
});

test.each(['*', 'cluster.local/*', 'cluster.local/ns/shop/*', 'cluster.local/ns/sh*', 'cluster.local/ns/shop/sa/front*', '*/sa/frontend', '*/frontend', '*end', 'td/ns/a/sa/b'])(
  'an identity that `%s` matches', (pattern) => {
    const found = principalsOf(pattern, 'cluster.local');
    expect(found).not.toEqual([]);
    for (const p of found) {
      expect(matchesString(pattern, p)).toBe(true);
      expect(p).toMatch(/^[^/]+\/ns\/[^/]+\/sa\/[^/]+$/);
    }
  });

test.each<[string, readonly string[] | undefined, readonly string[]]>([
  ['10.0.0.0/8', undefined, ['10.0.0.0', '11.0.0.0']],
  ['10.0.0.0/8', ['10.1.0.0/16'], ['10.0.0.0', '11.0.0.0', '10.1.0.0', '10.2.0.0']],
  ['0.0.0.0/0', undefined, ['0.0.0.0']],
  ['192.0.2.255/32', undefined, ['192.0.2.255', '192.0.3.0']],
  ['255.0.0.0/8', undefined, ['255.0.0.0']],
  ['10.1.2.3/8', undefined, ['10.0.0.0', '11.0.0.0']],
  ['fd00::/8', undefined, ['fd00::', 'fe00::']],
])('%s except %j has one address per interval', (cidr, except, expected) => {
  expect(addressesOf({ cidr, ...(except === undefined ? {} : { except }) })).toEqual(expected);
});

test('a pod address that no rule mentions', () => {
  expect(inBlock(freshAddress(['10.0.0.0/14'], []), '10.0.0.0/14')).toBe(true);
  const address = freshAddress([], ['10.0.0.0/8', '172.16.0.0/12']);
  expect(['10.0.0.0/8', '172.16.0.0/12'].some((b) => inBlock(address, b))).toBe(false);
});

test('values that tell more identities apart than can be tried are refused, and not tried in part', () => {
  const globs = [...Array(20).keys()].map((i) => `*${'x'.repeat(i)}y*`);
  expect(() => identitiesBetween({ namespaces: globs, principals: ['*/sa/x'] }, { policyNamespace: 'shop', trustDomain: 'cluster.local' })).toThrow(
    'AuthorizationPolicies tell identities apart by more values together than can be decided: `*/sa/x`, `*y*`, `*xy*`, `*xxy*`, 17 more; name identities without `*`',
  );
});

test('a label that may have any value, and one of some', () => {
  const selector: LabelSelector = { matchExpressions: [{ key: 'a', operator: 'Exists' }, { key: 'a', operator: 'NotIn', values: ['2'] }, { key: 'a', operator: 'In', values: ['1', '2'] }] };
  expect(minimalLabels(selector)).toEqual([{ a: '1' }]);
});

test('a label of any value has words', () => {
  expect(labelsText({ app: 'web', team: FRESH.value })).toBe('app=web, any other `team`');
});
