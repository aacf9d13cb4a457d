import { didYouMean } from '../../src/eval/ask/nearest';

test.each([
  ['a slip of the keyboard', 'shop/catlog', ['shop/catalog', 'shop/cart'], 'did you mean `shop/catalog`?'],
  ['the alphabetically first of equally close names', 'ab', ['aa', 'bb'], 'did you mean `aa`?'],
  ['nothing close, few known', 'zzzzzz', ['shop/cart', 'shop/catalog'], 'use `shop/cart`, `shop/catalog`'],
  ['nothing close, many known', 'zzzzzz', Array.from({ length: 9 }, (_, i) => `shop/service-${i}`), 'add it'],
  ['nothing known', 'zzzzzz', [], 'add it'],
])('%s', (_, wanted, known, repair) => {
  expect(didYouMean(wanted, known, 'add it')).toBe(repair);
});
