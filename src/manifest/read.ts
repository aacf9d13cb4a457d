import { type ReadResult, ManifestCollector } from './reader';
import { readBlocks } from './text/blocks';
import { composeDocument, LONGEST, templateIn, type TextFault } from './text/compose';
import { readJson } from './text/json';
import { KnownLines } from './text/lines';
import { DocumentLines, StreamLines } from './text/locate';
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

/** Gives the number of documents. `known`: of other texts that are read with this one. */
export function addText(collector: ManifestCollector, text: string, file: string, known = new KnownLines()): number {
  let count = 0;
  for (const document of splitDocuments(text)) {
    const { objects, rest } = readJson(document);
    for (const object of objects) {
      const lines = new StreamLines(object);
      collector.add({ value: object.value, origin: { file, line: object.line }, line: (path) => lines.of(path) });
    }
    if (rest !== undefined) addDocument(collector, rest, file, known);
    count += objects.length + (rest === undefined ? 0 : 1);
  }
  return count;
}

/** `name: {{ .Values.name }}` is YAML: a mapping whose key is a mapping. */
function wrongValues({ faults }: ValueReader, text: string): readonly TextFault[] {
  const template = faults.length > 0 ? templateIn(text) : undefined;
  return template === undefined ? faults : [template];
}

/** In brackets a parser of YAML loses its way: what it says after the first fault is about itself. */
const JSON_LIKE = /^\s*[{[]/;

function addDocument(collector: ManifestCollector, source: DocumentText, file: string, known: KnownLines): void {
  const blocks = source.text.length > LONGEST ? undefined : readBlocks(source.text, known);
  if (blocks !== undefined) {
    const lines = new DocumentLines(source, blocks.lines);
    collector.add({ value: blocks.value, origin: { file, line: lines.of([]) }, line: (path) => lines.of(path) });
    return;
  }
  const { document, faults } = composeDocument(source.text);
  const lines = new DocumentLines(source);
  lines.keep(document);
  const values = new ValueReader();
  const value = faults.length > 0 ? undefined : values.read(document?.contents);
  const wrong = faults.length > 0 ? (JSON_LIKE.test(source.text) ? faults.slice(0, 1) : faults) : wrongValues(values, source.text);
  for (const { code, message, offset, repair } of wrong) {
    const line = lines.at(offset);
    collector.problem({ code, origin: { file, line }, line, message, ...(repair === undefined ? {} : { repair }) });
  }
  if (wrong.length === 0) collector.add({ value, origin: { file, line: lines.of([]) }, line: (path) => lines.of(path) });
}
