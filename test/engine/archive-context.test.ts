import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { UNPACKED } from '../archive/cases.ts'
import { type Member, tarOf } from '../helpers/tar.ts'
import { temporaryDirectory } from '../helpers/tree.ts'
import { engineAnswers, tarLines } from './docker.ts'

const DOCKERFILE: Member = { name: 'Dockerfile', text: 'FROM scratch\nCOPY . /\n' }

/** `docker build - <tar`: a line an entry, or null where the build failed. */
function built(tar: Buffer): string[] | null {
  const dest = join(temporaryDirectory(), 'image.tar')
  const { status } = spawnSync(
    'docker',
    ['buildx', 'build', '--quiet', '--output', `type=tar,dest=${dest}`, '-'],
    {
      input: tar,
      timeout: 60_000,
      env: { ...process.env, BUILDX_NO_DEFAULT_ATTESTATIONS: '1' },
    },
  )
  return status === 0 ? tarLines(dest) : null
}

describe.skipIf(!engineAnswers())('a live engine unpacks an archive as it is listed', () => {
  test.each(UNPACKED.map(one => [...one] as const))('%s', (_, members, expected) => {
    // a device of the context is made as another kind by COPY (D8)
    const lines = built(tarOf([DOCKERFILE, ...members.filter(({ type }) => type !== '3')]))
    const known = expected.filter(line => !line.startsWith('c ')).map(unsized)
    expect(lines?.filter(line => !/ Dockerfile$/.test(line)).map(unsized)).toEqual(known.toSorted())
  })

  test('one that begins with an extended header is a Dockerfile to it', () => {
    expect(built(tarOf([{ ...DOCKERFILE, pax: { mtime: '1.5' } }]))).toBeNull()
  })
})

/** An image's listing says nothing of a hard link's size and mode, and spells names as bytes. */
function unsized(line: string): string {
  return line
    .replace(/^. \S+ \S+ (.* => )/, 'h $1')
    .replace(/[\x80-\xff]/g, byte => `\\x${byte.charCodeAt(0).toString(16)}`)
}
