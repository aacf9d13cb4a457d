import { cdk8s, javascript, typescript } from 'projen';

const project = new cdk8s.ConstructLibraryCdk8s({
  // Project
  name: 'cdk8s-mesh-access',
  description: 'Declare who may call whom in typed code; get default-deny NetworkPolicy, strict mTLS and least-privilege Istio authorization, proved at synth.',
  keywords: ['cdk8s', 'kubernetes', 'istio', 'service-mesh', 'networkpolicy', 'authorization', 'zero-trust'],
  author: 'The cdk8s-mesh-access authors',
  authorAddress: 'mesh-access@example.com',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/mesh-access/cdk8s-mesh-access.git',
  defaultReleaseBranch: 'main',
  license: 'Apache-2.0',

  // The oldest versions we support; development and tests run against exactly these.
  cdk8sVersion: '2.69.10',
  constructsVersion: '10.4.2',
  minNodeVersion: '20.0.0',

  // Languages other than TypeScript.
  publishToPypi: { distName: 'cdk8s-mesh-access', module: 'cdk8s_mesh_access' },
  publishToMaven: {
    mavenGroupId: 'io.github.mesh-access',
    mavenArtifactId: 'cdk8s-mesh-access',
    javaPackage: 'io.github.meshaccess.cdk8s',
  },
  publishToGo: { moduleName: 'github.com/mesh-access/cdk8s-mesh-access-go', packageName: 'meshaccess' },

  // Toolchain
  packageManager: javascript.NodePackageManager.NPM,
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  runner: typescript.TypeScriptRunner.tsx(),
  projenrcTs: true,
  projenrcTsOptions: { projenCodeDir: '.projen' }, // keeps its tsconfig out of sight
  devDeps: [
    '@kubernetes-models/istio@^2', // 3 is ESM for Node 22 and later
    '@stylistic/eslint-plugin@^5',
    'cdk8s-plus-34@2.0.54', // the newest, whose workloads are adopted in tests as those of the oldest are
    'cdk8s-plus-28@2.5.6', // what examples and tests build workloads with; as a peer it would lock users to one Kubernetes version
    'esbuild@^0.28',
    'eslint@^9',
    'fast-check@^4',
    'jest-environment-node@^30',
    'kubernetes-models@^4',
    'typescript-eslint@^8',
    // What we run on: src/kept names what is taken of each, and the compiled files there hold it.
    '@dagrejs/dagre@^2', // 3 is ESM alone as far as its types go
    'commander@^14',
    '@types/protocol-buffers-schema@^3',
    'protocol-buffers-schema@^3.6',
    'ipaddr.js@^2',
    'refa@^0.12',
    'yaml@^2',
  ],

  tsconfig: {
    compilerOptions: {
      inlineSourceMap: false, inlineSources: false, // they would be half of the package
      isolatedModules: true, // esbuild and tsx take every file by itself
    },
  },

  // Tests
  eslint: false, // projen's is the legacy .eslintrc; ours is eslint.config.mjs
  tsconfigDev: {
    include: ['../examples/**/*.ts', '../conformance/**/*.ts', '../bench/**/*.ts'],
    exclude: ['**/node_modules', '**/dist', '**/.build'],
    compilerOptions: {
      // Examples import us by name and run from the sources.
      paths: { 'cdk8s-mesh-access': ['../src/index.ts'], 'cdk8s-mesh-access/jest': ['../src/jest/index.ts'] },
    },
  },
  jestOptions: {
    configFilePath: 'jest.config.json',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    junitReporting: false,
    jestConfig: {
      collectCoverage: false,
      testTimeout: 60_000, // a busy machine is no failure
      maxWorkers: '100%', // jest would leave one of two cores idle
      globalSetup: '<rootDir>/test/jest/sources.mjs',
      testEnvironment: '<rootDir>/test/jest/environment.mjs',
      // esbuild does in a second what ts-jest, which users have, does in half a minute.
      transform: { [typescript.TypeScriptProject.DEFAULT_TS_JEST_TRANFORM_PATTERN]: new javascript.Transform('<rootDir>/test/jest/transform.mjs') },
      moduleNameMapper: {
        '^cdk8s-mesh-access$': '<rootDir>/src/index.ts',
        '^cdk8s-mesh-access/jest$': '<rootDir>/src/jest/index.ts',
        '^(cdk8s|constructs)$': '<rootDir>/test/jest/shared/$1.cjs',
      },
      modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/conformance/.build/'],
    },
  },

  // projen features we do without
  github: false,
  release: false,
  depsUpgrade: false,
  clobber: false,
  sampleCode: false,
  integrationTestAutoDiscover: false,
});

