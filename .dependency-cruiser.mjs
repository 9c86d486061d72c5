// The walls of docs/ARCHITECTURE.md. A room that is not named in `to` may not be imported.
const NOUNS = ['model', 'errors']
/** Rooms with threads of their own. */
const THREADS = ['bundle-file']

const rooms = {
  model: { may: [], why: 'the nouns depend on nothing' },
  ignore: { may: NOUNS, why: 'ignore files are decided without a file system' },
  dockerfile: { may: NOUNS, why: 'a Dockerfile is understood from its text alone' },
  reach: {
    may: [...NOUNS, 'ignore'],
    why: 'what a build takes follows from its plan and a snapshot: both are data by then',
  },
  context: {
    may: [...NOUNS, 'ignore'],
    why: 'the walk knows entries and lines, not what is thought of them',
  },
  git: { may: [...NOUNS, ...THREADS], why: 'git answers for paths, whatever they are wanted for' },
  secrets: { may: NOUNS, why: 'bytes in, masked matches out: no file system, no context' },
  archive: {
    may: [...NOUNS, 'context'],
    why: 'an archive becomes a tree as an engine unpacks it, whatever is asked of it then',
  },
  contents: {
    may: [...NOUNS, ...THREADS, 'secrets', 'context'],
    why: 'it reads what a snapshot names, as the walk reads it, and hands over nothing but what src/secrets has masked',
  },
  request: {
    may: [...NOUNS, 'context', 'dockerfile', 'ignore'],
    why: 'what is built is known before anything is walked; it asks how builders open files, and what Go matches',
  },
  pack: {
    may: [...NOUNS, ...THREADS, 'context'],
    why: 'it packs what was walked, through the source that the walk had; what to pack is known by then',
  },
  guard: {
    may: [...NOUNS, 'pack', 'request', 'git', 'context'],
    why: 'it stands between people and the commands that they run; who audits is handed to it',
  },
  rules: {
    may: [...NOUNS, 'ignore', 'secrets'],
    why: 'rules see a context through one door and never the file system',
  },
  findings: { may: NOUNS, why: 'list to list, whatever found them' },
  config: {
    may: [...NOUNS, 'context'],
    why: 'data only; it looks for its file where the context is: on this machine, in a commit, in an archive',
  },
  report: { may: NOUNS, why: 'a report becomes text, whoever made it' },
}

const walls = Object.entries(rooms).map(([room, { may, why }]) => ({
  name: `${room}-walls`,
  comment: why,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: [room, ...may].map(name => `^src/${name}(/|\\.ts$)`) },
}))

export default {
  forbidden: [
    ...walls,
    {
      name: 'no-circular',
      comment: 'data goes one way',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'rules-never-touch-the-file-system',
      comment: 'bytes come through ctx.read, one door that can count, bound and cache',
      severity: 'error',
      from: { path: '^src/(rules|secrets|findings|ignore|dockerfile|reach|report|model)/' },
      to: { path: '^(node:)?(fs|fs/promises|child_process|net|http|https)$' },
    },
    {
      name: 'only-cli-imports-cli',
      comment: 'the command line is the outermost room',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'no-development-dependency',
      comment: 'what ships may need only what is installed with it',
      severity: 'error',
      from: { path: '^(src|bin)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '^(dist|node_modules|coverage)/' },
  },
}
