import { invalid, text } from './arguments';

const CODE = 'invalid-path';

/** RFC 3986 `pchar` and `/`: anything else reaches a proxy percent-encoded. */
const PATH_CHARACTER = /^[A-Za-z0-9\-._~!$&'()+,;:@=/%]$/;
const UNRESERVED = /^[A-Za-z0-9\-._~]$/;

const refuse = (given: string, problem: string, repair: string): Error => invalid(CODE, `path \`${given}\` ${problem}`, repair);

/** A literal path or a part of one. `star` says what to write instead of a pattern. */
export function literal(given: string, star: string): string {
  if (given.includes('?')) throw refuse(given, 'has a query, which is removed before paths are compared', upTo(given, '?'));
  if (given.includes('#')) throw refuse(given, 'has a fragment, which no request carries', upTo(given, '#'));
  if (given.includes('*') && !given.includes('{')) throw refuse(given, 'has a `*`, which would be taken literally or as a pattern nobody wrote', star);
  if (/[{}]/.test(given)) throw refuse(given, 'has braces, which only a template may have', 'use `HttpPath.template` with `{*}` for one segment or `{**}` for any number');
  refuseRewritten(given);
  return given;
}

function upTo(given: string, mark: string): string {
  const rest = given.slice(0, given.indexOf(mark));
  return rest === '' ? 'give what the path itself ends with' : `write \`${rest}\``;
}

/** What every proxy rewrites before it compares, or a client never sends raw, can never match: a grant that looks given and is not. */
function refuseRewritten(given: string): void {
  if (given.includes('\\')) throw refuse(given, 'has a `\\`, which is rewritten to `/` before paths are compared', 'write `/`');
  for (const [escape] of given.matchAll(/%.{0,2}/g)) {
    if (!/^%[0-9A-Fa-f]{2}$/.test(escape)) throw refuse(given, `has \`${escape}\`, which is not an encoded character`, 'write `%25` for a percent sign');
    const decoded = String.fromCharCode(parseInt(escape.slice(1), 16));
    if (UNRESERVED.test(decoded)) throw refuse(given, `has \`${escape}\`, which is decoded before paths are compared`, `write \`${decoded}\``);
    if (escape === '%00') throw refuse(given, 'has `%00`, which proxies refuse', 'leave it out');
  }
  for (const character of given) {
    if (!PATH_CHARACTER.test(character) && character !== '*' && character !== '{' && character !== '}') {
      throw refuse(given, `has ${character === ' ' ? 'a space' : `\`${character}\``}, which clients send encoded`, `write \`${encodeURIComponent(character)}\``);
    }
  }
  if (given.split('/').some((segment) => /^\.{1,2}(;.*)?$/.test(segment))) {
    throw refuse(given, 'has a `.` or `..` segment, which is resolved before paths are compared', 'write the path it resolves to');
  }
}

export function absolute(value: unknown): string {
  const given = text('path', value, CODE);
  if (!given.startsWith('/')) throw refuse(given, 'must start with `/`', `write \`/${given.replace(/[?#].*/, '')}\``);
  return given;
}

export function exactPath(value: unknown): string {
  const given = absolute(value);
  return literal(given, suggestion(given));
}

/** What someone who wrote a star in a literal path probably meant. */
function suggestion(given: string): string {
  const base = given.slice(0, -2);
  if (given.endsWith('/*') && !base.includes('*')) {
    return base === '' ? 'leave `paths` out for every path' : `did you mean \`HttpPath.under('${base}')\` or \`HttpPath.prefix('${base}/')\``;
  }
  if (given.endsWith('*') && given.indexOf('*') === given.length - 1) return `did you mean \`HttpPath.prefix('${given.slice(0, -1)}')\``;
  return 'use `HttpPath.template` with `{*}` for one whole segment';
}

export function underPath(value: unknown): string {
  const given = literal(absolute(value), 'leave the star out: `under` has everything below already');
  if (given !== '/' && given.endsWith('/')) throw refuse(given, 'ends with `/`', `write \`${given.replace(/\/+$/, '')}\`, which has everything below, or use \`HttpPath.prefix\``);
  return given;
}

export function prefixPath(value: unknown): string {
  return literal(absolute(value), 'leave the star out: a prefix matches whatever follows');
}

export function suffixPath(value: unknown): string {
  return literal(text('path', value, CODE), 'leave the star out: a suffix matches whatever comes before');
}

/**
 * https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation: operators are whole segments, and `{**}` is the last.
 * Narrower than what Istio takes where Envoy would refuse the result or read it as something else.
 */
export function templatePath(value: unknown): string {
  const given = absolute(value);
  if (given.includes('?') || given.includes('#')) literal(given, '');
  refuseRewritten(given);
  let last = false;
  let operators = 0;
  // One `/` at the end is another path, as everywhere, and Envoy takes it for one. After `{**}` it would be one of many.
  const path = given.endsWith('/') && !given.endsWith('{**}/') ? given.slice(0, -1) : given;
  for (const segment of path.slice(1).split('/')) {
    const operator = segment === '{*}' || segment === '{**}';
    if (operator && last) throw refuse(given, `has \`${segment}\` after \`{**}\``, '`{**}` must be the last operator');
    if (operator) {
      operators++;
      last = segment === '{**}';
      continue;
    }
    if (/\{\*{1,2}\}/.test(segment)) throw refuse(given, `has an operator inside the segment \`${segment}\``, 'an operator must be a whole segment');
    if (/[{}]/.test(segment)) throw refuse(given, `has the segment \`${segment}\``, 'segments have no names: write `{*}` for one segment or `{**}` for any number');
    if (segment.includes('*')) throw refuse(given, `has a bare \`*\` in \`${segment}\``, 'write `{*}` for one segment or `{**}` for any number');
    // Istio takes `=` in a literal, Envoy's path templates do not: the whole configuration would be refused.
    if (segment.includes('=')) throw refuse(given, `has \`=\` in \`${segment}\``, 'a template cannot hold it: use `{*}` for this segment');
    if (segment === '') throw refuse(given, 'has an empty segment', 'leave out the double or last `/`');
  }
  if (operators === 0) throw refuse(given, 'has no operator', `write \`HttpPath.exact('${given}')\``);
  return given;
}
