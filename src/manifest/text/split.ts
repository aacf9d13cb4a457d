/** One document of a YAML stream. */
export interface DocumentText {
  readonly text: string;
  /** 1-based line in the file where the text begins. */
  readonly line: number;
}

/**
 * Cuts a stream at its `---` lines, as kubectl does before it parses anything, so that a broken document cannot swallow its neighbours.
 * Such a line is a separator wherever it stands: not even a block scalar can contain one (https://yaml.org/spec/1.2.2/#912-document-markers).
 * Documents without content are left out.
 */
export function splitDocuments(stream: string): DocumentText[] {
  const documents: DocumentText[] = [];
  let start = 0;
  let startLine = 1;
  let line = 1;
  let hasContent = false;
  const cut = (end: number): void => {
    if (hasContent) documents.push({ text: stream.slice(start, end), line: startLine });
    start = end;
    startLine = line;
    hasContent = false;
  };
  for (let at = 0; at < stream.length; line++) {
    const newline = stream.indexOf('\n', at);
    const end = newline < 0 ? stream.length : newline;
    const separator = isSeparator(stream, at);
    if (separator) cut(at);
    hasContent ||= lineHasContent(stream, separator ? at + 3 : at, end);
    at = end + 1;
  }
  cut(stream.length);
  return documents;
}

function isSeparator(stream: string, at: number): boolean {
  if (!stream.startsWith('---', at)) return false;
  const next = stream[at + 3];
  return next === undefined || next === '\n' || next === ' ' || next === '\t' || next === '\r';
}

/** Whether there is anything but blanks and a comment. */
function lineHasContent(stream: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const char = stream[at];
    if (char === '#') return false;
    if (char !== ' ' && char !== '\t' && char !== '\r') return true;
  }
  return false;
}
