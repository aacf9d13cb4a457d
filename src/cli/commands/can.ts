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
  readonly header: readonly string[];
  readonly ip?: string;
  readonly json?: boolean;
}

const EXIT_OF: Readonly<Record<Answer, number>> = { allow: EXIT.OK, deny: EXIT.NO, undetermined: EXIT.UNDETERMINED };

/** Answers one question, layer by layer. */
export function canCommand(from: string, to: string, paths: readonly string[], options: MeshOptions & CanOptions, io: Io): number {
  const answer = understood(() => {
    const question = questionOf(from, to, options);
    return ask(readWorld(paths, settingsOf(options), io), question);
  });
  io.out(options.json ? canJson(answer) : canText(answer));
  return EXIT_OF[answer.answer];
}

function questionOf(from: string, to: string, { ip, method, path, host, header }: CanOptions): Question {
  const caller = parseCaller(from);
  const isHttp = method !== undefined || path !== undefined || host !== undefined || header.length > 0;
  const request = {
    ...(method !== undefined && { method }),
    ...(path !== undefined && { path }),
    ...(host !== undefined && { host }),
    headers: headersOf(header),
  };
  return {
    from: ip === undefined ? caller : { ...caller, ip: parseIp(ip) },
    to: parseTarget(to),
    ...(isHttp && { request }),
  };
}

/** A header that is given twice arrives joined, as a proxy joins it. */
function headersOf(header: readonly string[]): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const text of header) {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(text) ?? [];
    if (name === undefined) throw new InputError([`--header: not a header, got \`${text}\`; write \`name: value\``]);
    const key = name.trim().toLowerCase();
    headers[key] = headers[key] === undefined ? value : `${headers[key]},${value}`;
  }
  return headers;
}

function understood<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    throw new InputError(error.problems.map(({ message, repair }) => `${message}; ${repair}`));
  }
}
