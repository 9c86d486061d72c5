import { describe, expect, it } from 'vitest'
import { makeTree } from '../helpers/tree.ts'
import { madeUp, password, pem } from '../secrets/examples/made-up.ts'
import { findingsOf } from './audit-tree.ts'

const RULE = 'secret-file'

describe(RULE, () => {
  it('names the values of an environment file that look live, masked', async () => {
    const key = `Kq7v${madeUp('base62', 28)}`
    const dir = makeTree({ '.env': `PORT=3000\nAPI_KEY=${key}\n` })
    expect(await findingsOf(RULE, dir)).toMatchObject([
      {
        severity: 'error',
        path: '.env',
        location: { file: '.env', line: 2 },
        message: '.env is in the build context: it holds a value that looks live (API_KEY Kq7v… (32))',
        data: { detector: 'dotenv', where: 'content', live: 1, keys: ['API_KEY'] },
        fix: { pattern: '**/.env' },
      },
    ])
  })

  it('is one finding for a file, however many values it holds', async () => {
    const lines = Array.from({ length: 5 }, (_, i) => `TOKEN_${i}_SECRET=${password()}\n`)
    const [finding, ...others] = await findingsOf(RULE, makeTree({ '.env': lines.join('') }))
    expect(others).toEqual([])
    expect(finding!.message).toMatch(/5 values that look live, on lines 1, 2, 3, 4 and 5 \(.* and 2 more\)$/)
    expect(finding!.data.live).toBe(5)
  })

  it('warns of an environment file with settings only', async () => {
    const dir = makeTree({ 'api/.env': 'PORT=3000\nLOG_LEVEL=debug\n' })
    expect(await findingsOf(RULE, dir)).toMatchObject([
      { severity: 'warning', path: 'api/.env', data: { live: 0, where: 'content' } },
    ])
  })

  it('says what a key file is, without a line', async () => {
    const dir = makeTree({ 'tls/server.key': pem('EC PRIVATE KEY', { size: 160 }) })
    const [finding] = await findingsOf(RULE, dir)
    expect(finding).toMatchObject({
      severity: 'error',
      message: 'tls/server.key is in the build context: a private key (EC PRIVATE KEY, 120 B)',
      fix: { pattern: 'tls/server.key' },
    })
    expect(finding).not.toHaveProperty('location')
  })

  it('goes by the name where the content does not say', async () => {
    const dir = makeTree({ 'backup/team.kdbx': 'x', 'id.json': '{}' })
    expect(await findingsOf(RULE, dir)).toMatchObject([
      { severity: 'warning', path: 'backup/team.kdbx', data: { where: 'name', live: 0 } },
    ])
  })

  it('does not take a key that was cut short for harmless', async () => {
    const dir = makeTree({ id_rsa: '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNza\n' })
    expect(await findingsOf(RULE, dir)).toMatchObject([{ severity: 'warning', path: 'id_rsa' }])
  })

  it('is silent about what is not sent', async () => {
    const dir = makeTree({ '.dockerignore': '**/.env*\n', 'a/.env': `API_TOKEN=${password(32)}\n` })
    expect(await findingsOf(RULE, dir)).toEqual([])
  })

  it('does not follow links', async () => {
    const outside = makeTree({ key: pem('PRIVATE KEY') })
    const dir = makeTree({
      'server.key': { link: `${outside}/key` },
      '.env': { link: 'settings' },
      settings: 'A=b',
    })
    expect(await findingsOf(RULE, dir)).toEqual([])
  })

  it('finds a secret in a file of 64 KiB and more by its head', async () => {
    const dir = makeTree({ '.env': `API_TOKEN=${password(32)}\n${'# filler\n'.repeat(20_000)}` })
    expect(await findingsOf(RULE, dir)).toMatchObject([{ severity: 'error', data: { live: 1 } }])
  })

  it('never says a value', async () => {
    const planted = Array.from({ length: 8 }, () => password(24))
    const [a, b, c, d, e, f, g, h] = planted
    const dir = makeTree({
      '.env': `API_KEY=${a}\nDB_URL=postgres://app:${b}@db.corp.internal/app\n`,
      '.npmrc': `//r.corp.internal/:_authToken=${c}\n`,
      '.netrc': `machine a.corp.internal login me password ${d}\n`,
      'appsettings.json': `{"Main": "Server=sql;Password=${e};"}`,
      'settings.xml': `<settings><password>${f}</password></settings>`,
      'chart/secrets.yaml': `db:\n  password: ${g}\n`,
      '.git/config': `[remote "origin"]\nurl = https://me:${h}@git.corp.internal/a\n`,
    })
    const findings = [...(await findingsOf(RULE, dir)), ...(await findingsOf('git-credentials', dir))]
    expect(findings.map(finding => finding.path).sort()).toEqual([
      '.env',
      '.git/config',
      '.netrc',
      '.npmrc',
      'appsettings.json',
      'chart/secrets.yaml',
      'settings.xml',
    ])
    const said = JSON.stringify(findings)
    for (const value of planted) {
      expect(said).not.toContain(value)
      expect(said).not.toContain(value.slice(0, 7))
      expect(said).not.toContain(value.slice(-6))
      expect(said).not.toContain(Buffer.from(value).toString('base64').slice(0, 12))
    }
  })
})
