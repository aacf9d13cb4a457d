import type { IConstruct } from 'constructs';
import { checkModel } from '../check';
import { indexModel } from '../model/index-model';
import type { ModelIndex } from '../model/model-index';
import { formatProblem } from '../model/problem';
import { declaredTable, formatAccessTable } from '../report';
import { resolve, type Resolution } from '../resolve/resolve';
import { invalid } from './arguments';
import { contractFile } from './outputs/contract-file';
import { defaultOutputDirectory, json, writeFiles } from './outputs/directory';
import { indexFile } from './outputs/index-file';
import { requirementsFile } from './outputs/requirements-file';
import { apiObjects, readApp, readWorkloads } from './read-back';
import type { Registry } from './registry';
import { compare } from './sorting';

export interface SynthesisOptions {
  readonly existingManifests: readonly string[];
  readonly prove: boolean;
  readonly outputDirectory: string | undefined;
}

interface Resolved extends Resolution {
  readonly version: number;
  readonly index: ModelIndex;
}

/** One synth. */
interface Run {
  judged?: { readonly version: number; readonly lines: readonly string[] };
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
    if (this.run === undefined) return this.judge();
    if (this.run.judged?.version !== this.registry.version) this.run.judged = { version: this.registry.version, lines: this.judge() };
    return [...this.run.judged.lines];
  }

  /** Within one synth the App is judged once, however often cdk8s validates it; outside of one, every time. */
  public once<T>(synth: () => T): T {
    const run: Run = {};
    this.run = run;
    try {
      const result = synth();
      this.refuseLateChange(run);
      return result;
    } finally {
      this.run = undefined;
    }
  }

  /** After a synth that succeeded: what is no manifest. */
  public writeOutputs(outdir: string): void {
    const { model } = this.index();
    writeFiles(this.options.outputDirectory ?? defaultOutputDirectory(outdir), {
      'access.txt': formatAccessTable(declaredTable(model)),
      'contract.json': json(contractFile(model)),
      'index.json': json(indexFile(model, apiObjects(this.root))),
      'requirements.yaml': requirementsFile(model.mesh),
    });
  }

  /** What was declared while cdk8s was writing is in some files and not in others, and nothing judged it. */
  private refuseLateChange({ judged }: Run): void {
    if (judged !== undefined && judged.version !== this.registry.version) {
      throw invalid('changed-during-synth', 'something was declared while the App was being written', 'declare it before `synth`');
    }
  }

  private judge(): string[] {
    const wrong = this.declarationProblems();
    if (wrong.length > 0 || !this.options.prove) return wrong;
    const app = readApp(this.root);
    return [...app.problems];
  }

  /** All that is wrong with what was declared, whichever step finds it: nobody wants to hear it one by one. */
  private declarationProblems(): string[] {
    const { problems, index } = this.resolve();
    const { workloads, problems: unreadable } = readWorkloads(this.root);
    const found = [...problems, ...checkModel(index, workloads), ...this.registry.platform.refuse(index)].map(formatProblem);
    return [...new Set([...found, ...unreadable])].sort(compare);
  }

  private resolve(): Resolved {
    const { version } = this.registry;
    if (this.resolved?.version !== version) {
      const resolution = resolve(this.registry);
      this.resolved = { ...resolution, version, index: indexModel(resolution.model) };
    }
    return this.resolved;
  }
}
