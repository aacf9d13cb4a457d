import ts from 'typescript';

/**
 * The same bundle, with parentheses around the functions of the modules that are surely evaluated. V8 compiles what stands in parentheses when it
 * reads the file, and reads what does not twice: once to find where it ends (https://v8.dev/blog/preparser#pife).
 */
export function eager(code: string, isMeant: (module: string) => boolean): string {
  const edits: { readonly at: number; readonly end: number; readonly text: string }[] = [];
  const visit = (node: ts.Node): void => {
    const name = moduleOf(node);
    if (name === undefined) ts.forEachChild(node, visit);
    else if (isMeant(name.text)) edits.push({ at: name.method.name.end, end: name.method.name.end, text: ':(function' }, { at: name.method.end, end: name.method.end, text: ')' });
  };
  visit(ts.createSourceFile('bundle.js', code, ts.ScriptTarget.ES2022, true));
  return edits.sort((a, b) => b.at - a.at).reduce((text, { at, end, text: added }) => text.slice(0, at) + added + text.slice(end), code);
}

/** esbuild's `__commonJS({ "lib/name.js"(exports, module) { … } })`. */
function moduleOf(node: ts.Node): { readonly method: ts.MethodDeclaration; readonly text: string } | undefined {
  if (!ts.isMethodDeclaration(node) || !ts.isStringLiteral(node.name)) return undefined;
  const [, text] = /^lib\/(.*)\.js$/.exec(node.name.text) ?? [];
  return text === undefined ? undefined : { method: node, text };
}
