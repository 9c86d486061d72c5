/** A program that installs what a project depends on. */
export interface Installer {
  /** what it is called by, without versions: `pip` of `pip3.12` */
  names: readonly string[]
  /** subcommands that install what its files name */
  restores: readonly string[]
  /** subcommands that install what the command line names; with nothing named they restore */
  adds?: readonly string[]
  /** files that say what is needed */
  reads: readonly string[]
  /** its subcommands are tasks, of which one line may name several */
  tasks?: true
}

const NODE = ['package.json', 'package-lock.json']

export const INSTALLERS: readonly Installer[] = [
  { names: ['npm'], restores: ['ci', 'clean-install'], adds: ['install', 'i', 'add'], reads: NODE },
  {
    names: ['yarn'],
    restores: ['', 'install', 'workspaces focus'],
    adds: ['add', 'global add'],
    reads: ['package.json', 'yarn.lock'],
  },
  {
    names: ['pnpm'],
    restores: ['install', 'i', 'fetch'],
    adds: ['add'],
    reads: ['package.json', 'pnpm-lock.yaml'],
  },
  { names: ['bun'], restores: ['install', 'i', 'ci'], adds: ['add'], reads: ['package.json', 'bun.lock'] },
  { names: ['pip'], restores: [], adds: ['install'], reads: ['requirements.txt', 'pyproject.toml'] },
  {
    names: ['uv'],
    restores: ['sync', 'pip sync'],
    adds: ['pip install', 'tool install'],
    reads: ['pyproject.toml', 'uv.lock'],
  },
  {
    names: ['poetry', 'pdm'],
    restores: ['install', 'sync'],
    adds: ['add'],
    reads: ['pyproject.toml', 'poetry.lock'],
  },
  { names: ['pipenv'], restores: ['sync'], adds: ['install'], reads: ['Pipfile', 'Pipfile.lock'] },
  {
    names: ['conda', 'mamba', 'micromamba'],
    restores: ['env create', 'env update'],
    adds: ['install'],
    reads: ['environment.yml'],
  },
  { names: ['go'], restores: ['mod download'], adds: ['install'], reads: ['go.mod', 'go.sum'] },
  {
    names: ['cargo'],
    restores: ['fetch', 'build', 'chef cook'],
    adds: ['install'],
    reads: ['Cargo.toml', 'Cargo.lock'],
  },
  { names: ['bundle', 'bundler'], restores: ['', 'install'], reads: ['Gemfile', 'Gemfile.lock'] },
  {
    names: ['composer'],
    restores: ['install'],
    adds: ['require', 'global require'],
    reads: ['composer.json', 'composer.lock'],
  },
  { names: ['mvn', 'mvnw'], restores: ['dependency:*'], reads: ['pom.xml'], tasks: true },
  {
    names: ['gradle', 'gradlew'],
    restores: ['dependencies', 'build', 'assemble'],
    reads: ['build.gradle', 'settings.gradle'],
    tasks: true,
  },
  { names: ['dotnet'], restores: ['restore'], reads: ['*.csproj'] },
  { names: ['mix'], restores: ['deps.get'], reads: ['mix.exs', 'mix.lock'] },
  { names: ['dart', 'flutter'], restores: ['pub get'], reads: ['pubspec.yaml', 'pubspec.lock'] },
  { names: ['gem'], restores: [], adds: ['install'], reads: [] },
  {
    names: ['apt-get', 'apt', 'aptitude', 'dnf', 'yum', 'microdnf', 'zypper'],
    restores: [],
    adds: ['install'],
    reads: [],
  },
  { names: ['apk'], restores: [], adds: ['add'], reads: [] },
]

/** Options whose value is the next word, so that it is not taken for a subcommand or for what is installed. */
export const VALUE_OPTIONS: ReadonlySet<string> = new Set([
  ...[
    '-C',
    '-F',
    '-c',
    '-o',
    '-f',
    '-i',
    '-p',
    '-t',
    '--prefix',
    '--cwd',
    '--dir',
    '--directory',
    '--project',
  ],
  ...['--filter', '--file', '--index-url', '--extra-index-url', '--find-links', '--target', '--registry'],
  ...[
    '--group',
    '--with',
    '--without',
    '--only',
    '--extra',
    '--python',
    '--manifest-path',
    '--bin',
    '--profile',
  ],
  ...['--features', '--jobs', '-j', '--retry', '--path', '--target-dir', '--name', '--channel', '--virtual'],
  ...[
    '--root',
    '--repository',
    '-X',
    '--constraint',
    '--log-level',
    '--loglevel',
    '--network-timeout',
    '--source',
  ],
])

/** Options by which an adding subcommand is given a project or a list of its: then it restores. */
export const PROJECT_OPTIONS: ReadonlySet<string> = new Set([
  ...['-r', '--requirement', '--requirements', '-e', '--editable', '--file', '--path'],
])