// Dependencies

// 1.13.0 of these optional binaries is not everywhere yet, and `npm ci` wants them all in the lock file.
project.package.addPackageResolutions('unrs-resolver@1.12.2');
// The lock file names versions and hashes, never the registry that happened to serve them.
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
// Nothing we depend on needs its install script, so none is run.
project.npmrc.addConfig('ignore-scripts', 'true');

// Tests are `*.test.ts` in test/; projen adds patterns of its own.
project.tryFindObjectFile('jest.config.json')?.addOverride('testMatch', ['<rootDir>/test/**/*.test.ts']);

// What only Node.js users see

project.package.addVersion('0.1.0');
project.package.addBin({ 'mesh-access': 'bin/mesh-access' });
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './jest': { types: './lib/jest/index.d.ts', default: './lib/jest/index.js' },
  './schema/*': './schema/*',
  './package.json': './package.json',
  './.jsii': './.jsii',
});
project.package.addField('typesVersions', { '*': { jest: ['./lib/jest/index.d.ts'] } }); // moduleResolution: node10

// What is packed: an allow-list, so that a new file at the root stays out unless it is named here. API.md says nothing that .jsii does not.
project.npmignore?.addPatterns('/*', '/lib/**/*.tsbuildinfo');
project.npmignore?.include('/lib/', '/bin/', '/schema/', '/templates/', '/.jsii', '/README.md', '/CHANGELOG.md', '/LICENSE', '/NOTICE');

// Tasks

// Node 20 is past its end of life; jsii says so on every run.
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

const tsx = 'tsx --tsconfig test/tsconfig.json';

// Libraries reach Python, Java and Go inside the package; whole node_modules of them would be two thirds of it.
project.compileTask.exec(`${tsx} test/pack/kept.ts`);
project.compileTask.exec(`${tsx} test/pack/prune-types.ts`);
project.compileTask.exec(`${tsx} test/pack/bundle.ts`); // docs/adr/0013
// For a run of many tasks that has compiled already, while others read lib/.
project.compileTask.addCondition('[ -z "$COMPILED" ]');

project.addTask('lint', { description: 'Lint the code', exec: 'eslint', receiveArgs: true });
project.testTask.reset('bash test/run.sh', { receiveArgs: true }); // compiling, types, lint, tests: two at a time

// Compiles the TypeScript in README.md and in docstrings, and translates it for the other languages' packages.
project.postCompileTask.exec('jsii-rosetta extract --strict --directory .');

project.addTask('example', {
  description: 'Synthesize examples/online-boutique, print the verdict and the access table',
  exec: `${tsx} examples/online-boutique/main.ts`,
});

const golden = project.addTask('golden:update', {
  description: 'Rewrite the expected manifests of test/golden and examples; read the diff before committing it',
  exec: `${tsx} test/golden/update.ts`,
});
project.tasks.tryFind('test:update')?.spawn(golden);

project.addTask('pack:check', {
  description: 'Install the packed tarball in an empty directory and use it as the README says',
  exec: `${tsx} test/pack/check.ts`,
}).prependSpawn(project.compileTask);
project.addTask('languages', {
  description: 'Build the packages and compare what TypeScript, Python, Java and Go render',
  // All packages at once: they share the npm package, and are made side by side.
  steps: [{ spawn: 'compile' }, { exec: 'jsii-pacmak --targets python java go' }, { exec: 'bash examples/languages/compare.sh' }],
});
project.addTask('conformance', {
  description: 'Check the emitted manifests against kube-apiserver, istiod and Envoy',
  exec: 'bash conformance/run.sh',
  receiveArgs: true,
});
project.addTask('bench', {
  description: 'Measure synthesis and reachability against their baselines',
  exec: 'node bench/main.mjs',
  receiveArgs: true,
}).prependSpawn(project.compileTask);

// `npx projen build` makes the docs and runs the tests; `npx projen package-all` makes the packages.
project.packageTask.reset();

// Files that are made, not kept

project.gitignore.exclude(
  '.jsii.tabl.json', 'mesh-access.out/',
  '/examples/*/dist/', '/examples/languages/java/target/', '/conformance/.build/', '/bench/cyclonus/.build/',
);
project.gitignore.include('/.npmrc');

project.synth();
