import { describe, expect, it } from 'vitest'
import { auditTree, byLine, lines } from './audit-tree.ts'

describe('ignore-dead-line', () => {
  const rule = 'ignore-dead-line'

  it('says why a line decides nothing, one finding a line', async () => {
    const findings = await auditTree(rule, {
      '.dockerignore': lines('docs', '*.tmp', 'docs/', '.', 'docs/drafts', '!main.c'),
      'docs/drafts/a.md': '',
      'main.c': '',
    })
    expect(byLine(findings)).toEqual([
      [2, 'info', '`*.tmp` matches nothing that other lines leave over'],
      [3, 'info', '`docs/` says the same as line 1'],
      [4, 'info', '`.` names the context itself, which no line can exclude'],
      [5, 'info', '`docs/drafts` matches nothing that other lines leave over'],
      [6, 'info', '`!main.c` is not needed: what it names is not excluded when it comes'],
    ])
  })

  it('names the later line that overrules one', async () => {
    const findings = await auditTree(rule, {
      '.dockerignore': lines('**/*.txt', '*', '!src'),
      'src/a.txt': '',
      'src/a.c': '',
    })
    expect(byLine(findings)).toEqual([
      [1, 'info', '`**/*.txt` is overruled by `!src` on line 3 wherever it matches'],
    ])
  })

  it('takes an exception for which nothing exists for a precaution, not for a mistake', async () => {
    const tree = { '.dockerignore': lines('.env*', '!.env.example'), '.env': 'A=1', 'main.c': '' }
    expect(byLine(await auditTree(rule, tree))).toEqual([
      [2, 'info', '`!.env.example` matches nothing in this context'],
    ])
    expect(await auditTree('ignore-dead-exception', tree)).toEqual([])
  })

  it('keeps still about a Dockerfile that the classic client sends and takes out again', async () => {
    const tree = { '.dockerignore': lines('Dockerfile', '.dockerignore'), Dockerfile: 'FROM scratch\n' }
    expect(await auditTree(rule, tree, { builder: 'classic' })).toEqual([])
  })

  it('is allowed by a comment on the line above', async () => {
    const tree = {
      '.dockerignore': lines('# ctxguard:allow ignore-dead-line a precaution', '*.tmp'),
      'main.c': '',
    }
    expect(await auditTree(rule, tree)).toEqual([])
  })

  it('leaves a line to the rule that has more to say of it', async () => {
    const findings = await auditTree(rule, {
      '.dockerignore': lines('docs # drafts', 'node_modules', '!early', 'early', '[a'),
      'a/node_modules/b/index.js': '',
      early: '',
    })
    expect(findings).toEqual([])
  })
})

