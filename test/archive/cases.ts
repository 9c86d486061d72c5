import type { Member } from '../helpers/tar.ts'

export const dir = (name: string, mode = 0o755): Member => ({ name, type: '5', mode })
export const link = (name: string, target: string): Member => ({ name, type: '2', target })
export const hard = (name: string, target: string, mode = 0o644): Member => ({
  name,
  type: '1',
  target,
  mode,
})
export const file = (name: string, text = 'x', mode = 0o644): Member => ({ name, text, mode })

/** Members of an archive, and what Docker 26 makes of them, BuildKit and classic alike: a line an entry. */
export const UNPACKED: readonly [string, Member[], string[]][] = [
  ['the root itself is passed over', [dir('./', 0o700), file('./a')], ['f 0644 1 a']],
  ['an empty name is the root', [file(''), file('.'), file('a')], ['f 0644 1 a']],
  ['parents that are missing are made', [file('a/b/c')], ['d 0755 0 a', 'd 0755 0 a/b', 'f 0644 1 a/b/c']],
  ['a parent that comes late gives its mode', [file('a/b'), dir('a', 0o700)], ['d 0700 0 a', 'f 0644 1 a/b']],
  ['names begin at the root', [file('/abs/x')], ['d 0755 0 abs', 'f 0644 1 abs/x']],
  ['names end at the root', [file('../x'), file('a/../../y')], ['f 0644 1 x', 'f 0644 1 y']],
  ['the later file counts', [file('a', '1'), file('a', '22', 0o600)], ['f 0600 2 a']],
  ['a directory replaces a file', [file('a'), dir('a'), file('a/b')], ['d 0755 0 a', 'f 0644 1 a/b']],
  ['a file replaces a directory', [dir('a'), file('a/b'), file('a', 'new')], ['f 0644 3 a']],
  [
    'a directory replaces a link',
    [dir('d'), link('l', 'd'), dir('l', 0o711), file('l/x')],
    ['d 0755 0 d', 'd 0711 0 l', 'f 0644 1 l/x'],
  ],
  [
    'a link on the way is followed',
    [dir('d'), link('l', 'd'), file('l/x/f')],
    ['d 0755 0 d', 'd 0755 0 d/x', 'f 0644 1 d/x/f', 'l 0777 0 l -> d'],
  ],
  [
    'an absolute link on the way begins at the root',
    [dir('d'), link('l', '/d'), file('l/f')],
    ['d 0755 0 d', 'f 0644 1 d/f', 'l 0777 0 l -> /d'],
  ],
  [
    'links are kept as they are',
    [link('l', '../../etc/passwd'), link('m', '/etc/passwd')],
    ['l 0777 0 l -> ../../etc/passwd', 'l 0777 0 m -> /etc/passwd'],
  ],
  [
    'a hard link is another name, and its mode that of both',
    [file('a'), hard('b', 'a', 0o755)],
    ['f 0755 1 a', 'f 0755 1 b => a'],
  ],
  ['a hard link ends at the root', [file('a'), hard('b', '../../a')], ['f 0644 1 a', 'f 0644 1 b => a']],
  [
    'a name that is replaced is a name fewer',
    [file('a'), hard('b', 'a'), file('a', '22')],
    ['f 0644 2 a', 'f 0644 1 b'],
  ],
  [
    'modes are kept',
    [file('s', 'x', 0o4755), dir('t', 0o1777), file('z', 'x', 0)],
    ['f 4755 1 s', 'd 1777 0 t', 'f 0000 1 z'],
  ],
  [
    'FIFOs and devices are there',
    [
      { name: 'p', type: '6' },
      { name: 'c', type: '3' },
    ],
    ['c 0644 0 c', 'p 0644 0 p'],
  ],
  [
    'a global header says nothing',
    [{ name: 'pax', type: 'g', text: '13 path=evil\n' }, file('a')],
    ['f 0644 1 a'],
  ],
  [
    'an extended header names a file',
    [file('first'), { ...file('short'), pax: { path: 'long/er', mtime: '1.5' } }],
    ['f 0644 1 first', 'd 0755 0 long', 'f 0644 1 long/er'],
  ],
  ['names that are not UTF-8 stay whole', [file('odd\xff')], ['f 0644 1 odd\\xff']],
]
