import { equals, EVERYTHING, http, intersect, isEmpty, setKey, subtract, witness } from '../../src/eval/request-set';

// Names that every object inherits, and legal names of headers.
test.each(['__proto__', 'constructor', 'valueof', 'x-env'])('a condition on the header `%s` is kept', (name) => {
  const prod = http({ headers: { [name]: { in: [{ kind: 'exact', value: 'prod' }] } } });
  expect(equals(prod, http())).toBe(false);
  expect(setKey(intersect(http(), prod))).toBe(setKey(prod));
  expect(isEmpty(subtract(prod, prod))).toBe(true);
  expect(isEmpty(subtract(EVERYTHING, prod))).toBe(false);
  const found = witness(prod);
  expect(found?.kind === 'http' && Object.entries(found.headers)).toEqual([[name, 'prod']]);
});
