import type { ManifestProblem } from './manifests';

/** One line: ``shop.yaml:7: spec.rules[0].to[0].operation.method: [unknown-key] `method` is not a field…; did you mean `methods`?`` */
export function formatManifestProblem(problem: ManifestProblem): string {
  const { origin, path, code, message, repair } = problem;
  const line = problem.line ?? origin.line;
  const place = origin.file === undefined ? origin.construct : line === undefined ? origin.file : `${origin.file}:${line}`;
  const prefix = [place, path].filter((part) => part !== undefined && part !== '').map((part) => `${part}: `).join('');
  return `${prefix}[${code}] ${message}${repair === undefined ? '' : `; ${repair}`}`;
}
