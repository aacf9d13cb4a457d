import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { parse } from 'yaml';
import * as ts from 'typescript';
import * as library from '../../src';
import { inEmptyDirectory, readFiles } from '../golden/synthesize';
import { ROOT } from './snippets';

export const README = path.join(ROOT, 'README.md');

/** What the README shows of its first program's output. */
const SHOWN = ['NetworkPolicy catalog-ingress', 'AuthorizationPolicy catalog-callers', 'Sidecar frontend'];

/** The README with the blocks that its first program makes: the first `text` and the first `yaml` one. */
export function withOutput(readme: string): string {
  const program = /^```ts\n([\s\S]*?)^```$/m.exec(readme)?.[1];
  if (program === undefined) throw new Error('README.md has no program');
  const { report, manifests } = run(program);
  const documents = manifests.split(/^---\n/m).filter((text) => text.trim() !== '');
  const shown = SHOWN.map((wanted) => {
    const found = documents.find((text) => {
      const { kind, metadata } = parse(text) as { kind: string; metadata: { name: string } };
      return `${kind} ${metadata.name}` === wanted;
    });
    if (found === undefined) throw new Error(`the README's first program emits no ${wanted}`);
    return `${found.trimEnd()}\n`;
  });
  return block(block(readme, 'text', `${report.trimEnd()}\n`), 'yaml', shown.join('---\n'));
}

function block(readme: string, language: string, content: string): string {
  // A function, so that `$` in the content stands for itself.
  return readme.replace(new RegExp(`^\`\`\`${language}\n[\\s\\S]*?^\`\`\`$`, 'm'), () => `\`\`\`${language}\n${content}\`\`\``);
}

/** Runs a program as it stands, in an empty directory. */
function run(program: string): { readonly report: string; readonly manifests: string } {
  const { outputText } = ts.transpileModule(program, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const main = new Function('require', 'exports', 'console', outputText) as (require: (id: string) => unknown, exports: object, console: object) => void;
  const require_ = createRequire(__filename);
  const cwd = process.cwd();
  return inEmptyDirectory((directory) => {
    process.chdir(directory);
    try {
      const lines: string[] = [];
      main((id) => id === 'cdk8s-mesh-access' ? library : require_(id), {}, { log: (line: string) => lines.push(line) });
      const manifests = Object.values(readFiles(path.join(directory, 'dist'))).join('---\n');
      return { report: lines.join('\n'), manifests };
    } finally {
      process.chdir(cwd);
    }
  });
}

export function readReadme(): string {
  return fs.readFileSync(README, 'utf8');
}