describe('ignore-dead-exception', () => {
  const rule = 'ignore-dead-exception'

  it('reports a directory that is not excluded when its exception comes, and what lies below stays out', async () => {
    const [finding, ...others] = await auditTree(rule, {
      '.dockerignore': lines('**/*.log', '!keep'),
      'keep/a.log': '',
      'keep/a.c': '',
    })
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      severity: 'warning',
      location: { file: '.dockerignore', line: 2 },
      message:
        '`!keep` brings nothing back: keep/ itself is not excluded, so what `**/*.log` on line 1 excludes below it stays out',
      data: { pattern: '!keep', kind: 'unprotected', by: 1, instead: '!keep/**' },
      fix: { why: 'write `!keep/**`: it names what lies below, and not the directory alone' },
    })
  })

  it('is content with the form that it suggests', async () => {
    const tree = { '.dockerignore': lines('**/*.log', '!keep/**'), 'keep/a.log': '', 'keep/a.c': '' }
    expect(await auditTree(rule, tree)).toEqual([])
  })

  it.each([
    ['a/b', '!a', 'a/b/c'],
    ['a/*/c', '!a/b', 'a/b/c'],
    ['**/*.log', '!**/keep', 'sub/keep/a.log'],
  ])('reports %s, %s', async (plain, exception, path) => {
    const tree = { '.dockerignore': lines(plain, exception), [path]: '', 'sub/keep/x': '', 'a/b/x': '' }
    expect(byLine(await auditTree(rule, tree)).map(([line]) => line)).toEqual([2])
  })

  it('reports an exception that comes before the line that it is meant for', async () => {
    const findings = await auditTree(rule, {
      '.dockerignore': lines('!keep.log', '!*.md', '*'),
      'keep.log': '',
    })
    expect(byLine(findings)).toEqual([
      [1, 'warning', '`!keep.log` lets nothing in: `*` comes later, on line 3, and excludes it again'],
      [2, 'warning', '`!*.md` lets nothing in: `*` comes later, on line 3, and excludes it again'],
    ])
    expect(findings.map(finding => finding.fix!.why).sort()).toEqual([
      'write `!*.md`: only below line 3 it lets something in',
      'write `!keep.log`: only below line 3 it lets something in',
    ])
  })

  it('keeps still where the exceptions work, or where nothing had to be let in', async () => {
    const tree = {
      '.dockerignore': lines(
        '*',
        '!src',
        '!package*.json',
        '**/*.test.js',
        '!src/**/keep.test.js',
        '!README.md',
      ),
      'src/a.js': '',
      'src/a.test.js': '',
      'package.json': '{}',
    }
    expect(await auditTree(rule, tree)).toEqual([])
  })

  it('keeps still where only a later line takes something out again', async () => {
    const tree = {
      '.dockerignore': lines('/docs', '!src', '**/*.log'),
      'src/a.log': '',
      'src/a.c': '',
      'docs/a': '',
    }
    expect(await auditTree(rule, tree)).toEqual([])
  })

  it('knows that podman lets a directory cover what lies below it', async () => {
    const tree = { '.dockerignore': lines('**/*.log', '!keep'), 'keep/a.log': '', 'keep/a.c': '' }
    expect(await auditTree(rule, tree, { builder: 'podman' })).toEqual([])
  })

  it('knows that only BuildKit looks into excluded directories for a wildcard', async () => {
    const tree = { '.dockerignore': lines('*', '!**/main.go'), 'cmd/main.go': '' }
    expect(byLine(await auditTree(rule, tree, { builder: 'classic' }))).toEqual([
      [
        2,
        'warning',
        "`!**/main.go` finds nothing below cmd/, which line 1 excludes: Docker's classic builder does not look there for an exception with a wildcard",
      ],
    ])
    expect(await auditTree(rule, tree)).toEqual([])
  })
})

describe('ignore-slow-exception', () => {
  const rule = 'ignore-slow-exception'
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`old/${n}.c`, '']))

  it('counts what BuildKit walks in vain for a wildcard', async () => {
    const [finding] = await auditTree(rule, { '.dockerignore': lines('!**/*.md', 'old'), ...many(1000) })
    expect(finding).toMatchObject({
      severity: 'info',
      location: { line: 1 },
      message:
        '`!**/*.md` makes BuildKit walk 1,000 entries in excluded directories that it leaves out all the same',
    })
  })

  it('keeps still about few entries, and about a wildcard at the end', async () => {
    expect(await auditTree(rule, { '.dockerignore': lines('!**/*.md', 'old'), ...many(900) })).toEqual([])
    expect(await auditTree(rule, { '.dockerignore': lines('!docs/*', 'old'), ...many(1000) })).toEqual([])
  })
})

describe('arrives-empty', () => {
  const rule = 'arrives-empty'
  const ignore = lines('*', '!src/app', 'src')

  it('names both lines and the file whose content is lost', async () => {
    const findings = await auditTree(rule, { '.dockerignore': ignore, 'src/app/main.c': 'int main() {}' })
    expect(findings).toMatchObject([
      {
        severity: 'error',
        path: 'src/app/main.c',
        location: { file: '.dockerignore', line: 3 },
        message:
          'src/app/main.c arrives empty: line 2 (`!src/app`) makes BuildKit list it, and line 3 (`src`) makes it refuse the content, silently',
        fix: { pattern: '!src/app', why: 'below line 3 the exception lets the content in too' },
      },
    ])
  })

  it('reports a directory once', async () => {
    const findings = await auditTree(rule, {
      '.dockerignore': ignore,
      'src/app/a.c': '12',
      'src/app/b.c': '3',
    })
    expect(findings).toMatchObject([{ path: 'src', files: 2, bytes: 3 }])
  })

  it('keeps still where there is no content to lose, and with the other builders', async () => {
    expect(await auditTree(rule, { '.dockerignore': ignore, 'src/app/empty': '' })).toEqual([])
    const tree = { '.dockerignore': ignore, 'src/app/main.c': 'int main() {}' }
    expect(await auditTree(rule, tree, { builder: 'classic' })).toEqual([])
    expect(await auditTree(rule, tree, { builder: 'podman' })).toEqual([])
  })
})
