import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { parse } from 'yaml';
import * as ts from 'typescript';
import * as library from '../../src';
import { inEmptyDirectory, readFiles } from '../golden/synthesize';
import { ROOT } from './snippets';

/** A page that shows a program of examples/ in its first `ts` block and what it prints, if there is a `text` block. */
export interface ProgramPage {
  readonly page: string;
  readonly program: string;
  /** What its `yaml` blocks show of the manifests, block by block: kind, namespace and name. */
  readonly shown: readonly (readonly string[])[];
  /** What the program reads, from its own directory; left out: nothing. */
  readonly reads?: readonly string[];
  /** Without what every object has: the owner annotation and the `managed-by` label. */
  readonly brief: boolean;
}

export const PROGRAM_PAGES: readonly ProgramPage[] = [
  {
    page: 'README.md',
    program: 'examples/quickstart/main.ts',
    shown: [['NetworkPolicy shop/catalog-ingress', 'AuthorizationPolicy shop/catalog-callers', 'Sidecar shop/frontend']],
    brief: false,
  },
  {
    page: 'docs/guide/ambient.md',
    program: 'examples/ambient/main.ts',
    shown: [
      ['Service shop/catalog', 'AuthorizationPolicy shop/catalog-waypoint', 'AuthorizationPolicy shop/catalog-callers', 'NetworkPolicy shop/catalog-ingress'],
      ['AuthorizationPolicy shop/redis-callers', 'NetworkPolicy shop/redis-ingress'],
      ['Gateway shop/waypoint', 'AuthorizationPolicy shop/waypoint-allow-nothing', 'NetworkPolicy shop/waypoint-ingress'],
      ['ServiceEntry egress/prices.example.com', 'AuthorizationPolicy egress/prices.example.com-callers', 'NetworkPolicy egress/waypoint-ingress'],
    ],
    brief: true,
  },
  {
    page: 'docs/guide/rollout.md',
    program: 'examples/rollout/main.ts',
    shown: [['PeerAuthentication shop/default', 'AuthorizationPolicy shop/allow-nothing', 'AuthorizationPolicy shop/catalog-callers', 'AuthorizationPolicy shop/catalog-callers-observed']],
    brief: true,
  },
  { page: 'docs/guide/guardrails.md', program: 'examples/guardrails/main.ts', shown: [], brief: true },
  {
    page: 'docs/guide/api-documents.md',
    program: 'examples/api-documents/main.ts',
    reads: ['catalog.yaml', 'orders.proto'],
    shown: [['AuthorizationPolicy shop/catalog-callers', 'AuthorizationPolicy shop/orders-callers']],
    brief: true,
  },
  { page: 'docs/guide/roles-and-conditions.md', program: 'examples/roles/main.ts', shown: [['AuthorizationPolicy shop/ledger-callers']], brief: true },
];

export function readPage({ page }: ProgramPage): string {
  return fs.readFileSync(path.join(ROOT, page), 'utf8');
}

/** The page with the blocks that its program makes. */
export function withOutput(page: ProgramPage): string {
  const program = fs.readFileSync(path.join(ROOT, page.program), 'utf8');
  const { report, manifests } = run(program, (page.reads ?? []).map((file) => path.join(ROOT, path.dirname(page.program), file)));
  const documents = new Map(manifests.split(/^---\n/m).filter((text) => text.trim() !== '').map((text) => {
    const { kind, metadata: { namespace, name } } = parse(text) as { kind: string; metadata: { namespace?: string; name: string } };
    return [`${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`, `${text.trimEnd()}\n`];
  }));
  const shown = page.shown.map((block) => block.map((wanted) => {
    const found = documents.get(wanted);
    if (found === undefined) throw new Error(`${page.program} emits no ${wanted}`);
    return page.brief ? brief(found) : found;
  }).join('---\n'));
  return replaceBlocks(readPage(page), { ts: [program], text: [`${report.trimEnd()}\n`], yaml: shown });
}

function brief(document: string): string {
  return document
    .replace(/^ {4}cdk8s-mesh-access\/owner: .*\n/m, '')
    .replace(/^ {2}annotations:\n(?! {4})/m, '')
    .replace(/^ {4}app\.kubernetes\.io\/managed-by: cdk8s-mesh-access\n/m, '')
    .replace(/^ {2}labels:\n(?! {4})/m, '');
}

/** The first blocks of each language with the given contents, in order; further ones stay as they are. */
function replaceBlocks(page: string, contents: Readonly<Record<string, readonly string[]>>): string {
  const next = new Map<string, number>();
  return page.replace(/^```(\w+)\n[\s\S]*?^```$/gm, (block, language: string) => {
    const index = next.get(language) ?? 0;
    next.set(language, index + 1);
    const content = contents[language]?.[index];
    return content === undefined ? block : `\`\`\`${language}\n${content}\`\`\``;
  });
}

/** Runs a program as it stands, in a directory that is empty but for what it reads. */
function run(program: string, files: readonly string[]): { readonly report: string; readonly manifests: string } {
  const { outputText } = ts.transpileModule(program, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const main = new Function('require', 'exports', 'console', outputText) as (require: (id: string) => unknown, exports: object, console: object) => void;
  const require_ = createRequire(__filename);
  const cwd = process.cwd();
  return inEmptyDirectory((directory) => {
    for (const file of files) fs.copyFileSync(file, path.join(directory, path.basename(file)));
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
