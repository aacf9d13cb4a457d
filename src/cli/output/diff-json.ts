import { countsOf, type AccessDiff, type Because } from '../../diff';
import { ruleJson } from './answer-json';

/** `schema/access-diff.schema.json`. */
export function diffJson(diff: AccessDiff): string {
  const { callees, externals, workloads } = diff;
  const result = {
    schema: 'cdk8s-mesh-access/access-diff',
    version: 1,
    ...countsOf(diff),
    callees: callees.map((callee) => ({
      ...callee,
      changes: callee.changes.map((change) => ({
        ...change,
        steps: change.steps.map((step) => ({ ...step, witness: { ...step.witness, because: step.witness.because.map(becauseJson) } })),
      })),
    })),
    externals: externals.map((external) => ({ ...external, because: external.because.map(becauseJson) })),
    workloads,
  };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}

function becauseJson({ rules, ...because }: Because): object {
  return { ...because, rules: rules.map(ruleJson) };
}
