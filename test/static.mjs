/**
 * Types and lint in one program: a rule that asks for types would otherwise have all of them worked out a second time.
 * `npm run lint` says the same of a few files, by the same configuration.
 */
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import ts from 'typescript';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SRC = join(ROOT, 'src/');
/** What lint looks at and no test includes. */
const OTHERS = ['src/**/*.ts', 'templates/**/*.ts', '.projenrc.ts'];

function programOf(config) {
  const { config: said } = ts.readConfigFile(config, ts.sys.readFile);
  const { errors, fileNames, options } = ts.parseJsonConfigFileContent(said, ts.sys, dirname(config), {}, config);
  const program = ts.createProgram({
    rootNames: [...new Set([...fileNames, ...ts.sys.readDirectory(ROOT, ['.ts'], ['**/node_modules', '**/dist'], OTHERS)])],
    options,
    host: ts.createCompilerHost(options, true), // lint goes from a node to its parent
    configFileParsingDiagnostics: errors,
  });
  // Compiling, which `npm test` does at the same time, says what is wrong in src.
  const own = program.getSourceFiles().filter(({ fileName }) => !fileName.startsWith(SRC));
  const wrong = [
    ...program.getConfigFileParsingDiagnostics(), ...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics(),
    ...own.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ];
  process.stdout.write(ts.formatDiagnosticsWithColorAndContext(wrong, {
    getCurrentDirectory: () => ROOT,
    getCanonicalFileName: (name) => name,
    getNewLine: () => '\n',
  }));
  return { program, wrong: wrong.length };
}

async function lint(program) {
  const catching = program.getSourceFiles().filter(({ isDeclarationFile, text }) => !isDeclarationFile && text.includes('catch (')).map(({ fileName }) => relative(ROOT, fileName));
  const eslint = new ESLint({
    cwd: ROOT,
    overrideConfig: [
      { files: ['**/*.ts'], languageOptions: { parserOptions: { programs: [program], projectService: false } } },
      // Of unused names tsc has said all but those of `catch`; having them looked for a second time takes seconds.
      { files: ['**/*.ts'], ignores: catching, rules: { '@typescript-eslint/no-unused-vars': 'off' } },
    ],
  });
  const results = await eslint.lintFiles(['.']);
  const { format } = await eslint.loadFormatter('stylish');
  process.stdout.write(await format(results));
  return { files: results.length, wrong: results.reduce((n, { errorCount }) => n + errorCount, 0) };
}

const types = programOf(join(ROOT, 'test/tsconfig.json'));
const { files, wrong } = await lint(types.program);
process.stdout.write(`types and lint of ${files} files: ${types.wrong + wrong} errors\n`);
process.exitCode = types.wrong + wrong > 0 ? 1 : 0;
