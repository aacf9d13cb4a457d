import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { splitDocuments } from '../../src/manifest/text/split';

/** The documents of one set of manifests. */
export type Subject = readonly string[];

const SMALL = 40;

/** Manifests that are read whole elsewhere, our goldens and the shop of the command line, and an application as charts write them. */
export function corpus(): readonly Subject[] {
  const root = join(__dirname, '..');
  const golden = readdirSync(join(root, 'golden'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => join(root, 'golden', entry.name, 'expected'));
  const sets = golden.map((directory) => yamlIn(directory).flatMap(documentsOf));
  const single = ['manifest/valid', 'cli/shop', 'fuzz'].map((directory) => yamlIn(join(root, directory)).flatMap(documentsOf));
  return [...sets.filter((documents) => documents.length <= SMALL), ...single].filter((documents) => documents.length > 0);
}

function yamlIn(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ya?ml$/.test(file)).sort().map((file) => join(directory, file));
}

function documentsOf(file: string): readonly string[] {
  return splitDocuments(readFileSync(file, 'utf8')).map(({ text }) => text);
}
