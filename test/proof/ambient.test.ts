import { proved } from './ambient-shop';

test('the manifests that every case changes in one place are proved', () => {
  const { verdict, refutations } = proved();
  expect(refutations.map((r) => r.text)).toEqual([]);
  expect(verdict).toBe('proved-under-assumptions');
});
