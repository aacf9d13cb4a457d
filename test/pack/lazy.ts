import ts from 'typescript';

/**
 * The same compiled module, requiring each module beside it, and each of Node.js, where it is used instead of at the top: what a run does not
 * use is not evaluated.
 *
 * INVARIANT: a module's name is only ever read from as `name.member`, which is how TypeScript writes imports; where it is not, or something
 * else bears that name, its `require` stays at the top. `export *` stays there, too.
 */
export function lazy(code: string): string {
  const file = ts.createSourceFile('module.js', code, ts.ScriptTarget.ES2022, true);
  const required = new Map(file.statements.flatMap((statement) => requirement(statement) ?? []).map((found) => [found.name, found]));
  const uses: Use[] = [];
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isIdentifier(node)) return;
    const found = required.get(node.text);
    if (found === undefined || node.parent === found.declaration) return;
    if (ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node) uses.push({ of: found, at: node });
    else if (!isMemberName(node)) required.delete(found.name);
  };
  visit(file);
  const edits = [
    ...[...required.values()].map(({ statement }): Edit => ({ node: statement, text: '' })),
    ...uses.filter(({ of }) => required.has(of.name)).map(({ of, at }): Edit => ({ node: at, text: `(${of.value})` })),
  ];
  return edits.sort((a, b) => b.node.getStart() - a.node.getStart())
    .reduce((text, { node, text: instead }) => text.slice(0, node.getStart()) + instead + text.slice(node.end), code);
}

interface Requirement {
  readonly name: string;
  readonly statement: ts.Statement;
  readonly declaration: ts.VariableDeclaration;
  /** `require("./x")`, or `__importDefault(require("./x"))`; of Node.js, too. */
  readonly value: string;
}

interface Use {
  readonly of: Requirement;
  readonly at: ts.Identifier;
}

interface Edit {
  readonly node: ts.Node;
  readonly text: string;
}

function requirement(statement: ts.Statement): Requirement | undefined {
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length !== 1) return undefined;
  const [declaration] = statement.declarationList.declarations;
  const value = declaration.initializer?.getText() ?? '';
  if (!ts.isIdentifier(declaration.name) || !/^(?:require|__importDefault\(require)\("(?:\.|node:)[^"]*"\)+$/.test(value)) return undefined;
  return { name: declaration.name.text, statement, declaration, value };
}

/** `other.name`, `{ name: … }`, `name() { … }`: something else of the same name. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) && parent.name === node;
}
