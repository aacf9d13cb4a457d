import { isDeepStrictEqual } from 'node:util';
import { audit } from '../../src/audit';
import { diffAccess } from '../../src/diff';
import { buildWorld } from '../../src/eval';
import { ask, QuestionError } from '../../src/eval/ask';
import type { World } from '../../src/eval/world';
import { readText, type ReadResult } from '../../src/manifest';
import { readBlocks } from '../../src/manifest/text/blocks';
import { composeDocument } from '../../src/manifest/text/compose';
import { readJson } from '../../src/manifest/text/json';
import { splitDocuments } from '../../src/manifest/text/split';
import { ValueReader } from '../../src/manifest/text/value';
import { enforcedTable } from '../../src/report';
import type { Subject } from './corpus';
import { mutated } from './mutate';
import { Random } from './random';

export type Fate = 'refused' | 'evaluated';

/** Of one document, however hostile; it is milliseconds, and a busy machine is no failure. */
const MOST_CPU_SECONDS = 20;

/** One set of manifests with one document changed, all the way; throws what is wrong, with what it takes to see it again. */
export function fuzz(seed: number, subjects: readonly Subject[]): Fate {
  const random = new Random(seed);
  const subject = random.of(subjects);
  const place = random.nat(subject.length);
  const text = mutated(subject[place], random);
  const started = process.cpuUsage();
  try {
    const fate = check(subject, place, text, random);
    const { user, system } = process.cpuUsage(started);
    if ((user + system) / 1e6 > MOST_CPU_SECONDS) throw new Error(`took ${(user + system) / 1e6} s`);
    return fate;
  } catch (error) {
    throw new Error(`FUZZ_SEED=${seed}: ${error instanceof Error ? error.stack : String(error)}\n${text}`, { cause: error });
  }
}

function check(subject: Subject, place: number, text: string, random: Random): Fate {
  const documents = splitDocuments(text);
  for (const document of documents) agree(document.text);
  const alone = readText(text, 'alone.yaml');
  if (accountedFor(alone) < documents.length) throw new Error(`${accountedFor(alone)} of ${documents.length} documents are accounted for`);
  if (alone.problems.length > 0) return 'refused';
  const { manifests, problems } = readText(subject.map((document, i) => withMarker(i === place ? text : document)).join(''), 'fuzz.yaml');
  if (problems.length > 0) return 'refused';
  const world = buildWorld(manifests);
  enforcedTable(world);
  audit(world, manifests.objects);
  question(world, random);
  const before = unchanged(subject);
  if (before !== undefined && random.nat(4) === 0) diffAccess({ before, after: world });
  return 'evaluated';
}

const known = new Map<Subject, World | undefined>();

/** Undefined: its documents are not of one cluster. */
function unchanged(subject: Subject): World | undefined {
  if (!known.has(subject)) {
    const { manifests, problems } = readText(subject.map(withMarker).join(''), 'before.yaml');
    known.set(subject, problems.length > 0 ? undefined : buildWorld(manifests));
  }
  return known.get(subject);
}

function withMarker(text: string): string {
  return `${text.startsWith('---') ? '' : '---\n'}${text}${text.endsWith('\n') ? '' : '\n'}`;
}

/** What is read without the parser of YAML, that parser reads as the same; or that of JSON, of which it takes some texts otherwise. */
function agree(text: string): void {
  for (const object of readJson({ text, line: 1 }).objects) {
    if (!isDeepStrictEqual(JSON.parse(object.text), object.value)) throw new Error(`read as ${JSON.stringify(object.value)} of ${object.text}`);
  }
  const blocks = readBlocks(text);
  if (blocks === undefined) return;
  const { document, faults } = composeDocument(text);
  const values = new ValueReader();
  const value = values.read(document?.contents);
  const wrong = [...faults, ...values.faults];
  if (wrong.length > 0) throw new Error(`read as blocks, and the parser says: ${wrong[0].message}`);
  if (!isDeepStrictEqual(value, blocks.value)) throw new Error(`read as ${JSON.stringify(blocks.value)}, by the parser as ${JSON.stringify(value)}`);
}

/** Where the documents have gone: each is an object, named as unread, counted as without access, or refused. */
function accountedFor({ manifests, problems, skipped, repeated }: ReadResult): number {
  const counted = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  return manifests.objects.length + manifests.unread.length + problems.length + repeated.length + counted;
}

function question(world: World, random: Random): void {
  const path = random.of(['/', '/%2e', '/a//b', '*', '/a?b']);
  try {
    ask(world, { from: { kind: 'anonymous' }, to: { kind: 'service', namespace: 'shop', name: 'frontend', port: 80 }, request: { path } });
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
  }
}
