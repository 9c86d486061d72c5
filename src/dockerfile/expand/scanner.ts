import { END, isDigit, isNameCharacter, scannable } from './characters.ts'

const SPECIAL_PARAMETERS = new Set([...'@*#?-$!0'].map(char => char.charCodeAt(0)))

/** Reads a text character by character, as Go's text/scanner does. */
export class Scanner {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = scannable(text)
  }

  /** The character that comes next, or the end. */
  peek(): number {
    return this.text.codePointAt(this.at) ?? END
  }

  next(): number {
    const code = this.peek()
    this.at += code > 0xffff ? 2 : code === END ? 0 : 1
    return code
  }

  skipToEnd(): void {
    this.at = this.text.length
  }

  /** What a sticky pattern matches here; undefined where it does not. */
  run(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const run = pattern.exec(this.text)?.[0]
    this.at += run?.length ?? 0
    return run
  }

  /** What comes before a character, which is skipped; undefined where it comes no more. */
  through(char: string): string | undefined {
    const end = this.text.indexOf(char, this.at)
    if (end < 0) return undefined
    const before = this.text.slice(this.at, end)
    this.at = end + char.length
    return before
  }

  /** A name behind a `$`, or nothing. Mirrors moby/buildkit frontend/dockerfile/shell/lex.go processName. */
  name(): string {
    const start = this.at
    const first = this.peek()
    if (isDigit(first)) while (isDigit(this.peek())) this.next()
    else if (SPECIAL_PARAMETERS.has(first)) this.next()
    else while (isNameCharacter(this.peek())) this.next()
    return this.text.slice(start, this.at)
  }
}
