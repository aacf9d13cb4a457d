import type { IConstruct } from 'constructs';
import { checkModel } from '../check';
import { indexModel } from '../model/index-model';
import type { ModelIndex } from '../model/model-index';
import { formatProblem } from '../model/problem';
import { WAVE_LABEL } from '../model/delivery';
import { prove as proveManifests, type ProofResult } from '../proof';
import {
  declaredTable, exemptionsText, formatAccessTable, guardrailsText, proofText, emergenciesText, rolesPage, rolesText, routesText, stewardshipText,
} from '../report';
import { rootProblems } from '../resolve/adoption/complain';
import { resolve, type Resolution } from '../resolve/resolve';
import { invalid } from './arguments';
import { acknowledgementProblems } from './acknowledge';
import { accountsTwice } from './accounts-twice';
import { type GuardrailRun, runGuardrails } from './guardrails/run';
import { contractOf } from '../contract/write';
import { defaultOutputDirectory, json, writeFiles } from './outputs/directory';
import { contractFacts } from './outputs/contract-facts';
import { exceptionsFile } from './outputs/exceptions-file';
import { fluxFile } from './outputs/flux-file';
import { guardrailsFile } from './outputs/guardrails-file';
import { indexFile } from './outputs/index-file';
import { proofFile, refutationLine } from './outputs/proof-file';
import { rolesFile } from './outputs/roles-file';
import { requirementsFile } from './outputs/requirements-file';
import { objectsOfOthers } from './objects-of-others';
import { apiObjects, type AppReading, readApp, readAppFacts, readOver, type ReadBack } from './read-back';
import type { Registry } from './registry';
import { Rendered } from './rendered';
import { compare } from './sorting';

export interface SynthesisOptions {
  readonly existingManifests: readonly string[];
  readonly prove: boolean;
  readonly outputDirectory: string | undefined;
}

interface Resolved extends Resolution {
  readonly version: number;
  readonly index: ModelIndex;
  /** Asked once per version of the graph, when somebody wants to know. */
  guardrails?: GuardrailRun;
}

/** One synth. */
interface Run {
  readonly rendered: Rendered;
  judged?: Judgement & { readonly state: string };
}

interface Judgement {
  /** What forbids writing. */
  readonly lines: readonly string[];
  /** Undefined: it did not come to that. */
  readonly proof?: ProofResult;
}

export interface SynthesisReport {
  readonly proof: ProofResult;
  readonly accessTable: string;
  readonly text: string;
}

/** From declarations to a verdict: resolve, check, refuse, read back, prove. */
export class Synthesis {
  private resolved: Resolved | undefined;
  private run: Run | undefined;

  constructor(private readonly registry: Registry, private readonly root: IConstruct, private readonly options: SynthesisOptions) {}

  /** The model for rendering, resolved once per version of the graph. What could not be resolved is not rendered. */
  public index(): ModelIndex {
    const { index, problems } = this.resolve();
    if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
    return index;
  }

  /** One line for each thing wrong; nothing: the App may be written. */
  public validate(): string[] {
    return [...this.judgement().lines];
  }

  private judgement(): Judgement {
    const { run, options: { prove } } = this;
    if (run === undefined) return this.judge(prove);
    // The first validation is before anything is written; what changes later is refused at the end.
    run.judged ??= { ...this.judge(prove, run.rendered), state: this.state() };
    return run.judged;
  }

  /** Within one synth the App is judged once, however often cdk8s validates it; outside of one, every time. */
  public once<T>(synth: () => T, then: (proof: ProofResult | undefined) => void = () => undefined): T {
    const run: Run = { rendered: new Rendered() };
    this.run = run;
    try {
      const result = synth();
      this.refuseLateChange(run);
      then(run.judged?.proof);
      return result;
    } finally {
      run.rendered.release();
      this.run = undefined;
    }
  }

  /** After a synth that succeeded: what is no manifest. */
  public writeOutputs(outdir: string, proof: ProofResult | undefined): void {
    const { model } = this.index();
    const objects = apiObjects(this.root);
    writeFiles(this.options.outputDirectory ?? defaultOutputDirectory(outdir), {
      'access.txt': `${emergenciesText(model)}${formatAccessTable(declaredTable(model))}`,
      'contract.json': json({ ...contractOf(model, contractFacts(objects, proof)) }),
      'exceptions.json': json(exceptionsFile(model, proof)),
      'proof.json': proof === undefined ? undefined : json(proofFile(proof)),
      'guardrails.json': guardrailsFile(this.guardrails().outcome),
      'index.json': json({ ...indexFile(model, { objects, existingManifests: this.options.existingManifests, proof }) }),
      'roles.json': model.roles === undefined ? undefined : json(rolesFile(model)),
      'roles.txt': model.roles === undefined ? undefined : rolesPage(model),
      'flux-kustomizations.yaml': this.fluxKustomizations(),
      'requirements.yaml': requirementsFile(model),
    });
  }

