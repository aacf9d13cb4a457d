import { formatManifestProblem, type ManifestProblem } from '../manifest';

/** Whoever names the top of a repository means what is among it, and `node_modules` alone has thousands of files that are none. */
const MOST_OTHERS = 10;

/** A line each; of documents that are no objects the first ones, and how many more there are. */
export function problemLines(problems: readonly ManifestProblem[]): readonly string[] {
  const others = problems.filter(isOther);
  if (others.length <= MOST_OTHERS) return problems.map(formatManifestProblem);
  const left = new Set(others.slice(MOST_OTHERS));
  const where = mostOf([...left].map(({ origin: { file = '' } }) => file.split('/').slice(0, -1)));
  return [
    ...problems.filter((problem) => !left.has(problem)).map(formatManifestProblem),
    `[not-an-object] ${left.size} more documents are no Kubernetes objects${where}; name the files or directories that hold manifests`,
  ];
}

function isOther({ code, path }: ManifestProblem): boolean {
  return code === 'not-an-object' && (path ?? '') === '';
}

/** The deepest directory that more than half of them are below. */
function mostOf(directories: readonly (readonly string[])[]): string {
  const counts = new Map<string, number>();
  for (const steps of directories) {
    steps.forEach((_, i) => {
      const above = steps.slice(0, i + 1).join('/');
      counts.set(above, (counts.get(above) ?? 0) + 1);
    });
  }
  const most = [...counts].filter(([, count]) => count * 2 > directories.length).sort(([a], [b]) => b.length - a.length)[0];
  return most === undefined || most[0] === '' ? '' : `, ${most[1]} of them below \`${most[0]}\``;
}
