import stylistic from '@stylistic/eslint-plugin';
import tseslint from 'typescript-eslint';

// Which room may import which, and why not. Paths are as written in the import.
const room = (name) => `**/${name}/**`;
const boundary = (files, ...rules) => ({
  files,
  rules: {
    'no-restricted-imports': ['error', { patterns: rules.map(([rooms, message]) => ({ group: rooms.flatMap((r) => [room(r), `**/${r}`]), message })) }],
  },
});
const kept = { regex: '^(@dagrejs/dagre|commander|ipaddr\\.js|protocol-buffers-schema|refa|yaml)$', message: 'Import it from src/kept: only what is compiled there reaches users.' };
const frameworks = { group: ['cdk8s', 'constructs', 'cdk8s/*', 'constructs/*'], message: 'Only constructs know cdk8s; everything below them is plain data.' };
/** What knows the model: by these roads, too, it would come in. */
const SAID = ['private', 'contract', 'synth-index', 'audit', 'cases', 'graph', 'jest'];
const also = (...patterns) => (files, ...rules) => {
  const b = boundary(files, ...rules);
  b.rules['no-restricted-imports'][1].patterns.push(...patterns);
  return b;
};
const plain = also(frameworks, kept);
/** What is asked may be an App. */
const asking = also(kept);
/** Where the libraries come in. */
const source = also(frameworks);

export default tseslint.config(
  { ignores: ['lib', 'dist', 'coverage', 'node_modules', '**/dist/**', '**/node_modules/**', 'conformance/.build/**'] },
  tseslint.configs.recommended,
  stylistic.configs.customize({ semi: true, braceStyle: '1tbs', arrowParens: true, quoteProps: 'as-needed' }),
  {
    rules: {
      '@stylistic/max-len': ['error', { code: 150, ignoreUrls: true, ignoreTemplateLiterals: true, ignoreStrings: true }],
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      'no-constant-binary-expression': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['.projenrc.ts'] }, tsconfigRootDir: import.meta.dirname },
    },
    rules: { '@typescript-eslint/no-floating-promises': 'error' },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['src/**'],
    rules: {
      // What is loaded when it is needed: a command of the command line, a library of the evaluator.
      '@typescript-eslint/no-require-imports': ['error', { allow: ['^\\.\\.?/'] }],
    },
  },
  {
    files: ['src/**'],
    ignores: ['src/package/**'],
    rules: {
      'no-restricted-globals': ['error', ...['__dirname', '__filename'].map((name) => ({ name, message: 'Compiled code is bundled and lies elsewhere: see src/package.' }))],
    },
  },
  {
    // Merging with the types of jest means repeating their parameters, used or not.
    files: ['src/jest/index.ts'],
    rules: {
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }],
      '@typescript-eslint/no-empty-object-type': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
    },
  },
  { files: ['src/**'], ignores: ['src/kept/**'], rules: { 'no-restricted-imports': ['error', { patterns: [kept] }] } },
  source(['src/kept/**'], [['model', 'platforms', 'manifest', 'eval', 'proof', 'check', 'resolve', 'report', 'diff', 'cli', 'testing'], 'What is bundled is the library alone; it is ready before anything of ours.']),
  plain(['src/resolve/**'], [['platforms', 'eval', 'proof', 'check', 'report', 'diff', 'cli', 'testing'], 'Resolving says what was declared; what is right, emitted or enforced comes after it.']),
  plain(['src/model/**'], [['platforms', 'manifest', 'eval', 'proof', 'check', 'resolve', 'report', 'diff', 'cli', 'testing'], 'The model is plain data that everything else reads; it depends on nothing.']),
  plain(['src/check/**'], [['platforms', 'eval', 'proof', 'report', 'cli', 'testing'], 'A check judges the declaration, not what a platform makes of it.']),
  plain(['src/platforms/**'], [['eval', 'proof', 'check', 'resolve', 'report', 'cli', 'testing'], 'A renderer that could see the evaluator could agree with it by construction.']),
  plain(['src/manifest/**'], [['model', 'platforms', 'eval', 'proof', 'check', 'resolve', 'report', 'diff', 'cli', 'testing', ...SAID], 'The reader takes manifests from anywhere; it knows nobody who wrote them.']),
  plain(['src/eval/**'], [['model', 'platforms', 'proof', 'check', 'resolve', 'report', 'diff', 'cli', 'testing', ...SAID], 'The evaluator is independent of the model and of the renderers: that makes the proof a proof.']),
  plain(['src/proof/**'], [['platforms', 'resolve', 'report', 'diff', 'cli', 'testing'], 'The proof compares the model with what the evaluator read back; a renderer has no say in it.']),
  plain(['src/contract/**'], [['platforms', 'eval', 'proof', 'check', 'resolve', 'report', 'cli', 'testing'], 'A contract is what two repositories share; what it means to one of them is decided there.']),
  plain(['src/synth-index/**'], [['platforms', 'eval', 'check', 'resolve', 'report', 'cli', 'testing'], 'An index is what was declared; what it means to manifests the proof says.']),
  plain(['src/diff/**'], [['model', 'platforms', 'check', 'resolve', 'contract', 'cli', 'testing'], 'A difference is between two sets of manifests, whoever wrote them; what was declared has no say in it.']),
  plain(['src/graph/**'], [['model', 'platforms', 'check', 'resolve', 'contract', 'proof', 'cli', 'testing'], 'A picture shows what manifests allow, whoever wrote them; what was declared has no say in it.']),
  plain(['src/report/**'], [['platforms', 'resolve', 'cli', 'testing'], 'Reports are pure functions over decisions and proofs.']),
  plain(['src/audit/**'], [['model', 'platforms', 'proof', 'check', 'resolve', 'report', 'cli', 'testing'], 'A rule looks at manifests, whoever wrote them; what a declaration meant is the proof\'s.']),
  plain(['src/cli/**'], [['platforms', 'resolve', 'testing'], 'The command line works on anyone\'s manifests; it needs no declaration.']),
  plain(['src/cases/**'], [['platforms', 'check', 'resolve', 'cli', 'testing'], 'A case asks about manifests, whoever wrote them; it needs no declaration.']),
  asking(['src/testing/**', 'src/jest/**'], [['platforms', 'resolve', 'cli'], 'A test asks what is written, not how it came to be written.']),
);
