import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const ROOT = join(__dirname, '../..');

interface Step {
  readonly id: string;
  readonly if?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;

type Outcome = 'success' | 'failure' | 'skipped';

export interface Ran {
  readonly ok: boolean;
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** With what other actions were used, by step. */
  readonly used: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
}

/** Where a job runs. */
export interface Job {
  readonly workspace: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** The context `github`, by dotted name. */
  readonly github: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Runs the steps of action.yml as a runner does a composite action, as far as it is used there: expressions of contexts and `==`, `always()`,
 * environment, outputs. https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#runs-for-composite-actions
 */
export async function runAction({ workspace, inputs, github, env }: Job): Promise<Ran> {
  const outcomes: Record<string, Outcome> = {};
  const used: Record<string, Readonly<Record<string, string>>> = {};
  const contexts: Record<string, string> = { ...prefixed('github', github) };
  for (const [name, { default: usual }] of Object.entries(action.inputs)) contexts[`inputs.${name}`] = inputs[name] ?? filled(usual, contexts);
  for (const name of Object.keys(inputs)) if (action.inputs[name] === undefined) throw new Error(`\`${name}\` is no input`);
  let log = '';
  let ok = true;
  for (const step of action.runs.steps) {
    const wanted = step.if === undefined ? ok : step.if === 'always()' || (ok && isTrue(step.if, contexts));
    let outcome: Outcome = 'skipped';
    if (wanted && step.uses !== undefined) {
      used[step.id] = Object.fromEntries(Object.entries(step.with ?? {}).map(([key, value]) => [key, filled(value, contexts)]));
      outcome = 'success';
    } else if (wanted) {
      if (step.shell !== 'bash' || step.run!.includes('${{')) throw new Error(`step \`${step.id}\` is for another shell, or has an expression in it`);
      const output = join(env.RUNNER_TEMP, `output-${step.id}`);
      writeFileSync(output, '');
      const own = Object.fromEntries(Object.entries(step.env ?? {}).map(([key, value]) => [key, filled(value, contexts)]));
      const ran = await bash(step.run!, workspace, { ...env, ...own, GITHUB_OUTPUT: output });
      log += ran.log;
      outcome = ran.exit === 0 ? 'success' : 'failure';
      for (const [, name, value] of readFileSync(output, 'utf8').matchAll(/^([^=]+)=(.*)$/gm)) contexts[`steps.${step.id}.outputs.${name}`] = value;
    }
    outcomes[step.id] = outcome;
    contexts[`steps.${step.id}.outcome`] = outcome;
    ok &&= outcome !== 'failure';
  }
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, filled(value, contexts)] as const);
  return { ok, outcomes, used, log, outputs: Object.fromEntries(outputs) };
}

/** As a runner calls it: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell */
function bash(script: string, cwd: string, env: Readonly<Record<string, string>>): Promise<{ readonly exit: number | null; readonly log: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], { cwd, env });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => void (log += chunk.toString()));
    child.on('error', reject);
    child.on('close', (exit) => resolve({ exit, log }));
  });
}

function prefixed(name: string, context: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [`${name}.${key}`, value]));
}

/** What no context has is empty. */
function filled(text: string, contexts: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{\{ ([\w.-]+) \}\}/g, (_, name: string) => contexts[name] ?? '');
}

function isTrue(condition: string, contexts: Readonly<Record<string, string>>): boolean {
  const [, name, value] = /^([\w.-]+) == '(.*)'$/.exec(condition) ?? [];
  if (name === undefined) throw new Error(`\`${condition}\` is not understood`);
  return (contexts[name] ?? '') === value;
}
