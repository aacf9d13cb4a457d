import { RULES } from '../audit';
import type { Suppression } from '../audit/suppression';
import { didYouMean } from '../eval/ask/nearest';
import type { ManifestProblem } from '../manifest/manifests';
import { isDay } from '../model/in-force';
import { type Field, mapped } from './field';
import { yamlFile } from './yaml-file';

const KEYS = ['rule', 'object', 'reason', 'expires'] as const;

/** Reads a file of suppressions; `asOf` must be known where one of them expires. */
export function readSuppressions(file: string, text: string, asOf: string | undefined, problems: ManifestProblem[]): readonly Suppression[] {
  const fields = yamlFile(file, text, 'bad-suppression', problems)?.mapping(['suppressions']);
  const list = fields?.get('suppressions');
  return list?.list()?.flatMap((field) => readOne(field, asOf) ?? []) ?? [];
}

function readOne(field: Field, asOf: string | undefined): Suppression | undefined {
  const fields = field.mapping(KEYS);
  if (fields === undefined) return undefined;
  for (const key of ['rule', 'reason']) {
    if (!fields.has(key)) field.fail(`\`${key}\` is missing`, key === 'rule' ? 'name the rule that is suppressed' : 'say why it is right as it is');
  }
  const rule = mapped(fields.get('rule'), readRule);
  const object = fields.get('object')?.string();
  const reason = fields.get('reason')?.string();
  const expires = mapped(fields.get('expires'), (f) => readDay(f, asOf));
  if (rule === undefined || reason === undefined) return undefined;
  return { rule, reason, line: field.line, ...(object === undefined ? {} : { object }), ...(expires === undefined ? {} : { expires }) };
}

function readRule(field: Field): string | undefined {
  const id = field.string();
  if (id === undefined || RULES.some((r) => r.id === id)) return id;
  return field.fail(`\`${id}\` is no rule`, didYouMean(id, RULES.map((r) => r.id), '`mesh-access audit --rules` lists them'));
}

function readDay(field: Field, asOf: string | undefined): string | undefined {
  const value = field.string();
  if (value === undefined) return undefined;
  if (!isDay(value)) return field.fail(`\`${value}\` is no day of the calendar`, 'write it like `2027-06-30`');
  return asOf === undefined ? field.fail('expires, and which day it is was not said', 'give `--as-of`, as in `--as-of $(date -u +%F)`') : value;
}
