import { diffAccess, isBeyond, type AccessDiff } from '../../diff';
import { EXIT, type Io } from '../io';
import { settingsOf, type MeshOptions } from '../options';
import { diffJson } from '../output/diff-json';
import { diffMarkdown } from '../output/diff-markdown';
import { diffText } from '../output/diff-text';
import { readWorld } from '../world';

export interface DiffOptions {
  readonly format: 'text' | 'json' | 'markdown';
  readonly failOn: 'broadening' | 'any' | 'nothing';
}

/** Compares two sets of manifests by who may call whom. */
export function diffCommand(args: readonly string[], options: MeshOptions & DiffOptions & { readonly json?: boolean }, io: Io): number {
  const settings = settingsOf(options);
  const [before, after] = args.map((path) => readWorld([path], settings, io));
  const diff = diffAccess({ before, after });
  io.out(formatted(diff, options.json ? 'json' : options.format, io));
  return isBeyond(diff, options.failOn) ? EXIT.NO : EXIT.OK;
}

function formatted(diff: AccessDiff, format: DiffOptions['format'], { paint }: Io): string {
  switch (format) {
    case 'json': return diffJson(diff);
    case 'markdown': return diffMarkdown(diff);
    case 'text': return diffText(diff, paint);
  }
}
