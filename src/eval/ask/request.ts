import type { HttpRequest } from '../types';
import { QuestionError, type QuestionProblem } from './error';
import type { Question } from './question';

/**
 * The request a plain HTTP client would send: what is left out becomes `GET /` to the DNS name that works from every namespace.
 *
 * Header names arrive in any case; Envoy compares them in lower case.
 */
export function completeRequest(request: NonNullable<Question['request']>, to: Question['to']): HttpRequest {
  const complete = {
    method: request.method ?? 'GET',
    path: request.path ?? '/',
    host: request.host ?? (to.kind === 'host' ? to.host : `${to.name}.${to.namespace}`),
    headers: Object.fromEntries(Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])),
    ...(request.token === undefined ? {} : { token: request.token }),
  };
  const problems = mistakesIn(complete);
  if (problems.length > 0) throw new QuestionError(...problems);
  return complete;
}

/** Requests that Envoy answers with 400 before any policy sees them: an expected `deny` would hold for the wrong reason. */
function mistakesIn({ method, path, headers }: HttpRequest): QuestionProblem[] {
  const problems: QuestionProblem[] = [];
  if (!/^[A-Z][-A-Z]*$/.test(method)) problems.push({ message: `not an HTTP method, got \`${method}\``, repair: `write \`${method.toUpperCase()}\`` });
  if (!path.startsWith('/')) problems.push({ message: `path must start with \`/\`, got \`${path}\``, repair: `write \`/${path}\`` });
  if (path.includes('#')) problems.push({ message: `path must have no fragment, got \`${path}\``, repair: `write \`${path.split('#')[0]}\`` });
  for (const name of Object.keys(headers)) {
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) problems.push({ message: `not a header name, got \`${name}\``, repair: 'write letters, digits and dashes' });
  }
  return problems;
}
