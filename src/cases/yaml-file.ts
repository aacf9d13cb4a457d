import { LineCounter, parseDocument } from '../kept/yaml';
import type { ManifestProblem } from '../manifest/manifests';
import { Field } from './field';

/** The content of a YAML file that people write for us. Undefined: it is no YAML. What is wrong inside it is said under `code`. */
export function yamlFile(file: string, text: string, code: string, problems: ManifestProblem[]): Field | undefined {
  const lines = new LineCounter();
  let document;
  try {
    document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  } catch (error) {
    // The parser recurses: nesting deep enough to exhaust the stack is somebody's attack, not somebody's test.
    problems.push({ code: 'bad-yaml', origin: { file }, message: `cannot be read as YAML: ${(error as Error).message}`, repair: 'nest it less deeply' });
    return undefined;
  }
  // What follows the first syntax error is mostly its echo.
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    const { message, repair } = faultOf(error);
    problems.push({ code: 'bad-yaml', origin: { file, line }, line, message, repair });
    return undefined;
  }
  return new Field({ file, document, lines, problems, code }, document.contents, '');
}

interface Fault {
  readonly message: string;
  readonly repair: string;
}

/** What the parser says of several documents is how a program reads them. */
function faultOf({ code, message }: { readonly code: string; readonly message: string }): Fault {
  if (code === 'MULTIPLE_DOCS') return { message: 'holds several documents, as manifests do', repair: 'give one document' };
  return { message: `not valid YAML: ${message.split('\n')[0].replace(/ at line \d+, column \d+:?$/, '')}`, repair: 'correct the YAML' };
}
