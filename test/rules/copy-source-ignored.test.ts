import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Builder } from '../../src/model/request.ts'
import { auditBuild, saidOfBuild } from './audit-build.ts'
import { lines } from './audit-tree.ts'

const rule = 'copy-source-ignored'

describe('a source that is there and excluded', () => {
  it('names the line, and one that lets it in', async () => {
    const tree = { '.dockerignore': lines('*.log', 'dist'), 'dist/app.js': '' }
    expect(await auditBuild(tree, ['FROM scratch', 'COPY dist/app.js /'])).toMatchObject([
      {
        rule,
        severity: 'error',
        path: 'dist/app.js',
        location: { file: 'Dockerfile', line: 2, column: 6 },
        message:
          'dist/app.js is in the context, but line 2 of .dockerignore (`dist`) excludes dist: the build fails',
        data: { line: 2, exceptions: ['!dist/app.js'] },
        fix: { pattern: '!dist/app.js', why: 'at the end of .dockerignore it lets the source in' },
      },
    ])
  })

  it('is not there where an exception lets it in, or where it does not exist', async () => {
    const tree = { '.dockerignore': lines('dist', '!dist/app.js'), 'dist/app.js': '', 'dist/b.js': '' }
    expect(await saidOfBuild(tree, ['FROM scratch', 'COPY dist/app.js dist /'])).toEqual([])
    const said = await saidOfBuild(tree, ['FROM scratch', 'COPY dist/c.js /'])
    expect(said.map(([, id]) => id)).toEqual(['copy-source-missing'])
  })

  it('sees through an exception that does not count', async () => {
    const tree = { '.dockerignore': lines('**/*.log', '!keep'), 'keep/a.log': '' }
    expect(await auditBuild(tree, ['FROM scratch', 'COPY keep/a.log /'])).toMatchObject([
      { rule, data: { line: 1, exceptions: ['!keep/a.log'] } },
    ])
  })

  it("names the Dockerfile's own ignore file", async () => {
    const tree = { '.dockerignore': '', 'Dockerfile.dockerignore': lines('dist'), 'dist/app.js': '' }
    const [finding] = await auditBuild(tree, ['FROM scratch', 'COPY dist /'])
    expect(finding).toMatchObject({
      message: expect.stringContaining('line 1 of Dockerfile.dockerignore (`dist`) excludes it'),
      fix: { pattern: '!dist', why: 'at the end of Dockerfile.dockerignore it lets the source in' },
    })
  })

  it('is a link that is excluded itself', async () => {
    const tree = { '.dockerignore': lines('current'), current: { link: 'releases' }, 'releases/a': '' }
    expect(await saidOfBuild(tree, ['FROM scratch', 'COPY current/a /'])).toEqual([
      [
        2,
        rule,
        'error',
        'current/a is in the context, but line 1 of .dockerignore (`current`) excludes current: the build fails',
      ],
    ])
  })

  it('needs a line for the link and one for what it leads to', async () => {
    const tree = {
      '.dockerignore': lines('current', 'releases'),
      current: { link: 'releases' },
      'releases/a': '',
    }
    const [finding] = await auditBuild(tree, ['FROM scratch', 'COPY current/a /'])
    expect(finding).toMatchObject({
      data: { exceptions: ['!current', '!releases/a'] },
      fix: { why: '`!current` and `!releases/a` at the end of .dockerignore let the source in' },
    })
    expect(finding!.fix).not.toHaveProperty('pattern')
  })

  it('is a bind mount', async () => {
    const tree = { '.dockerignore': lines('go.sum'), 'go.sum': '' }
    const dockerfile = ['FROM scratch', 'RUN --mount=type=bind,source=go.sum,target=/go.sum go build']
    expect(await saidOfBuild(tree, dockerfile)).toEqual([
      [
        2,
        rule,
        'error',
        'go.sum is in the context, but line 1 of .dockerignore (`go.sum`) excludes it: the build fails',
      ],
    ])
  })
})

