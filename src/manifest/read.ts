import { type ReadResult, ManifestCollector } from './reader';
import { composeDocument, type TextFault } from './text/compose';
import { lineAt, locate } from './text/locate';
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

export function addText(collector: ManifestCollector, text: string, file: string): void {
  for (const document of splitDocuments(text)) addDocument(collector, document, file);
}

function addDocument(collector: ManifestCollector, { text, line: first }: DocumentText, file: string): void {
  const { document, faults } = composeDocument(text);
  const values = new ValueReader();
  const value = faults.length > 0 ? undefined : values.read(document?.contents);
  const wrong: readonly TextFault[] = faults.length > 0 ? faults : values.faults;
  if (wrong.length > 0) {
    for (const { code, message, offset, repair } of wrong) {
      const line = lineAt(text, offset, first);
      collector.problem({ code, origin: { file, line }, line, message, ...(repair === undefined ? {} : { repair }) });
    }
    return;
  }
  const origin = { file, line: lineAt(text, document?.contents?.range[0] ?? 0, first) };
  collector.add({ value, origin, line: (path) => lineAt(text, locate(text, path), first) });
}
