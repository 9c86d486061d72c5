import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SECRET_KINDS, type SecretKind } from '../../src/secrets/index.ts'
import { DETECTORS } from '../../src/secrets/tokens/index.ts'

function row({ id, names, confirmedBy }: SecretKind): string {
  const shown = names.map(name => `\`${name.replace('#', '<digits>')}\``)
  return `| \`${id}\` | ${shown.join(', ')} | ${confirmedBy} |`
}

test.each(['secret-file', 'git-credentials'])('docs/rules/%s.md lists the kinds as they are', rule => {
  const page = readFileSync(new URL(`../../docs/rules/${rule}.md`, import.meta.url), 'utf8')
  const rows = page.split('\n').filter(line => line.startsWith('| `'))
  expect(rows).toEqual(SECRET_KINDS.filter(kind => (kind.rule ?? 'secret-file') === rule).map(row))
})

test('docs/rules/secret-content.md lists the detectors as they are', () => {
  const page = readFileSync(new URL('../../docs/rules/secret-content.md', import.meta.url), 'utf8')
  const rows = page.split('\n').filter(line => line.startsWith('| `'))
  const detectors = DETECTORS.map(({ id, title, severity, reports = {} }) => [
    `| \`${id}\` | ${title} | ${severity} |`,
    ...Object.entries(reports).map(([other, name]) => `| \`${other}\` | ${name} | error |`),
  ])
  const generic = '| `generic-assignment` | a value whose name says secret | warning |'
  expect(rows).toEqual([...new Set(detectors.flat().sort()), generic])
})
