import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lfsPatterns } from '../../src/rules/lfs-attributes.ts'
import { makeTree } from '../helpers/tree.ts'
import { committed, findingsOf } from './audit-tree.ts'

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d7a'.repeat(16)}\nsize 536870912\n`
const ATTRIBUTES = '*.bin filter=lfs diff=lfs merge=lfs -text\n'

async function pointersIn(dir: string): Promise<(string | undefined)[]> {
  return (await findingsOf('lfs-pointer', dir)).map(finding => finding.path)
}

describe('lfs-pointer', () => {
  it('says what is sent in place of what', async () => {
    const dir = committed({ '.gitattributes': ATTRIBUTES, 'models/net.bin': POINTER })
    expect(await findingsOf('lfs-pointer', dir)).toMatchObject([
      {
        severity: 'warning',
        path: 'models/net.bin',
        data: { size: 536870912 },
        message:
          'models/net.bin is a Git LFS pointer: the build context holds its 134 B in place of the 512.0 MiB of the file',
      },
    ])
  })

  it('says nothing of a file that is there, nor of text about pointers', async () => {
    const dir = committed({
      '.gitattributes': ATTRIBUTES,
      'net.bin': 'weights',
      'large.bin': `${POINTER}${' '.repeat(1024)}`,
      'about.txt': POINTER,
    })
    expect(await pointersIn(dir)).toEqual([])
  })

  it('follows the deepest .gitattributes', async () => {
    const dir = committed({
      '.gitattributes': ATTRIBUTES,
      'fixtures/.gitattributes': '*.bin -filter\n',
      'fixtures/pointer.bin': POINTER,
      'other/.gitattributes': '*.psd filter=lfs\n',
      'other/a.psd': POINTER,
    })
    expect(await pointersIn(dir)).toEqual(['other/a.psd'])
  })

  it('finds pointers where .gitattributes is excluded from the context or lies above it', async () => {
    const hidden = committed({ '.dockerignore': '.git*\n', '.gitattributes': ATTRIBUTES, 'net.bin': POINTER })
    expect(await pointersIn(hidden)).toEqual(['net.bin'])

    const repository = committed({ '.gitattributes': ATTRIBUTES, 'app/net.bin': POINTER })
    expect(await pointersIn(join(repository, 'app'))).toEqual(['net.bin'])
  })

  it('finds pointers in an archive of the sources, which has no repository', async () => {
    expect(await pointersIn(makeTree({ '.gitattributes': ATTRIBUTES, 'net.bin': POINTER }))).toEqual([
      'net.bin',
    ])
  })
})

describe('lfsPatterns', () => {
  it('takes the patterns that set the filter, and negates those that take it back', () => {
    const text = [
      '# comment',
      '*.bin filter=lfs diff=lfs',
      '"a b.bin" filter=lfs',
      'small.bin -filter',
      'x.bin !filter',
      'y.bin filter=crypt',
      '*.txt text',
      'dir/ filter=lfs',
      '[attr]lfs filter=lfs',
      '',
    ].join('\r\n')
    expect(lfsPatterns(text)).toEqual(['*.bin', 'a b.bin', '!small.bin', '!x.bin', '!y.bin'])
  })
})
