import { describe, expect, it } from 'vitest'
import { audit } from '../../src/audit.ts'
import type { Policy } from '../../src/model/policy.ts'
import type { ReportedFinding } from '../../src/model/report.ts'
import type { BuildRequest } from '../../src/model/request.ts'
import { commitAll, makeTree, type Tree } from '../helpers/tree.ts'

const SECRET = 'API_KEY=Kq7vT2mX9pLw4Rz8Nb3Yc6Hd1Fg5Js0Q\n'

/** Something for every rule whose findings weigh by how far they get; all of it lies below `x`. */
const TREE: Tree = {
  app: '',
  'x/.env': SECRET,
  'x/node_modules/a/b': '1',
  'x/dump.sql.gz': '1',
  'x/big.bin': { bytes: 11 * 2 ** 20 },
  'x/a': '',
  'x/A': '',
  'x/fifo': { special: 'fifo' },
  'x/out': { link: '/etc/hostname' },
  'x/.claude/worktrees/one/.git': 'gitdir: /elsewhere\n',
  'x/net.bin':
    'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n',
  'x/.gitattributes': 'net.bin filter=lfs\n',
}

const NOT_TAKEN = ['FROM scratch', 'COPY app /']
const IN_STAGE = ['FROM scratch AS build', 'COPY x /x', 'FROM scratch', 'COPY --from=build /app /']
const IN_FINAL = ['FROM scratch', 'COPY x /x']

interface Given {
  tree?: Tree
  committed?: boolean
  request?: Partial<BuildRequest>
  policy?: Partial<Policy>
}

async function findingsOf(dockerfile: readonly string[] | undefined, given: Given = {}) {
  const { tree = TREE, committed = false, request = {}, policy = {} } = given
  const text = dockerfile && { Dockerfile: `${dockerfile.join('\n')}\n` }
  const dir = makeTree({ '.dockerignore': '.git\n', ...text, ...tree })
  if (committed) commitAll(dir)
  return (await audit({ context: { kind: 'directory', dir }, ...request }, policy)).findings
}

/** `severity exposure` of the first finding of each rule about something below `x`. */
function weightsOf(findings: readonly ReportedFinding[]): Record<string, string> {
  const about = findings.filter(({ path, exposure }) => path?.startsWith('x') && exposure !== undefined)
  return Object.fromEntries(
    [...about].reverse().map(({ rule, severity, exposure }) => [rule, `${severity} ${exposure}`]),
  )
}

describe('exposure', () => {
  it('makes less of what the build does not take, and never more of a note', async () => {
    const findings = await findingsOf(NOT_TAKEN)
    expect(weightsOf(findings)).toEqual({
      'secret-file': 'warning sent',
      'agent-worktree': 'info sent',
      'junk-directory': 'info sent',
      'stray-artifact': 'info sent',
      'large-file': 'info sent',
      'lfs-pointer': 'info sent',
      'special-file': 'info sent',
      'odd-name': 'info sent',
      'symlink-escapes': 'info sent',
    })
    for (const { carrier, mayReachFinal } of findings) {
      expect(carrier).toBeUndefined()
      expect(mayReachFinal).toBeUndefined()
    }
  })

  it('leaves it at its weight in a stage and in the final image, and says which line takes it there', async () => {
    const weights = {
      'secret-file': 'error',
      'agent-worktree': 'warning',
      'junk-directory': 'warning',
      'stray-artifact': 'warning',
      'large-file': 'warning',
      'lfs-pointer': 'warning',
      'special-file': 'warning',
      'odd-name': 'warning',
      'symlink-escapes': 'warning',
    }
    const told = (exposure: string) =>
      Object.fromEntries(Object.entries(weights).map(([rule, severity]) => [rule, `${severity} ${exposure}`]))
    const inStage = await findingsOf(IN_STAGE)
    expect(weightsOf(inStage)).toEqual(told('stage:build'))
    const inFinal = await findingsOf(IN_FINAL)
    expect(weightsOf(inFinal)).toEqual(told('final'))
    expect(inFinal.find(({ rule }) => rule === 'secret-file')!.carrier).toEqual({
      file: 'Dockerfile',
      line: 2,
      instruction: 'COPY x /x',
    })
  })

  it('makes an error of a repository in the final image, and a note of one that is not taken', async () => {
    const tree = { app: '', 'x/.git/HEAD': 'ref: refs/heads/main\n', 'x/.git/objects/a': '1' }
    const severities = []
    for (const dockerfile of [NOT_TAKEN, IN_STAGE, IN_FINAL]) {
      const findings = await findingsOf(dockerfile, { tree })
      severities.push(findings.find(({ rule }) => rule === 'vcs-directory')!.severity)
    }
    expect(severities).toEqual(['info', 'warning', 'error'])
  })

  it('makes less of what git says against files that the build does not take', async () => {
    const tree = { '.gitignore': 'local\n', app: '', 'x/local/a': '1', 'x/local/b': '1' }
    const severities = []
    for (const dockerfile of [NOT_TAKEN, IN_FINAL]) {
      const findings = await findingsOf(dockerfile, { tree, committed: true })
      severities.push(findings.find(({ rule }) => rule === 'gitignored-sent')!.severity)
    }
    expect(severities).toEqual(['warning', 'error'])
  })

  it('changes nothing where no Dockerfile tells', async () => {
    const findings = await findingsOf(undefined)
    expect(weightsOf(findings)).toMatchObject({
      'secret-file': 'error sent',
      'junk-directory': 'warning sent',
    })
  })

  it('takes all that is sent for taken with the classic builder', async () => {
    const findings = await findingsOf(NOT_TAKEN, { request: { builder: 'classic' } })
    expect(weightsOf(findings)).toMatchObject({ 'secret-file': 'error requested' })
  })

  it('lets a directory get as far as the furthest of what lies in it', async () => {
    const dockerfile = ['FROM scratch', 'COPY x/node_modules/a/b /']
    expect(weightsOf(await findingsOf(dockerfile))).toMatchObject({ 'junk-directory': 'warning final' })
  })

  it('leaves an error what a COPY names and the build fails on', async () => {
    const dockerfile = ['FROM scratch', 'COPY x/out /']
    for (const builder of ['buildkit', 'classic', 'podman'] as const)
      expect(weightsOf(await findingsOf(dockerfile, { request: { builder } }))).toMatchObject({
        'symlink-escapes': 'error requested',
      })
  })

  it('does not touch what is about lines, the walk or the context as a whole', async () => {
    const tree = { app: '', '.dockerignore': '.git\nnothing\n*.md\n!x\n', 'x/.dockerignore': 'a\n' }
    const findings = await findingsOf(NOT_TAKEN, { tree })
    const byRule = Object.fromEntries(findings.map(({ rule, severity }) => [rule, severity]))
    expect(byRule).toMatchObject({ 'ignore-inactive': 'warning', 'ignore-dead-line': 'info' })
  })

  it('gives way to the severity that the policy sets', async () => {
    const policy = { rules: { 'junk-directory': 'error' as const } }
    expect(weightsOf(await findingsOf(NOT_TAKEN, { policy }))).toMatchObject({
      'junk-directory': 'error sent',
    })
  })
})
