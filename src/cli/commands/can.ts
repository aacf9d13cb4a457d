import { ask, parseCaller, parseIp, parsePlace, parseTarget, QuestionError, tokenOf, type Question, type TokenQuestion } from '../../eval/ask';
import type { Answer, Token } from '../../eval/types';
import { THROUGH_GATEWAYS } from '../../manifest/validate/ingress-routes';
import { EXIT, InputError, type Io } from '../io';
import { settingsOf, type MeshOptions, type OutputOptions } from '../options';
import { canJson } from '../output/can-json';
import { canText } from '../output/can-text';
import { readWorld } from '../world';

export interface CanOptions extends OutputOptions<'text' | 'json'> {
  readonly method?: string;
  readonly path?: string;
  readonly host?: string;
  readonly header?: readonly string[];
  readonly tokenIssuer?: string;
  readonly tokenSubject?: string;
  readonly tokenAudience?: readonly string[];
  readonly claim?: readonly string[];
  readonly invalidToken?: boolean;
  readonly ip?: string;
  readonly port?: string;
  readonly via?: string;
  /** With the rules of every layer. */
  readonly explain?: boolean;
}

const EXIT_OF: Readonly<Record<Answer, number>> = { allow: EXIT.OK, deny: EXIT.NO, undetermined: EXIT.UNDETERMINED };

/** Answers one question, layer by layer. */
export function canCommand(from: string, to: string, paths: readonly string[], options: MeshOptions & CanOptions, io: Io): number {
  const question = questionOf(from, withPort(to, options.port), options);
  const world = readWorld(paths, settingsOf(options, io), io, question.via && THROUGH_GATEWAYS);
  const problems: string[] = [];
  const answer = understood(problems, () => ask(world, question));
  if (answer === undefined) throw new InputError(problems);
  io.out(options.format === 'json' ? canJson(answer) : canText(answer, options.explain === true, io.paint));
  return EXIT_OF[answer.answer];
}

/** A port that is said in both ways is an error of the target. */
function withPort(to: string, port: string | undefined): string {
  return port === undefined ? to : `${to}:${port}`;
}

function questionOf(from: string, to: string, options: CanOptions): Question {
  const { ip, method, path, host, header, via } = options;
  const problems: string[] = [];
  const caller = understood(problems, () => parseCaller(from));
  const target = understood(problems, () => parseTarget(to));
  const gateway = via === undefined ? undefined : understood(problems, () => parsePlace(via));
  const address = ip === undefined ? undefined : understood(problems, () => parseIp(ip));
  const headers = header === undefined ? undefined : headersOf(header, problems);
  const token = tokenFrom(options, problems);
  if (caller === undefined || target === undefined || problems.length > 0) throw new InputError(problems);
  const request = {
    ...(method !== undefined && { method }),
    ...(path !== undefined && { path }),
    ...(host !== undefined && { host }),
    ...(headers !== undefined && { headers }),
    ...(token !== undefined && { token }),
  };
  return {
    from: address === undefined ? caller : { ...caller, ip: address },
    to: target,
    ...(gateway !== undefined && { via: gateway }),
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

/** Any of its options makes a token, which is then valid unless it is said to be none. */
function tokenFrom({ tokenIssuer, tokenSubject, tokenAudience, claim, invalidToken }: CanOptions, problems: string[]): Token | undefined {
  if ([tokenIssuer, tokenSubject, tokenAudience, claim, invalidToken].every((option) => option === undefined)) return undefined;
  return tokenOf({
    ...(invalidToken && { valid: false }),
    ...(tokenIssuer !== undefined && { issuer: tokenIssuer }),
    ...(tokenSubject !== undefined && { subject: tokenSubject }),
    ...(tokenAudience !== undefined && { audiences: tokenAudience }),
    ...(claim !== undefined && { claims: claimsOf(claim, problems) }),
  });
}

/** A claim that is given twice is a list; `realm.roles` could be one name, so that what is nested is written in brackets. */
function claimsOf(claims: readonly string[], problems: string[]): NonNullable<TokenQuestion['claims']> {
  const values = new Map<string, string[]>();
  for (const text of claims) {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
    if (name === undefined) problems.push(`not a claim, got \`${text}\`; write \`name=value\``);
    else values.set(name, [...(values.get(name) ?? []), value]);
  }
  // The outer brackets come back with the path.
  return Object.fromEntries([...values].map(([name, list]) => [name.replace(/^\[(.*)\]$/, '$1'), list.length === 1 ? list[0] : list]));
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
