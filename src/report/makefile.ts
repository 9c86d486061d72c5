import { CtxguardError } from '../errors.ts'
import { spell } from '../model/path.ts'

/**
 * A rule for make, as `gcc -MD -MP` writes one: `target` depends on the files, and a file that is gone is no error but makes
 * the target again. Names are raw (see model/path.ts), each once, as make has to find them. Throws a {@link CtxguardError}
 * for a name that GNU make can't be told.
 */
export function makefileText(target: string, files: readonly string[]): string {
  const names = files.map(file => (file.startsWith('~') ? `./${file}` : file))
  const rule = [`${prerequisite(target)}:`, ...names.map(prerequisite)]
  // the first word behind a target would be a variable
  if (names[0]?.includes('=')) rule[0] += ' $()'
  // of other names the rule would be another one: make stops, and says which file is gone
  const ifGone = names.filter(name => /^[\w./+@,-]+$/.test(name)).map(name => `\n${name}:\n`)
  return `${rule.join(' \\\n ')}\n${ifGone.join('')}`
}

/** A backslash in front of what make would read, and of the backslashes in front of that; two dollars for one. */
function prerequisite(name: string): string {
  const reason = unwritable(name)
  if (reason !== undefined)
    throw new CtxguardError(`make can't be told of ${spell(name)}: ${reason}`, {
      hint: 'rename or exclude it, or use ctxguard tar --digest, which takes any name',
    })
  return name
    .replace(/(\\*)([ \t#:|*?[])/g, (_, slashes: string, char: string) => `${slashes}${slashes}\\${char}`)
    .replaceAll('$', '$$$$')
}

function unwritable(name: string): string | undefined {
  if (/[\0-\x08\n-\x1f\x7f]/.test(name)) return 'a control character is in its name'
  if (name.includes(';')) return 'what stands behind a semicolon would be run'
  if (/[ \t\\]$/.test(name)) return 'its last character would be lost'
  return /.\(.*\)$/.test(name) ? 'it reads as a member of an archive' : undefined
}
