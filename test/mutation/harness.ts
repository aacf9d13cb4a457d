import { ApiObject, type App } from 'cdk8s';
import { buildWorld, type World } from '../../src/eval';
import { type Manifests, readObjects } from '../../src/manifest';
import { Mesh } from '../../src/mesh';
import type { AccessModel } from '../../src/model/model';
import { prove, type ProofInput, type ProofResult } from '../../src/proof';
import { assumedWorkloads, settingsOf } from '../../src/proof/settings';
import { type JsonObject, type Mutant, mutants } from './mutate';
import { type Questions, questionsAbout } from './oracle';

/** What a program declares and what it writes. */
export interface Subject {
  readonly model: AccessModel;
  readonly objects: readonly { readonly value: JsonObject; readonly construct: string }[];
}

export interface Figures {
  readonly mutants: number;
  /** Refuted, with a witness that the concrete evaluator confirmed. */
  readonly killed: number;
  /** No valid object any more: the API server, istiod or our reader would not have it. */
  readonly refused: number;
  /** Of an object of others, proved, and what acknowledged objects open is another list than before: every report shows it. */
  readonly listed: number;
  /** Proved, and every question is answered as before. */
  readonly equivalent: number;
  /** Questions asked to show the equivalence of each of those. */
  readonly questions: number;
  /** Neither: what the proof has missed. */
  readonly missed: readonly string[];
}

export function subjectOf(app: App): Subject {
  const mesh = app.node.findAll().find((c): c is Mesh => c instanceof Mesh);
  if (mesh === undefined) throw new Error('the App has no Mesh');
  const made = app.node.findAll().filter((c): c is ApiObject => ApiObject.isApiObject(c));
  return { model: mesh._synthesis.index().model, objects: made.map((o) => ({ value: o.toJson() as JsonObject, construct: o.node.path })) };
}

/** Which mutants: of every so many, one after the other, the first; or so many anywhere. */
export type Sample = { readonly every: number } | { readonly take: number; readonly random: () => number };

/** Every single-step mutation of every object, each proved: killed, refused, or shown to change nothing. */
export function survey({ model, objects }: Subject, sample: Sample = { every: 1 }): Figures {
  const { manifests: original, problems } = readObjects(objects);
  if (problems.length > 0) throw new Error(problems.map((p) => p.message).join('\n'));
  const asMade = prove({ model, manifests: original });
  // What is refuted to begin with kills every mutant.
  if (asMade.verdict === 'refuted') throw new Error(asMade.refutations.map((r) => r.text).join('\n'));
  const baseline = worldOf(model, original);
  const questions = questionsAbout(model, baseline.workloads, baseline);
  const before = questions.answers(baseline);
  const counts = { killed: 0, refused: 0, listed: 0, equivalent: 0 };
  const opened = JSON.stringify(asMade.opened);
  const missed: string[] = [];
  const all = sampled(mutants(objects.map((o) => o.value)), sample);
  for (const mutant of all) {
    const manifests = read(mutant, objects);
    if (manifests === undefined) {
      counts.refused++;
      continue;
    }
    const result = proved(mutant, { model, manifests });
    const { verdict, refutations } = result;
    if (verdict === 'refuted' && refutations.length > 0) counts.killed++;
    else if (JSON.stringify(result.opened) !== opened && !isOurs(objects[mutant.at].value)) counts.listed++;
    else if (sameAccess(model, manifests, questions, before)) counts.equivalent++;
    else missed.push(mutant.name);
  }
  return { mutants: all.length, ...counts, questions: questions.count, missed };
}

function sampled(all: readonly Mutant[], sample: Sample): readonly Mutant[] {
  if ('every' in sample) return all.filter((_, i) => i % sample.every === 0);
  return Array.from({ length: sample.take }, () => all[Math.floor(sample.random() * all.length)]);
}

/**
 * The proof puts every witness to the concrete evaluator and throws when that disagrees. Its first step may say no more than the second:
 * without it the same is found, in the same words.
 */
function proved(mutant: Mutant, input: ProofInput): ProofResult {
  try {
    const result = prove(input);
    const thorough = prove(input, { knockAtAll: true });
    if (found(result) !== found(thorough)) throw new Error('the two steps of the proof disagree');
    return result;
  } catch (error) {
    throw new Error(mutant.name, { cause: error });
  }
}

function isOurs({ metadata }: JsonObject): boolean {
  return (metadata as { readonly labels?: Readonly<Record<string, string>> }).labels?.['app.kubernetes.io/managed-by'] === 'cdk8s-mesh-access';
}

function found({ refutations, opened }: ProofResult): string {
  return JSON.stringify([refutations, opened]);
}

function sameAccess(model: AccessModel, manifests: Manifests, questions: Questions, before: string): boolean {
  return questions.answers(worldOf(model, manifests)) === before;
}

export function worldOf(model: AccessModel, manifests: Manifests): World {
  return buildWorld(manifests, settingsOf(model), assumedWorkloads(model, manifests));
}

/** All objects with the mutant among them, read as one: what is said of one may stand in another. Undefined: refused. */
export function read({ at, value }: Mutant, objects: Subject['objects']): Manifests | undefined {
  const { manifests, problems } = readObjects(objects.flatMap((o, i) => (i !== at ? [o] : value === undefined ? [] : [{ ...o, value }])));
  return problems.length > 0 ? undefined : manifests;
}
