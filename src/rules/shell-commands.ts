import type { RunCommand } from '../model/dockerfile.ts'
import { SHELL } from './variable-uses.ts'

/** The commands of a RUN, each as its words without quotes: of the shell form, the JSON form and heredocs. */
export function commandsOf(run: RunCommand): string[][] {
  const words = run.words.map(({ text }) => text)
  const line = run.shell ? commandsIn(words[0] ?? '') : [words].flatMap(opened)
  const scripts = run.heredocs.map(({ content }) => content)
  // what follows on its own lines is a script where nothing else is there to read it
  const isRead = line.some(command => !SHELL.test(command[0] ?? '') && !command[0]?.startsWith('<<'))
  return isRead ? line : [...line, ...scripts.filter(isShellScript).flatMap(commandsIn)]
}

function isShellScript(script: string): boolean {
  const [, interpreter] = /^#!\s*(?:\S*\/env\s+)?(\S+)/.exec(script) ?? []
  return interpreter === undefined || SHELL.test(interpreter)
}

function commandsIn(script: string): string[][] {
  return split(script).flatMap(opened)
}

/** What a command is about: without what only stands before it. A script that a shell is given is its commands. */
function opened(words: readonly string[]): string[][] {
  let start = 0
  while (start < words.length && PREFIX.test(words[start]!)) start++
  const [first, flag, script] = words.slice(start)
  if (first === undefined) return []
  if (SHELL.test(first) && /^-[a-z]*c$/.test(flag ?? '') && script !== undefined) return commandsIn(script)
  return [[first.slice(first.lastIndexOf('/') + 1), ...words.slice(start + 1)]]
}

const PREFIX =
  /^(?:\w+=.*|sudo|env|exec|command|time|nice|nohup|if|then|else|elif|while|until|do|!|\{|npx|corepack)$/s

/** One piece of a script: a comment, a run of blanks, an operator, or part of a word. */
const PIECE =
  /(?<comment>#[^\n]*)|(?:[ \t\r]|\\\r?\n)+|(?<end>[;&|()\n]+)|'(?<single>[^']*)'?|"(?<double>(?:[^"\\]|\\[\s\S])*)"?|(?<plain>(?:\\[\s\S]|[^\s;&|()'"\\])+|[\s\S])/y

/** Roughly as a POSIX shell splits: enough to see which programs are called with which words. */
function split(script: string): string[][] {
  const commands: string[][] = [[]]
  let word: string | undefined
  const endWord = () => {
    if (word !== undefined) commands.at(-1)!.push(word)
    word = undefined
  }
  PIECE.lastIndex = 0
  for (let at = 0; at < script.length; at = PIECE.lastIndex) {
    PIECE.lastIndex = at
    const { comment, end, single, double, plain } = PIECE.exec(script)!.groups!
    const part = single ?? double ?? plain
    if (part !== undefined) word = (word ?? '') + part
    else if (comment === undefined) endWord()
    else if (word !== undefined) {
      // a `#` within a word begins no comment
      word += '#'
      PIECE.lastIndex = at + 1
    }
    if (end !== undefined) commands.push([])
  }
  endWord()
  return commands.filter(command => command.length > 0)
}
