import { ask, parseCaller, parseIp, parseTarget, QuestionError, type Question } from '../../eval/ask';
import type { Answer } from '../../eval/types';
import { EXIT, InputError, type Io } from '../io';
import { settingsOf, type MeshOptions } from '../options';
import { canJson } from '../output/can-json';
import { canText } from '../output/can-text';
import { readWorld } from '../world';

export interface CanOptions {
  readonly method?: string;
  readonly path?: string;
  readonly host?: string;
  readonly header?: readonly string[];
  readonly ip?: string;
  readonly json?: boolean;
}

const EXIT_OF: Readonly<Record<Answer, number>> = { allow: EXIT.OK, deny: EXIT.NO, undetermined: EXIT.UNDETERMINED };

/** Answers one question, layer by layer. */
export function canCommand(from: string, to: string, paths: readonly string[], options: MeshOptions & CanOptions, io: Io): number {
  const question = questionOf(from, to, options);
  const world = readWorld(paths, settingsOf(options), io);
  const problems: string[] = [];
  const answer = understood(problems, () => ask(world, question));
  if (answer === undefined) throw new InputError(problems);
  io.out(options.json ? canJson(answer) : canText(answer));
  return EXIT_OF[answer.answer];
}

function questionOf(from: string, to: string, { ip, method, path, host, header }: CanOptions): Question {
  const problems: string[] = [];
  const caller = understood(problems, () => parseCaller(from));
  const target = understood(problems, () => parseTarget(to));
  const address = ip === undefined ? undefined : understood(problems, () => parseIp(ip));
  const headers = header === undefined ? undefined : headersOf(header, problems);
  if (caller === undefined || target === undefined || problems.length > 0) throw new InputError(problems);
  const request = {
    ...(method !== undefined && { method }),
    ...(path !== undefined && { path }),
    ...(host !== undefined && { host }),
    ...(headers !== undefined && { headers }),
  };
  return {
    from: address === undefined ? caller : { ...caller, ip: address },
    to: target,
    ...(Object.keys(request).length > 0 && { request }),
  };
}

/** A header that is given twice arrives joined, as a proxy joins it. */
function headersOf(header: readonly string[], problems: string[]): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const text of header) {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(text) ?? [];
    if (name === undefined) {
      problems.push(`not a header, got \`${text}\`; write \`name: value\``);
      continue;
    }
    const key = name.trim().toLowerCase();
    headers[key] = headers[key] === undefined ? value : `${headers[key]},${value}`;
  }
  return headers;
}

function understood<T>(problems: string[], run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    problems.push(...error.problems.map(({ message, repair }) => `${message}; ${repair}`));
    return undefined;
  }
}
