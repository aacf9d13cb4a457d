import { eager } from './eager';

const module = (name: string, meant: boolean): string => eager(`var require_x=__commonJS({"lib/${name}.js"(exports,module){var f=()=>({"lib/${name}.js"(){}});exports.x=f}});`, () => meant);

test('the function of a module that is surely evaluated is in parentheses, and nothing within it', () => {
  expect(module('eval/can', true)).toBe('var require_x=__commonJS({"lib/eval/can.js":(function(exports,module){var f=()=>({"lib/eval/can.js"(){}});exports.x=f})});');
});

test('another stays as it is', () => {
  expect(module('eval/can', false)).toContain('{"lib/eval/can.js"(exports,module){');
});

test('its name, which stack traces have, stays', () => {
  const named = eager('({"lib/a.js"(){return 1}})', () => true);
  const table = (0, eval)(named) as Readonly<Record<string, () => number>>;
  expect([table['lib/a.js'].name, table['lib/a.js']()]).toEqual(['lib/a.js', 1]);
});
