import { type ReadResult, ManifestCollector } from './reader';
import { readBlocks } from './text/blocks';
import { composeDocument, LONGEST, type TextFault } from './text/compose';
import { DocumentLines } from './text/locate';
import { splitDocuments, type DocumentText } from './text/split';
import { ValueReader } from './text/value';

/** A value that was never text, and the construct that made it. */
export interface ConstructObject {
  readonly value: unknown;
  readonly construct: string;
}

/** Reads a stream of YAML or JSON documents. Nothing is thrown: every problem of every document is in the result. */
export function readText(text: string, file: string): ReadResult {
  const collector = new ManifestCollector();
  addText(collector, text, file);
  return collector.result();
}

/** Reads objects that a program made, `ApiObject.toJson()` for one. */
export function readObjects(objects: Iterable<ConstructObject>): ReadResult {
  const collector = new ManifestCollector();
  for (const { value, construct } of objects) collector.add({ value, origin: { construct } });
  return collector.result();
}

/** Gives the number of documents. */
export function addText(collector: ManifestCollector, text: string, file: string): number {
  const documents = splitDocuments(text);
  for (const document of documents) addDocument(collector, document, file);
  return documents.length;
}

function addDocument(collector: ManifestCollector, source: DocumentText, file: string): void {
  const blocks = source.text.length > LONGEST ? undefined : readBlocks(source.text);
  if (blocks !== undefined) {
    const lines = new DocumentLines(source, blocks);
    collector.add({ value: blocks.value, origin: { file, line: lines.of([]) }, line: (path) => lines.of(path) });
    return;
  }
  const { document, faults } = composeDocument(source.text);
  const lines = new DocumentLines(source);
  lines.keep(document);
  const values = new ValueReader();
  const value = faults.length > 0 ? undefined : values.read(document?.contents);
  const wrong: readonly TextFault[] = faults.length > 0 ? faults : values.faults;
  for (const { code, message, offset, repair } of wrong) {
    const line = lines.at(offset);
    collector.problem({ code, origin: { file, line }, line, message, ...(repair === undefined ? {} : { repair }) });
  }
  if (wrong.length === 0) collector.add({ value, origin: { file, line: lines.of([]) }, line: (path) => lines.of(path) });
}