describe('a wildcard', () => {
  const tree = { '.dockerignore': lines('dist'), 'dist/a.js': '', 'dist/b.js': '' }

  it('is one error where all that it would match is excluded', async () => {
    const all = { '.dockerignore': lines('*.js'), 'a.js': '', 'b.js': '' }
    expect(await auditBuild(all, ['FROM scratch', 'COPY *.js /'])).toMatchObject([
      {
        rule,
        severity: 'error',
        message:
          '*.js would match a.js, but line 1 of .dockerignore (`*.js`) excludes it: BuildKit copies nothing and goes on',
        fix: { pattern: '!*.js' },
      },
    ])
  })

  it('fails where nothing of its directory is sent', async () => {
    const all = { ...tree, '.dockerignore': lines('**/*.js') }
    expect(await auditBuild(all, ['FROM scratch', 'COPY dist/*.js /'])).toMatchObject([
      {
        rule,
        severity: 'error',
        message:
          'dist/*.js would match dist/a.js, but line 1 of .dockerignore (`**/*.js`) excludes it: the build fails',
        fix: { pattern: '!dist/*.js' },
      },
    ])
  })

  it('fails where the directory itself is missing for it', async () => {
    expect(await auditBuild(tree, ['FROM scratch', 'COPY dist/*.js /'])).toMatchObject([
      {
        rule,
        severity: 'error',
        message: expect.stringContaining('excludes'),
        fix: { pattern: expect.any(String) },
      },
    ])
  })

  it('is all right where only some of it is excluded', async () => {
    const some = { ...tree, '.dockerignore': lines('dist/a.js') }
    expect(await saidOfBuild(some, ['FROM scratch', 'COPY dist/*.js /'])).toEqual([])
  })

  it('is a warning where one name may be missing', async () => {
    const one = { '.dockerignore': lines('.npmrc'), '.npmrc': '', 'package.json': '' }
    expect(await saidOfBuild(one, ['FROM scratch', 'COPY package.json .npmrc* /'])).toMatchObject([
      [2, rule, 'warning', expect.any(String)],
    ])
  })
})

describe('a directory', () => {
  it('that arrives empty is a warning, and one that is empty is none', async () => {
    const tree = { '.dockerignore': lines('logs/*'), 'logs/a.log': '', empty: { dir: true } as const }
    expect(await auditBuild(tree, ['FROM scratch', 'COPY logs /logs', 'COPY empty /empty'])).toMatchObject([
      {
        rule,
        severity: 'warning',
        location: { line: 2 },
        message:
          'COPY takes logs, of which line 1 of .dockerignore (`logs/*`) leaves nothing: an empty directory arrives',
        fix: { pattern: '!logs/**' },
      },
    ])
  })
})

const PATTERNS = ['a', 'a/b', '*', '**/x', 'a/*', '*/b', 'a/b/x', '**', 'a/**']
const ignoreLines = fc.array(
  fc
    .tuple(fc.boolean(), fc.constantFrom(...PATTERNS))
    .map(([negated, text]) => (negated ? `!${text}` : text)),
  { maxLength: 5 },
)
const sources = ['a', 'a/b', 'a/b/x', 'a/y', 'c', 'a/*', 'a/b/?']

it('the exceptions that are proposed let the source in, with every builder', {
  timeout: 120_000,
}, async () => {
  let tried = 0
  const check = async (ignored: string[], source: string, builder: Builder) => {
    const tree = { 'a/b/x': '1', 'a/y': '2', c: '3' }
    const dockerfile = ['FROM scratch', `COPY ${source} /to/`]
    const before = await auditBuild({ ...tree, '.dockerignore': lines(...ignored) }, dockerfile, { builder })
    const found = before.find(finding => finding.rule === rule)
    const proposed = found?.data.exceptions as string[] | undefined
    if (proposed === undefined) return
    tried++
    const mended = lines(...ignored, ...proposed)
    expect(await saidOfBuild({ ...tree, '.dockerignore': mended }, dockerfile, { builder })).toEqual([])
  }
  const builders = fc.constantFrom<Builder>('buildkit', 'classic', 'podman')
  await fc.assert(fc.asyncProperty(ignoreLines, fc.constantFrom(...sources), builders, check), {
    numRuns: 300,
  })
  expect(tried).toBeGreaterThan(50)
})
