import type { IConstruct } from 'constructs';
import { AccessGraph } from '../../access-graph';
import { type GuardrailFinding, GuardrailSeverity, type IGuardrail } from '../../guardrail';
import { didYouMean } from '../../eval/ask/nearest';
import { isPast } from '../../model/in-force';
import type { FindingModel, GuardrailOutcome, SuppressionModel } from '../../model/guardrail';
import type { AccessModel } from '../../model/model';
import type { Problem } from '../../model/problem';
import { oneLine, show } from '../arguments';
import { byKey } from '../sorting';
import { graphData } from './graph-data';
import type { RegisteredGuardrail } from './registered';

interface Declared {
  readonly guardrails: readonly RegisteredGuardrail[];
  /** All of them, those that are past, too. */
  readonly suppressions: readonly SuppressionModel[];
  readonly root: IConstruct;
}

export interface GuardrailRun {
  readonly outcome: GuardrailOutcome;
  readonly problems: readonly Problem[];
}

/** What they find, and what of it counts: all of it that is an error and not suppressed. */
export function runGuardrails(model: AccessModel, declared: Declared): GuardrailRun {
  const { found, failures } = declared.guardrails.length === 0 ? { found: [], failures: [] } : ask(model, declared);
  const current = model.suppressions ?? [];
  const findings = byKey(found, (f) => [f.guardrail, f.construct, f.what, f.repair, f.severity].join('\n')).map((finding) => {
    const suppressedBy = current.find((s) => covers(s, finding));
    return suppressedBy === undefined ? finding : { ...finding, suppressedBy };
  });
  const unused = current.filter((s) => !found.some((finding) => covers(s, finding)));
  const past = declared.suppressions.filter((s) => isPast(model.mesh, s.expires));
  const counting = findings.filter((f) => f.severity === 'error' && f.suppressedBy === undefined);
  return {
    outcome: { guardrails: byKey(declared.guardrails.map(({ id, description }) => ({ id, description })), (g) => g.id), findings, unused },
    problems: [
      ...failures,
      ...withoutGuardrail(current, declared.guardrails),
      ...counting.map((finding) => problem(finding, past.find((s) => covers(s, finding)))),
    ],
  };
}

/** A typing error would leave what was meant to be an exception from a rule to nobody; one that is past is listed, and blocks nothing. */
function withoutGuardrail(suppressions: readonly SuppressionModel[], guardrails: readonly RegisteredGuardrail[]): readonly Problem[] {
  const ids = guardrails.map(({ id }) => id);
  return suppressions.filter(({ guardrail }) => !ids.includes(guardrail)).map(({ guardrail, construct }) => ({
    code: 'unknown-guardrail',
    construct,
    message: `\`${guardrail}\` is suppressed, and no guardrail of the App has that id`,
    repair: didYouMean(guardrail, ids, 'add it to the Mesh, or leave the suppression out'),
  }));
}

/** Every guardrail, whatever one of them says. */
function ask(model: AccessModel, { guardrails, root }: Declared): { readonly found: readonly FindingModel[]; readonly failures: readonly Problem[] } {
  const data = graphData(model);
  const failures: Problem[] = [];
  const found = guardrails.flatMap(({ id, guardrail }) => {
    try {
      return findingsOf(id, guardrail, AccessGraph._of(data), model.mesh.construct, root);
    } catch (error) {
      failures.push(failure(id, model.mesh.construct, error));
      return [];
    }
  });
  return { found, failures };
}

/** A suppression is of what is declared at its construct and below. */
function covers({ guardrail, construct }: SuppressionModel, finding: FindingModel): boolean {
  return guardrail === finding.guardrail && (construct === '' || finding.construct === construct || finding.construct.startsWith(`${construct}/`));
}

function problem({ guardrail, construct, what, repair }: FindingModel, past: SuppressionModel | undefined): Problem {
  const ended = past?.expires === undefined ? '' : ` (its suppression expired on \`${past.expires}\`)`;
  return { code: 'guardrail', construct, message: `\`${guardrail}\`: ${what}${ended}`, repair };
}

function failure(id: string, construct: string, error: unknown): Problem {
  const [why] = (error instanceof Error ? error.message : String(error)).split('\n');
  return {
    code: 'guardrail-failed',
    construct,
    message: `guardrail \`${id}\` failed, and what it would have found is not known: ${why}`,
    repair: 'correct it, or take it out on purpose',
  };
}

/** What it says is judged: it may be written in any language, without our types. */
function findingsOf(id: string, guardrail: IGuardrail, graph: AccessGraph, mesh: string, root: IConstruct): FindingModel[] {
  const found: unknown = guardrail.check(graph);
  if (!Array.isArray(found)) throw new Error(`it returned ${show(found)} instead of a list of findings`);
  return found.map((finding: Partial<GuardrailFinding> | undefined) => {
    const construct = finding?.construct ?? mesh;
    if (typeof construct !== 'string' || !isConstruct(root, construct)) throw new Error(`it found something at ${show(construct)}, which is no construct of this App`);
    const severity = finding?.severity ?? GuardrailSeverity.ERROR;
    if (!Object.values(GuardrailSeverity).includes(severity)) throw new Error(`it gave a finding the severity ${show(severity)}`);
    return { guardrail: id, severity, construct, what: words('what', finding?.what), repair: words('repair', finding?.repair) };
  });
}

function words(what: string, value: unknown): string {
  if (typeof value !== 'string' || oneLine(value) === '') throw new Error(`the \`${what}\` of a finding is ${value === '' ? 'empty' : show(value)}`);
  return oneLine(value);
}

function isConstruct(root: IConstruct, path: string): boolean {
  let at: IConstruct | undefined = root;
  for (const id of path === '' ? [] : path.split('/')) at = at?.node.tryFindChild(id);
  return at !== undefined;
}
