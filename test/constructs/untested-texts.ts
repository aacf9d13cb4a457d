import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';

const ROOT = path.join(__dirname, '../..');
/** So short a piece says nothing by itself. */
const LEAST = 8;

/** Pieces of errors' texts that stand in no test, twin or transcript, with where they are written: each is an error that nobody has seen. */
export function untested(): readonly string[] {
  const seen = plain(below('test', /^(?!golden\/.*\/expected\/).*\.(ts|txt|snap|yaml)$/).map(read).join('\n'));
  return below('src', /\.ts$/).flatMap((file) => {
    const text = read(file);
    if (!/\binvalid\(|\bcode:/.test(text)) return [];
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
    const pieces = textsIn(source, source).flatMap(piecesOf).map(plain).filter((piece) => piece.length >= LEAST && !seen.includes(piece));
    return pieces.map((piece) => `${path.relative(ROOT, file)}: ${piece}`);
  });
}

/** Message and repair of each `invalid(code, message, repair)` and each `{ code, message, repair }`. */
function textsIn(node: ts.Node, source: ts.SourceFile): readonly ts.Node[] {
  const deeper: ts.Node[] = [];
  ts.forEachChild(node, (child) => void deeper.push(...textsIn(child, source)));
  if (ts.isCallExpression(node) && node.expression.getText(source) === 'invalid') return [...node.arguments.slice(1), ...deeper];
  if (!ts.isObjectLiteralExpression(node)) return deeper;
  const given = new Map(node.properties.filter(ts.isPropertyAssignment).map((p) => [p.name.getText(source), p.initializer]));
  const [message, repair] = [given.get('message'), given.get('repair')];
  return !given.has('code') || message === undefined ? deeper : [message, ...(repair === undefined ? [] : [repair]), ...deeper];
}

function piecesOf(node: ts.Node): readonly string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(piecesOf);
  return ts.isParenthesizedExpression(node) ? piecesOf(node.expression) : [];
}

/** Whatever stands in one kind of quotes here may stand in another there. */
function plain(text: string): string {
  return text.replace(/[\\`]/g, '').replace(/\s+/g, ' ').trim();
}

function below(directory: string, names: RegExp): readonly string[] {
  return fs.readdirSync(path.join(ROOT, directory), { recursive: true, encoding: 'utf8' }).filter((name) => names.test(name)).map((name) => path.join(ROOT, directory, name));
}

function read(file: string): string {
  return fs.readFileSync(file, 'utf8');
}