  private fluxKustomizations(): string | undefined {
    const { delivery } = this.registry.mesh;
    if (delivery?.tool !== 'flux' || delivery.kustomizations === undefined) return undefined;
    return fluxFile(delivery.kustomizations, new Set(apiObjects(this.root).flatMap((o) => o.metadata.getLabel(WAVE_LABEL) ?? [])));
  }

  /** What was declared while cdk8s was writing is in some files and not in others, and nothing judged it. */
  private refuseLateChange({ judged }: Run): void {
    if (judged !== undefined && judged.state !== this.state()) {
      throw invalid('changed-during-synth', 'something was declared while the App was being written', 'declare it before `synth`');
    }
  }

  /** Differs when something was declared or added to the tree. */
  private state(): string {
    return `${this.registry.version} ${this.root.node.findAll().length}`;
  }

  /** The verdict on the App as it stands, be it a refutation. */
  public report(): SynthesisReport {
    const { lines, proof } = this.judge(true);
    if (proof === undefined) throw new Error(lines.join('\n'));
    const { model } = this.index();
    const accessTable = formatAccessTable(declaredTable(model));
    const roles = model.roles === undefined ? '' : `\n${rolesText(model)}`;
    const others = `${roles}${stewardshipText(model)}${exemptionsText(model)}${guardrailsText(this.guardrails().outcome)}`;
    return { proof, accessTable, text: `${emergenciesText(model)}${proofText(proof)}\n${routesText(model)}${accessTable}${others}` };
  }

  private judge(prove: boolean, rendered?: Rendered): Judgement {
    const objects = apiObjects(this.root);
    const wrong = this.declarationProblems(rendered, objects);
    if (wrong.length > 0 || !prove) return { lines: wrong };
    const { manifests, replaced = [], problems } = this.readBack(rendered, objects);
    if (problems.length > 0) return { lines: problems };
    const { model } = this.index();
    const mistaken = acknowledgementProblems(model, manifests);
    if (mistaken.length > 0) return { lines: mistaken.map(formatProblem) };
    const proof = proveManifests({ model, manifests, replaced });
    return { lines: proof.refutations.map((r) => refutationLine(r, this.registry.mesh.construct)), proof };
  }

  /** Every object that the cluster will hold, ours or not: what the proof and assertions are about. */
  public readBack(rendered?: Rendered, objects = apiObjects(this.root)): ReadBack {
    const app = readApp(objects, rendered && ((object) => rendered.of(object)));
    const all = readOver(this.options.existingManifests, app.manifests);
    return { ...all, problems: [...app.problems, ...all.problems] };
  }

  /** All that is wrong with what was declared, whichever step finds it: nobody wants to hear it one by one. */
  public declarationProblems(rendered?: Rendered, objects = apiObjects(this.root)): string[] {
    const app = this.readFacts(rendered, objects);
    const { problems, index, incomplete } = this.resolve(app);
    const { problems: unwanted } = this.guardrails();
    const taken = [...objectsOfOthers(objects, index.model, this.registry.contracts), ...accountsTwice(objects, index.model.services)];
    const judged = rootProblems([...checkModel(index, app), ...this.registry.platform.refuse(index)], incomplete);
    const found = [...problems, ...judged, ...unwanted, ...taken].map(formatProblem);
    return [...new Set([...found, ...app.problems])].sort(compare);
  }

  private guardrails(): GuardrailRun {
    const resolved = this.resolve();
    const { guardrails, suppressions } = this.registry;
    return resolved.guardrails ??= runGuardrails(resolved.index.model, { guardrails, suppressions, root: this.root });
  }

  private readFacts(rendered?: Rendered, objects = apiObjects(this.root)): AppReading {
    return readAppFacts(objects, this.registry.adopts, rendered && ((object) => rendered.of(object)));
  }

  /** `app`: as it has just been read. What is adopted changes without a declaration of ours. */
  private resolve(app?: AppReading): Resolved {
    const { version } = this.registry;
    // Asked for by each object that is rendered.
    if (this.resolved?.version === version && app === undefined) return this.resolved;
    const { adopts } = this.registry;
    if (this.resolved?.version !== version || adopts) {
      const resolution = resolve(this.registry, adopts ? app ?? this.readFacts() : undefined);
      this.resolved = { ...resolution, version, index: indexModel(resolution.model) };
    }
    return this.resolved;
  }
}
