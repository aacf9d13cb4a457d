import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCli } from '../../src/cli/program';

export const transcripts = readdirSync(__dirname).filter((name) => name.endsWith('.txt')).sort();

/** What a text file of this folder says: a sentence, the files of its own, a command line, and what comes of it. */
export interface Transcript {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly command: string;
}

export function parseTranscript(text: string): Transcript {
  const [title, ...parts] = text.split(/^--- /m);
  const sections = new Map(parts.map((part) => {
    const end = part.indexOf('\n');
    return [part.slice(0, end), part.slice(end + 1)];
  }));
  const files = [...sections].filter(([name]) => name.startsWith('file ')).map(([name, content]) => [name.slice('file '.length), content]);
  const command = sections.get('command')?.trim();
  if (command === undefined) throw new Error('the transcript has no command');
  return { title: title.trim(), files: Object.fromEntries(files), stdin: sections.get('stdin'), command };
}

/** Runs the command where its files and the shop's are, and gives the transcript as it comes out. */
export async function runTranscript({ title, files, stdin, command }: Transcript): Promise<string> {
  const [program, ...argv] = wordsOf(command);
  if (program !== 'mesh-access') throw new Error(`the command is of \`${program}\``);
  const before = process.cwd();
  const directory = mkdtempSync(join(tmpdir(), 'mesh-access-'));
  try {
    cpSync(join(__dirname, 'shop'), join(directory, 'shop'), { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), content);
    }
    process.chdir(directory);
    let stdout = '';
    let stderr = '';
    const exit = await runCli(argv, { out: (text) => void (stdout += text), err: (text) => void (stderr += text), stdin: () => Buffer.from(stdin ?? '') });
    const parts = Object.entries(files).map(([name, content]) => `--- file ${name}\n${content}`);
    const given = stdin === undefined ? '' : `--- stdin\n${stdin}`;
    return [`${title}\n\n`, ...parts, given, `--- command\n${command}\n--- exit\n${exit}\n--- stdout\n${stdout}--- stderr\n${stderr.replaceAll(process.cwd(), '<here>')}`].join('');
  } finally {
    process.chdir(before);
    rmSync(directory, { recursive: true });
  }
}

/** Words, of which single quotes make one. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
}
