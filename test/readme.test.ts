import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runCli } from './helpers/cli.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(`${root}/README.md`, 'utf8')

test('the README shows what the demo really prints', () => {
  const { stdout, exitCode } = runCli(['check', 'fixtures/demo'], { cwd: root, env: { COLUMNS: '80' } })
  expect(exitCode).toBe(1)
  expect(readme).toContain(stdout.trimEnd())
})

test('the README shows what explain really prints', () => {
  const paths = ['packages/api/node_modules/left-pad/index.js', '.env', 'node_modules/x.js']
  const { stdout } = runCli(['explain', '--trace', '-C', 'fixtures/demo', ...paths], { cwd: root })
  expect(readme).toContain(`$ ctxguard explain --trace ${paths.join(' ')}\n${stdout.trimEnd()}`)
})

test('every file that the README links to is there', () => {
  const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(match => match[1]!)
  expect(links.length).toBeGreaterThanOrEqual(5)
  for (const link of links) expect([link, existsSync(`${root}/${link}`)]).toEqual([link, true])
})
