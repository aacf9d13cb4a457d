import { audit, type AuditRule, RULES, type Severity } from '../../audit';
import { suppress, type Suppression } from '../../audit/suppression';
import { readSuppressions } from '../../cases/suppressions';
import { buildWorld } from '../../eval';
import { didYouMean } from '../../eval/ask/nearest';
import { formatManifestProblem, type ManifestProblem } from '../../manifest';
import { LINKERD_CONCERN } from '../../manifest/linkerd/kinds';
import { THROUGH_GATEWAYS } from '../../manifest/validate/ingress-routes';
import { isDay } from '../../model/in-force';
import { textOf } from '../input';
import { EXIT, InputError, type Io } from '../io';
import { settingsOf, type MeshOptions, type OutputOptions } from '../options';
import { auditJson } from '../output/audit/json';
import { auditJunit } from '../output/audit/junit';
import { auditMarkdown } from '../output/audit/markdown';
import { type AuditResult, isFailing } from '../output/audit/result';
import { auditSarif } from '../output/audit/sarif';
import { auditText } from '../output/audit/text';
import { ruleList, ruleText } from '../output/audit/rules';
import { readManifests } from '../world';

export const AUDIT_FORMATS = { text: auditText, json: auditJson, sarif: auditSarif, junit: auditJunit, markdown: auditMarkdown } as const;

export interface AuditOptions extends MeshOptions, OutputOptions<keyof typeof AUDIT_FORMATS> {
  readonly failOn: Severity;
  readonly suppressions?: string;
  readonly asOf?: string;
  readonly explain?: string;
  readonly rules?: boolean;
}

/** Looks for known traps. What was asked of the rules themselves needs no manifests. */
export function auditCommand(paths: readonly string[], options: AuditOptions, version: string, io: Io): number {
  if (options.explain !== undefined || options.rules) {
    io.out(options.explain === undefined ? ruleList(RULES) : ruleText(ruleNamed(options.explain)));
    return EXIT.OK;
  }
  const suppressions = suppressionsOf(options);
  const settings = settingsOf(options, io);
  const manifests = readManifests(paths, io, LINKERD_CONCERN, THROUGH_GATEWAYS);
  io.stage?.('audit');
  const { open, suppressed, expired, unused } = suppress(audit(buildWorld(manifests, settings), manifests.objects), suppressions, options.asOf);
  for (const s of expired) io.err(`${options.suppressions}:${s.line}: the suppression of \`${s.rule}\` held until \`${s.expires}\`\n`);
  for (const s of unused) io.err(`${options.suppressions}:${s.line}: nothing is found that the suppression of \`${s.rule}\` is about\n`);
  const result: AuditResult = { rules: RULES, findings: open, suppressed, failOn: options.failOn, version };
  io.out(AUDIT_FORMATS[options.format](result, io.paint));
  return open.some((finding) => isFailing(finding, result)) ? EXIT.NO : EXIT.OK;
}

function ruleNamed(id: string): AuditRule {
  const rule = RULES.find((r) => r.id === id);
  if (rule === undefined) throw new InputError([`\`${id}\` is no rule; ${didYouMean(id, RULES.map((r) => r.id), '`mesh-access audit --rules` lists them')}`]);
  return rule;
}

function suppressionsOf({ suppressions: file, asOf }: AuditOptions): readonly Suppression[] {
  if (asOf !== undefined && !isDay(asOf)) throw new InputError([`--as-of \`${asOf}\` is no day of the calendar; write it like \`2027-06-30\``]);
  if (file === undefined) return [];
  const problems: ManifestProblem[] = [];
  const read = readSuppressions(file, textOf(file, 'name a file of suppressions'), asOf, problems);
  if (problems.length > 0) throw new InputError(problems.map(formatManifestProblem));
  return read;
}
