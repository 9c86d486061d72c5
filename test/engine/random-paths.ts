import { pickWeighted, type Random } from './random-context.ts'
import type { RandomTree } from './random-tree.ts'

/** What a random source is made of. */
export interface Naming {
  random: Random
  known: RandomTree
  /** weight of what the engine is likely to refuse: one failure hides all else in a stage */
  doubt: number
  /** there are variables that something defines */
  hasVariables: boolean
  builder: 'buildkit' | 'classic'
}

/** A word of the shell form: no blanks in it. */
export function wordSource(naming: Naming): string {
  const one = source(naming)
  return one.includes(' ') ? 'a.txt' : one
}

export function source(naming: Naming): string {
  const { random, known, hasVariables, doubt, builder } = naming
  // the classic builder refuses what leaves the context, and to copy nothing at all
  const lenient = builder === 'buildkit' ? 1 : doubt
  const some = knownPath(naming)
  const link = random.pick(known.links.length > 0 ? known.links : known.files.concat('a.txt'))
  const through = random.pick(known.passages.length > 0 ? known.passages : known.dirs)
  return random.pick(
    pickWeighted(random, [
      [30, [some]],
      [20, [through, `/${through}`, `./${through}/`]],
      [14, [wildcard(random, some)]],
      [10 * lenient, [wildcard(random, through)]],
      [
        8 * lenient,
        ['*', '*.txt', '[a-d]*', '?', '**/*.txt', 'd/**', '*/f', '*/*', '[^d]*', 'zz*', `${some}*`],
      ],
      [6, ['.', './', '/', '/.', '*']],
      [6 * lenient, ['..', `../${some}`, `../../${through}`]],
      [hasVariables ? 12 : 3, ['$SRC', '$SRC/', `\${SRC:-f*}`, `\${NONE:-d}`]],
      [14, [`./${some}`, `/${some}`, `d/../${some}`, `.//${some}`, `${random.pick(known.dirs)}/.`]],
      [8 * doubt, [`\${SRC}/a.txt`, `\${SRC:+d}`, '$NONE/d', `${some}/`, 'l*/']],
      [12 * doubt, [link, `${link}/a.txt`, `${link}/*`, `../../${link}`, `${link}/${baseName(some)}`]],
      [5 * doubt, ['nope', 'd/nope', `${some}/nope`]],
    ]),
  )
}

/** Paths through one and the same link, where there are some. */
export function throughOneLink({ random, known }: Naming): string[] {
  const link = random.pick(known.links.length > 0 ? known.links : [''])
  const through = known.passages.filter(path => path.startsWith(`${link}/`))
  return through.length > 1 ? [random.pick(through), random.pick(through)] : []
}

/** A mount knows no wildcards. */
export function mountSource(naming: Naming): string {
  const { random, known, doubt } = naming
  if (random.chance(doubt / 2)) return source(naming).replace(/,/g, '')
  return random.pick([knownPath(naming), `/${knownPath(naming)}`, ...known.passages, '.', ''])
}

export function knownPath({ random, known }: Naming): string {
  return random.pick([...known.files, ...known.files, ...known.dirs, ...known.dirs, ...known.archives])
}

/** A pattern that matches a path, and maybe others. */
export function wildcard(random: Random, path: string): string {
  const names = path.split('/')
  const at = Math.floor(random.next() * names.length)
  const name = names[at]!
  names[at] = random.pick([
    '*',
    `${name[0]}*`,
    `?${name.slice(1)}`,
    `[a-z]${name.slice(1)}`,
    `*${name.slice(-1)}`,
  ])
  return names.join('/')
}

export function baseName(path: string): string {
  return path.replace(/\/+$/, '').replace(/^.*\//, '')
}
