import { type Manifests, readText } from '../../src/manifest';

const known = new Map<string, ReturnType<typeof readText>>();

/** What texts hold together. Each is read once: most of it, worlds of a test have in common. Lines are counted in each text by itself. */
export function readTexts(texts: readonly string[], file: string): Manifests {
  const read = texts.map((text) => {
    const key = `${file}\n${text}`;
    const result = known.get(key) ?? readText(text, file);
    known.set(key, result);
    return result;
  });
  const problems = read.flatMap((r) => r.problems);
  if (problems.length > 0) throw new Error(problems.map((p) => `${p.line}: ${p.path}: ${p.message}`).join('\n'));
  return { objects: read.flatMap((r) => r.manifests.objects), unread: read.flatMap((r) => r.manifests.unread) };
}
