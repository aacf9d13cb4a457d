import fc from 'fast-check';
import { hasAutomaton, matchesPattern, type Pattern } from '../../src/eval/request-set';
import { shortest } from '../../src/eval/request-set/automata';
import { matchesRe2, re2Expression } from '../../src/eval/request-set/re2';
import { parseRe2 } from '../../src/manifest/syntax/re2';

// Each row was asked of Go's `regexp`.
test.each([
  ['a.c', ['abc', 'a😀c'], ['ac', 'abbc', 'a\nc']],
  ['(?s)a.c', ['a\nc'], ['ac']],
  ['^/api(/.*)?$', ['/api', '/api/', '/api/x'], ['/apis', 'x/api']],
  ['(a|b{2,3}|c{0})d?', ['a', 'bbb', '', 'd', 'ad'], ['b', 'bbbb', 'c']],
  ['(?i)kiss', ['KISS', 'kiſs', '\u212aiss'], ['kis']],
  ['(?i:a)b(?-i)c', ['Abc'], ['ABc', 'AbC']],
  ['[^a-y/]+', ['z', 'Z-'], ['a', '', 'z/']],
  ['[]a]{2}', ['a]', ']]'], ['a']],
  ['\\d+[\\w-]\\.\\x41\\101\\Q.*\\E', ['7_.AA.*', '77-.AA.*'], ['7_.AAx']],
  ['\\bnew\\b.*', ['new', 'new-x'], ['newer']],
  ['a{,2}', ['a{,2}'], ['a', 'aa']],
  ['x*', ['', 'xxx'], ['xy']],
  ['(a+)+b', ['aaab'], ['a'.repeat(200)]],
])('`%s`', (regex, matching, others) => {
  expect(matching.filter((value) => !matchesRe2(regex, value))).toEqual([]);
  expect(others.filter((value) => matchesRe2(regex, value))).toEqual([]);
});

test.each([
  ['(', 'has a `(` without `)`'],
  ['a)', 'has a `)` too many'],
  ['[a', 'has a `[` without `]`'],
  ['[z-a]', 'has a range of characters that goes backwards'],
  ['[[:nope:]]', 'has a class `[:nope:]` that RE2 does not know'],
  ['a**', 'repeats what is repeated (`**`)'],
  ['*', 'has a `*` with nothing to repeat'],
  ['a{2,1}', 'has a bad count `{2,1}`'],
  ['(a{100}){11}', 'repeats more than 1000 times'],
  ['(a)\\1', 'refers to a group (`\\1`), which RE2 cannot'],
  ['a(?=b)', 'has a group that RE2 does not know, as for what is ahead or behind (`(?=`, `(?!`, `(?<=`)'],
  ['\\Z', 'has an escape `\\Z` that RE2 does not know'],
  ['a\\', 'ends in a backslash'],
  ['a'.repeat(1025), 'is longer than 1024 bytes'],
])('what Go refuses: `%s`', (regex, refused) => {
  expect(parseRe2(regex)).toEqual({ refused });
});

test.each([['\\pL', 'has a class of Unicode (`\\p`)'], ['(?i)é', 'ignores the case of letters that are not ASCII']])('what is not read: `%s`', (regex, unread) => {
  expect(parseRe2(regex)).toEqual({ unread });
});

test('no automaton is made of what depends on places within, or is large', () => {
  expect(['a\\bb', '(a$|b)c', '(.{20}){21}'].map(re2Expression)).toEqual([undefined, undefined, undefined]);
});

test('an automaton and a match of the whole agree', () => {
  const atom = fc.constantFrom('a', '/', '.', '[ab]', '[^/]', '(a|/)', '(/a)', '\\w');
  const regex = fc.array(fc.tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}')), { maxLength: 4 }).map((parts) => `/${parts.map((p) => p.join('')).join('')}`);
  fc.assert(fc.property(regex, regex, (one, other) => {
    const [a, b] = [one, other].map((value) => ({ kind: 'expression', value } as const));
    const found = shortest('path', { in: [a], notIn: [b] });
    if (found !== undefined) expect([matchesPattern(a, found), matchesPattern(b, found)]).toEqual([true, false]);
    else expect(['/', '/a', '/aa', '/a/', '/a/a', '//', '/ab'].filter((path) => matchesPattern(a, path) && !matchesPattern(b, path))).toEqual([]);
  }), { numRuns: 300, seed: 20261124 });
});

test('an expression whose automaton would be larger than memory is none, and several together are an error', () => {
  expect(hasAutomaton('(a|b)*a(a|b){30}')).toBe(false);
  expect(matchesRe2('(a|b)*a(a|b){30}', `b${'a'.repeat(31)}`)).toBe(true);
  const each = [...'abcdefghijkl'].map((c): Pattern => ({ kind: 'expression', value: `/.*${c}.{5}` }));
  expect(each.filter((p) => p.kind === 'expression' && !hasAutomaton(p.value))).toEqual([]);
  expect(() => shortest('path', { in: [{ kind: 'all', of: each }] })).toThrow(/^the conditions `re2\(\/\.\*a\.\{5\}\) & .*` are too large to be compared with each other; write simpler or fewer expressions$/);
});
