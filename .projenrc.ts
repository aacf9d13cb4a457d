import { cdk8s, javascript, typescript } from 'projen';

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-mesh-access',
  description: 'Say once who may call whom; render it for the service mesh you run.',
  keywords: ['cdk8s', 'kubernetes', 'service-mesh', 'access-control'],
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

  // jsii ships these inside the package, so they reach Python, Java and Go too.
  bundledDeps: ['commander@^14', 'ipaddr.js@^2', 'refa@^0.12', 'yaml@^2'],

  // Languages other than TypeScript.
  publishToPypi: { distName: 'cdk8s-mesh-access', module: 'cdk8s_mesh_access' },
  publishToMaven: {
    mavenGroupId: 'io.github.mesh-access',
    mavenArtifactId: 'cdk8s-mesh-access',
    javaPackage: 'io.github.meshaccess.cdk8s',
  },
  publishToGo: { moduleName: 'github.com/mesh-access/cdk8s-mesh-access-go', packageName: 'meshaccess' },

  // Toolchain.
  packageManager: javascript.NodePackageManager.NPM,
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  runner: typescript.TypeScriptRunner.tsx(),
  projenrcTs: true,
  projenrcTsOptions: { projenCodeDir: '.projen' }, // keeps its tsconfig out of sight
  devDeps: [
    '@kubernetes-models/istio@^3',
    '@stylistic/eslint-plugin@^5',
    'cdk8s-plus-28@2.5.6',
    'eslint@^9',
    'fast-check@^4',
    'kubernetes-models@^4',
    'typescript-eslint@^8',
  ],
  eslint: false, // projen's is the legacy .eslintrc; ours is eslint.config.mjs
  typecheckTests: true, // ts-jest runs with isolatedModules, which checks no types
  jestOptions: {
    configFilePath: 'jest.config.json',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    junitReporting: false,
    jestConfig: { collectCoverage: false },
  },

  // projen features we do without.
  github: false,
  release: false,
  depsUpgrade: false,
  clobber: false,
  sampleCode: false,
  integrationTestAutoDiscover: false,
});

// 1.13.0 of these optional binaries is not everywhere yet, and `npm ci` wants them all in the lock file.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// The parts that only Node.js users see.
project.package.addVersion('0.1.0');
project.package.addBin({ 'mesh-access': 'bin/mesh-access' });
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './jest': { types: './lib/jest/index.d.ts', default: './lib/jest/index.js' },
  './package.json': './package.json',
  './.jsii': './.jsii',
});
project.package.addField('typesVersions', { '*': { jest: ['./lib/jest/index.d.ts'] } }); // moduleResolution: node10

project.addTask('example', {
  description: 'Synthesize the example',
  exec: 'tsx --tsconfig examples/tsconfig.json examples/online-boutique/main.ts',
  receiveArgs: true,
});
// Node 20 is past its end of life; jsii says so on every run.
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

const lint = project.addTask('lint', { description: 'Lint the code', exec: 'eslint', receiveArgs: true });
project.testTask.exec('tsc --noEmit -p examples');
project.testTask.spawn(lint);

// Compiles the TypeScript examples in README.md and turns them into Python, Java and Go for those packages.
project.postCompileTask.exec('jsii-rosetta extract --strict --directory .');
project.gitignore.exclude('.jsii.tabl.json');

// Runs the same example in TypeScript, Python, Java and Go and compares what they render.
project.addTask('languages', { description: 'Check the packages for all languages', exec: 'bash examples/compare.sh' });

// `npx projen build` makes the docs and runs the tests; `npx projen package-all` makes the packages.
project.packageTask.reset();

project.npmignore?.exclude('/examples/', '/eslint.config.mjs', '/.ci/', '/.jsii.tabl.json');
project.gitignore.exclude('/examples/dist/', '/examples/java/target/');

project.synth();
