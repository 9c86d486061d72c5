/** What kind of junk a directory is, and what follows from it for an image. */
export const JUNK_KINDS = {
  dependencies: 'the image should install its own',
  'build output': 'the image should build its own',
  cache: 'no build needs it',
  report: 'no build needs it',
  editor: 'no build needs it',
  system: 'no build needs it',
} as const

type JunkKind = keyof typeof JUNK_KINDS

export interface JunkName {
  /** the last name of a directory, or its last two */
  name: string
  kind: JunkKind
  /** what it is, after 'node_modules, …' */
  what: string
  /**
   * Set for a name that people also give to their own: it is junk only where one of these files lies beside it,
   * or git ignores it. `*.ext` stands for any file with that extension.
   */
  beside?: readonly string[]
  /** the same with a file inside it */
  inside?: readonly string[]
}

const NODE = ['package.json']
const PYTHON = ['pyproject.toml', 'setup.py', 'setup.cfg']
const GRADLE = ['build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts']
const DOTNET = ['*.csproj', '*.fsproj', '*.vbproj']

/** Directories that are junk at any depth. */
export const JUNK_DIRECTORIES: readonly JunkName[] = [
  ...named('dependencies', {
    node_modules: 'a dependency tree of Node.js',
    bower_components: 'a dependency tree of Bower',
    jspm_packages: 'a dependency tree of jspm',
    '.venv': 'a virtual environment of Python',
    __pypackages__: 'a dependency tree of Python',
    'vendor/bundle': 'a dependency tree of Bundler',
  }),
  ...['venv', 'env', 'virtualenv'].map(name => ({
    name,
    kind: 'dependencies' as const,
    what: 'a virtual environment of Python',
    inside: ['pyvenv.cfg'],
  })),
  ...named('dependencies', { vendor: 'a dependency tree of Composer' }, ['composer.json']),
  ...named('dependencies', { Pods: 'a dependency tree of CocoaPods' }, ['Podfile']),
  ...named('dependencies', { Carthage: 'a dependency tree of Carthage' }, ['Cartfile']),
  ...named('dependencies', { deps: 'a dependency tree of Mix' }, ['mix.exs']),
  ...named('dependencies', { 'elm-stuff': 'a dependency tree of Elm' }, ['elm.json']),

  ...named('build output', { target: 'build output' }, [
    'Cargo.toml',
    'pom.xml',
    'build.sbt',
    'project.clj',
    'deps.edn',
  ]),
  ...named('build output', { build: 'build output' }, [
    ...NODE,
    ...PYTHON,
    ...GRADLE,
    'CMakeLists.txt',
    'pubspec.yaml',
    'meson.build',
  ]),
  ...named('build output', { dist: 'build output' }, [...NODE, ...PYTHON]),
  ...named('build output', { out: 'build output' }, [...NODE, ...GRADLE]),
  ...named('build output', { bin: 'build output of .NET', obj: 'build output of .NET' }, DOTNET),
  ...named(
    'build output',
    {
      '.next': 'build output of Next.js',
      '.nuxt': 'build output of Nuxt',
      '.output': 'build output of Nitro',
      '.svelte-kit': 'build output of SvelteKit',
      '.docusaurus': 'build output of Docusaurus',
      '.astro': 'build output of Astro',
      '.vercel': 'build output of Vercel',
      'storybook-static': 'build output of Storybook',
    },
    NODE,
  ),
  ...named('build output', { '.build': 'build output of Swift' }, ['Package.swift']),
  ...named('build output', { _build: 'build output of Mix' }, ['mix.exs']),
  ...named('build output', { _site: 'build output of Jekyll' }, ['_config.yml']),
  ...named('build output', { 'zig-out': 'build output of Zig' }, ['build.zig']),
  ...named('build output', { 'dist-newstyle': 'build output of Cabal' }, ['*.cabal', 'cabal.project']),
  ...named('build output', {
    'cmake-build-debug': 'build output of CMake',
    'cmake-build-release': 'build output of CMake',
    '.stack-work': 'build output of Stack',
    DerivedData: 'build output of Xcode',
    'cdk.out': 'build output of the AWS CDK',
    '.aws-sam': 'build output of AWS SAM',
    '.serverless': 'build output of the Serverless Framework',
  }),

  ...named('cache', {
    __pycache__: 'compiled Python',
    '.pytest_cache': 'a cache of pytest',
    '.mypy_cache': 'a cache of mypy',
    '.ruff_cache': 'a cache of Ruff',
    '.hypothesis': 'a cache of Hypothesis',
    '.tox': 'environments of tox',
    '.nox': 'environments of Nox',
    '.eggs': 'a cache of setuptools',
    '.gradle': 'a cache of Gradle',
    '.m2/repository': 'a cache of Maven',
    '.bloop': 'a cache of Bloop',
    '.metals': 'a cache of Metals',
    '.terraform': 'modules and providers that Terraform downloaded',
    '.terragrunt-cache': 'a cache of Terragrunt',
    '.turbo': 'a cache of Turborepo',
    '.nx/cache': 'a cache of Nx',
    '.parcel-cache': 'a cache of Parcel',
    '.angular/cache': 'a cache of Angular',
    '.sass-cache': 'a cache of Sass',
    '.pnpm-store': 'a store of pnpm',
    '.yarn/cache': 'a cache of Yarn',
    '.yarn/unplugged': 'a cache of Yarn',
    '.dart_tool': 'a cache of Dart',
    '.zig-cache': 'a cache of Zig',
    '.ccache': 'a cache of ccache',
    '.vagrant': 'state of Vagrant machines',
    '.cache': 'a cache',
  }),

  ...named('report', { coverage: 'a coverage report' }, [
    ...NODE,
    ...PYTHON,
    'Gemfile',
    'composer.json',
    'pubspec.yaml',
  ]),
  ...named('report', { 'playwright-report': 'a test report', 'test-results': 'a test report' }, NODE),
  ...named('report', { '.nyc_output': 'coverage data', htmlcov: 'a coverage report' }),

  ...named('editor', {
    '.idea': 'settings of a JetBrains editor',
    '.vscode': 'settings of Visual Studio Code',
    '.vs': 'settings of Visual Studio',
    '.fleet': 'settings of Fleet',
    nbproject: 'settings of NetBeans',
  }),

  ...named('system', {
    '.Spotlight-V100': 'an index of macOS',
    '.Trashes': 'a wastebasket of macOS',
    '.fseventsd': 'a log of macOS',
    __MACOSX: 'what macOS adds to archives',
    '$RECYCLE.BIN': 'a wastebasket of Windows',
  }),
]

/** Files that an operating system leaves behind, and which one. */
export const JUNK_FILES: ReadonlyMap<string, string> = new Map([
  ['.DS_Store', 'macOS'],
  ['Thumbs.db', 'Windows'],
  ['ehthumbs.db', 'Windows'],
  ['desktop.ini', 'Windows'],
])

function named(kind: JunkKind, names: Record<string, string>, beside?: readonly string[]): JunkName[] {
  return Object.entries(names).map(([name, what]) => ({ name, kind, what, ...(beside && { beside }) }))
}
