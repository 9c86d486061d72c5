import { expect, test } from 'vitest'
import { audit } from '../../src/audit.ts'
import { makeTree } from '../helpers/tree.ts'

const SECRET = 'k3Jd82mQpLx0Vn5Rt7Yw'

async function rulesOf(env: string) {
  const report = await audit({
    context: { kind: 'directory', dir: makeTree({ '.env': env, '.dockerignore': 'x\n' }) },
  })
  return {
    allowed: report.allowed,
    secrets: report.findings.filter(finding => finding.rule === 'secret-file'),
  }
}

test('a comment allows the value on its line, and no other of the same file', async () => {
  const one = `# ctxguard:allow dotenv local only\nDEV_PASSWORD=${SECRET}\n`
  expect(await rulesOf(one)).toMatchObject({ allowed: 1, secrets: [] })
  const two = `${one}API_TOKEN=${SECRET}x\n`
  expect(await rulesOf(two)).toMatchObject({
    allowed: 0,
    secrets: [{ path: '.env', data: { lines: [2, 3] } }],
  })
})

test('comments for every value allow the file', async () => {
  const both = `A_SECRET=${SECRET} # ctxguard:allow dotenv made up\nB_SECRET=${SECRET}y # ctxguard:allow dotenv made up\n`
  expect(await rulesOf(both)).toMatchObject({ allowed: 1, secrets: [] })
})
