import type { RuleRef } from '../eval/types';
import type { World } from '../eval/world';
import type { ManifestObject, Placed } from '../manifest/manifests';
import { formatPath, parsePath } from '../manifest/schema/path';
import type { AuditRule, Severity } from './rule';
import { RULES } from './rules';
import { subjectOf } from './subject';

export interface AuditFinding {
  readonly rule: AuditRule;
  readonly severity: Severity;
  readonly at: RuleRef;
  readonly file?: string;
  readonly line?: number;
  readonly message: string;
  readonly repair: string;
}

/** What every rule finds, in the order of files and lines. */
export function audit(world: World, objects: readonly ManifestObject[], rules: readonly AuditRule[] = RULES): readonly AuditFinding[] {
  const subject = subjectOf(world, objects);
  const all: readonly Placed[] = [...objects, ...world.linkerd.policies];
  const order = new Map(all.map((o, i) => [o, i]));
  const findings = rules.flatMap((rule) => [...rule.find(subject)].map(({ at, message, repair }): AuditFinding => {
    const { file } = at.source.origin;
    const line = lineOf(at);
    return {
      rule, severity: rule.severity, at, message, repair: repair ?? rule.repair,
      ...(file === undefined ? {} : { file }),
      ...(line === undefined ? {} : { line }),
    };
  }));
  const place = ({ at }: AuditFinding): number => order.get(at.source) ?? all.length;
  return findings.sort((a, b) => place(a) - place(b) || (a.line ?? 0) - (b.line ?? 0));
}

/** Of the key itself, or of the nearest one around it. */
function lineOf({ source, path }: RuleRef): number | undefined {
  const steps = parsePath(path) ?? [];
  for (let length = steps.length; length > 0; length--) {
    const line = source.lineOf?.(formatPath(steps.slice(0, length)));
    if (line !== undefined) return line;
  }
  return source.origin.line;
}
