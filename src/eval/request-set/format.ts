import { setKey, EVERYTHING, fromBoxes } from './algebra';
import type { HttpBox } from './box';
import { compareText, patternText } from './pattern';
import { rawPath } from './reading';
import type { Box, HeaderSet, Opaque, Pattern, RequestSet, StringSet, TokenSet, TokenWitness, Witness } from './types';
import { ANY_HOST } from './universe';

/** For access tables and findings: `GET, HEAD /product/{*}`; several alternatives are joined with `; `. */
export function formatSet(set: RequestSet): string {
  const { boxes } = fromBoxes(set.boxes);
  if (boxes.length === 0) return 'nothing';
  if (setKey(set) === setKey(EVERYTHING)) return 'everything';
  return boxes.map(formatBox).join('; ');
}

function formatBox(box: Box): string {
  const parts = box.kind === 'bytes' ? ['bytes'] : httpParts(box);
  const conditions = [...conditionTexts(box.when, ''), ...conditionTexts(box.whenNot, 'not ')];
  return [...(parts.length === 0 ? ['any HTTP request'] : parts), ...(conditions.length > 0 ? [`if ${conditions.join(' and ')}`] : [])].join(' ');
}

function httpParts(box: HttpBox): readonly string[] {
  return [
    ...(box.methods === undefined ? [] : [formatStrings(box.methods, 'any method')]),
    ...(box.paths === undefined ? [] : [formatStrings(box.paths, 'any path')]),
    ...(box.hosts === undefined ? [] : [`host ${formatStrings(box.hosts, 'any')}`]),
    ...Object.entries(box.headers ?? {}).map(([name, values]) => formatHeader(name, values)),
    ...(box.token === undefined ? [] : [formatToken(box.token)]),
  ];
}

/** `with a token: iss https://idp.example, sub *, signed by key k1`. */
function formatToken({ at, key, claims = {} }: TokenSet): string {
  const parts = [
    ...Object.entries(claims).flatMap(([path, { has = [], hasNone }]) => [
      ...has.map((list) => `${claimText(path)} ${formatPatterns(path === '[aud]' ? bareAudiences(list) : list)}`),
      ...(hasNone === undefined ? [] : [`no ${claimText(path)} ${formatPatterns(hasNone)}`]),
    ]),
    ...(key === undefined ? [] : [`signed by ${formatStrings(key, 'any key')}`]),
    ...(at?.in === undefined && at?.notIn === undefined ? [] : at.in?.length === 0 ? [] : [`in ${formatStrings(at, 'any place')}`]),
  ];
  // What nobody looks at is no token to anybody.
  if (at?.absent && at.in === undefined && at.notIn !== undefined && parts.length === 1) return `without a token in ${formatPatterns(at.notIn)}`;
  const token = parts.length === 0 ? 'a token' : `a token: ${parts.join(', ')}`;
  if (at !== undefined && !at.absent) return `with ${token}`;
  return at?.in?.length === 0 ? 'without a token' : `without a token or with ${token}`;
}

/** An audience is compared in several spellings, of which one is enough to read. */
function bareAudiences(list: readonly Pattern[]): readonly Pattern[] {
  const values = new Set(list.flatMap((p) => (p.kind === 'exact' ? [p.value] : [])));
  const bare = (value: string): string => value.replace(/^https?:\/\//, '').replace(/\/$/, '');
  return list.filter((p) => p.kind !== 'exact' || bare(p.value) === p.value || !values.has(bare(p.value)));
}

/** One name stands without its brackets: `groups`, but `[realm][roles]`. */
function claimText(path: string): string {
  const raw = rawPath(path);
  return `${/^\[[^[\]]*\]$/.test(raw) ? raw.slice(1, -1) : raw}${path.slice(raw.length)}`;
}

function formatHeader(name: string, values: HeaderSet): string {
  const isThere = values.in === undefined && values.notIn === undefined;
  const present = values.in?.length === 0 ? undefined : `header ${name}: ${isThere ? '*' : formatStrings(values, 'any value')}`;
  if (!values.absent) return present!;
  return present === undefined ? `no header ${name}` : `${present} or none`;
}

function formatStrings(set: StringSet, every: string): string {
  const all = set.in === undefined ? every : formatPatterns(set.in);
  return set.notIn === undefined ? all : `${all} except ${formatPatterns(set.notIn)}`;
}

/** `/cart` and `/cart/*` stand together where both are there, as they were declared. */
function formatPatterns(patterns: readonly Pattern[]): string {
  return patterns.map(patternText).sort(compareText).join(', ');
}

function conditionTexts(conditions: readonly Opaque[] | undefined, before: string): readonly string[] {
  return (conditions ?? []).map((c) => `${before}${c.key}`);
}

/** `DELETE /admin/x`; the host only where it matters. */
export function formatWitness(w: Witness): string {
  const conditions = w.when.length > 0 ? [`where ${w.when.join(' and ')}`] : [];
  if (w.kind === 'bytes') return ['bytes that are not HTTP', ...conditions].join(' ');
  const headers = Object.entries(w.headers).map(([name, value]) => `${name}: ${value}`);
  return [
    `${w.method} ${w.path}`,
    ...(w.host === ANY_HOST ? [] : [`host ${w.host === '' ? '""' : w.host}`]),
    ...(headers.length > 0 ? [`with ${headers.join(', ')}`] : []),
    ...(w.token === undefined ? [] : [tokenText(w.token)]),
    ...conditions,
  ].join(' ');
}

function tokenText({ at, key, claims }: TokenWitness): string {
  const values = Object.entries(claims).map(([path, value]) => `${claimText(path)} ${[value].flat().join(' and ')}`);
  return `with a token (${[...values, `signed by ${key}`, `in ${at}`].join(', ')})`;
}
