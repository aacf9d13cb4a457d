import { Composer, Lexer, Parser, type Document, type ParsedNode } from '../../kept/yaml';
import type { Code } from '../schema/finding';
import { show } from '../schema/show';

export type Parsed = Document.Parsed<ParsedNode>;

/** What makes a text no YAML document, and where: an offset into the text. */
export interface TextFault {
  readonly code: Code;
  readonly message: string;
  readonly offset: number;
  readonly repair?: string;
}

/** Kubernetes objects nest some twenty levels; the composer recurses once per level. */
const DEEPEST = 100;
/** Indentation bounds the nesting of block collections: each level takes a column at least. */
const WIDEST_INDENT = 400;
/** etcd takes objects of 1.5 MiB; a `List` may hold many. */
export const LONGEST = 32 * 1024 * 1024;

// Lexemes of the yaml package that stand for themselves.
const SCALAR_FOLLOWS = '\x1f';

/** Parses the one document in `text`; what is wrong is returned, never thrown. */
export function composeDocument(text: string): { readonly document?: Parsed; readonly faults: readonly TextFault[] } {
  if (text.length > LONGEST) {
    return { faults: [{ code: 'too-large', message: `has more than ${LONGEST / 1024 / 1024} MiB`, offset: 0, repair: 'split it into documents' }] };
  }
  const tokens = [];
  const lexer = new Lexer();
  const parser = new Parser();
  const depth = new DepthGauge();
  let offset = 0;
  for (const lexeme of lexer.lex(text)) {
    if (depth.exceededBy(lexeme)) {
      return { faults: [{ code: 'too-deep', message: `nests deeper than ${DEEPEST} levels`, offset }] };
    }
    offset += CONTROL.has(lexeme) ? 0 : lexeme.length;
    tokens.push(...parser.next(lexeme));
  }
  tokens.push(...parser.end());
  // Tags are not resolved here: plain scalars are read as kubectl reads them, other tags are refused. Keys are compared by the reader,
  // in one pass; the composer would compare each with each.
  const composer = new Composer({ schema: 'failsafe', resolveKnownTags: false, uniqueKeys: false, strict: true });
  const documents: Parsed[] = [...composer.compose(tokens, true, text.length)];
  const faults: TextFault[] = documents.flatMap(({ errors, warnings }) =>
    [...errors, ...warnings].map((error) => ({ code: 'yaml-syntax' as const, message: plainMessage(error.message), offset: error.pos[0] })));
  const template = faults.length > 0 ? templateIn(text) : undefined;
  if (template !== undefined) return { document: documents[0], faults: [template] };
  if (documents.length > 1 && faults.length === 0) {
    faults.push({ code: 'yaml-syntax', message: 'there is a second document without `---` before it', offset: documents[1].range[0] });
  }
  return { document: documents[0], faults };
}

const TEMPLATE = /\{\{[^\n]{0,200}?\}\}/;

/** The first one in a text that is wrong. A chart's directory has one on every other line, and what a parser says of them helps nobody. */
export function templateIn(text: string): TextFault | undefined {
  const found = TEMPLATE.exec(text);
  if (found === null) return undefined;
  return { code: 'yaml-syntax', message: `is a template, ${show(found[0])}`, offset: found.index, repair: 'give what comes of it, as `helm template` prints it' };
}

const CONTROL: ReadonlySet<string> = new Set([SCALAR_FOLLOWS, '\x02', '\x18']);

/** The parser's message without its code frame and capital, to stand in one line with the others. */
function plainMessage(message: string): string {
  const line = message.slice(0, 200).split('\n', 1)[0].replace(/ at line \d+, column \d+:?$/, '').replace(/[.:]$/, '');
  return line.charAt(0).toLowerCase() + line.slice(1);
}

/** Watches the lexer so that no deeply nested input reaches the recursive part of the parser. */
class DepthGauge {
  private flow = 0;
  private indicators = 0;
  private scalar = false;

  exceededBy(lexeme: string): boolean {
    const isScalar = this.scalar;
    this.scalar = lexeme === SCALAR_FOLLOWS;
    if (isScalar) return false;
    if (lexeme === '[' || lexeme === '{') this.flow++;
    else if (lexeme === ']' || lexeme === '}') this.flow--;
    else if (lexeme === '\n' || lexeme === '\r\n') this.indicators = 0;
    else if (this.flow === 0 && (lexeme === '-' || lexeme === '?' || lexeme === ':')) this.indicators++;
    else if (this.flow === 0 && lexeme.length > WIDEST_INDENT && lexeme.trim() === '') return true;
    return this.flow > DEEPEST || (this.flow === 0 && this.indicators > DEEPEST);
  }
}
