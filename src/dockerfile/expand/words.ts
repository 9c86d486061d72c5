import { isSpace } from '../go-text.ts'

/** The text of the word under way. */
export interface SharedText {
  text: string
}

/**
 * Splits at white space while a word is expanded. The text of the word under way is shared with the words nested in
 * it (`${name:-word}`), and each of those begins by emptying it: `a${NONE:-c}` is the one word `c`. Mirrors
 * moby/buildkit frontend/dockerfile/shell/lex.go wordsStruct and its shared wordsBuffer.
 */
export class WordCollector {
  private readonly words: string[] = []
  private readonly shared: SharedText

  constructor(shared: SharedText) {
    shared.text = ''
    this.shared = shared
  }

  /** White space ends a word. */
  add(text: string): void {
    for (const char of text) {
      if (isSpace(char.charCodeAt(0))) this.finish()
      else this.shared.text += char
    }
  }

  /** What was quoted or escaped: white space is part of the word. */
  addRaw(text: string): void {
    this.shared.text += text
  }

  finish(): readonly string[] {
    if (this.shared.text !== '') this.words.push(this.shared.text)
    this.shared.text = ''
    return this.words
  }
}
