import { execFileSync } from 'node:child_process';
import * as path from 'node:path';

export const ROOT = path.join(__dirname, '../..');
export const MAX_PACKED_BYTES = 1_000_000;

/** Everything a user gets; a file that matches none of these does not belong in the package. */
export const ALLOWED = [
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|NOTICE|\.jsii)$/,
  /^bin\/mesh-access$/,
  /^schema\/[a-z-]+\.schema\.json$/,
  /^templates\/init\/[a-zA-Z0-9./-]+$/,
  /^lib\/.*\.(js|d\.ts)$/,
];

export interface Packed {
  readonly filename: string;
  /** Bytes of the tarball. */
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
  readonly bundled: readonly string[];
}

/** `npm pack`, into a directory or as a dry run. */
export function pack(destination?: string): Packed {
  const where = destination === undefined ? ['--dry-run'] : ['--pack-destination', destination];
  const json = execFileSync('npm', ['pack', '--json', ...where], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return (JSON.parse(json) as Packed[])[0];
}
