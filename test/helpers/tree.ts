import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'

/** A file by its text or bytes, or anything else by what it is. */
export type TreeNode =
  | string
  | Uint8Array
  | { text?: string; bytes?: number; mode?: number }
  | { dir: true; mode?: number }
  | { link: string }
  | { hardlink: string }
  | { special: 'fifo' | 'socket' | 'char-device' | 'block-device'; mode?: number }

/** Path → what to make there; parents are implied. A path is text, or latin1 bytes after `latin1:`. */
export type Tree = Record<string, TreeNode>

const made: string[] = []
afterAll(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true })
})

/** A new temporary directory, removed after the test file. */
export function temporaryDirectory(): string {
  const dir = mkdtempSync(join(tmpdir(), 'ctxguard-'))
  made.push(dir)
  return dir
}

/** Makes a tree in a new temporary directory (or in `into`) and returns the directory. */
export function makeTree(tree: Tree, into = temporaryDirectory()): string {
  const modes: [Buffer, number][] = []
  for (const [name, node] of Object.entries(tree)) {
    const path = Buffer.concat([Buffer.from(`${into}/`), bytesOf(name)])
    mkdirSync(Buffer.from(dirname(path.toString('latin1')), 'latin1'), { recursive: true })
    makeNode(path, node, into)
    const mode = typeof node === 'object' && 'mode' in node ? node.mode : undefined
    if (mode !== undefined) modes.push([path, mode])
  }
  // deepest first: a directory may lose its permissions
  for (const [path, mode] of modes.reverse()) chmodSync(path, mode)
  return into
}

function bytesOf(name: string): Buffer {
  return name.startsWith('latin1:') ? Buffer.from(name.slice(7), 'latin1') : Buffer.from(name)
}

function makeNode(path: Buffer, node: TreeNode, root: string): void {
  if (typeof node === 'string' || node instanceof Uint8Array) writeFileSync(path, node)
  else if ('dir' in node) mkdirSync(path, { recursive: true })
  else if ('link' in node) symlinkSync(bytesOf(node.link.replaceAll('{ROOT}', root)), path)
  else if ('hardlink' in node) linkSync(join(root, node.hardlink), path)
  else if ('special' in node) makeSpecial(path.toString(), node.special)
  else {
    writeFileSync(path, node.text ?? '')
    if (node.bytes !== undefined) truncateSync(path, node.bytes)
  }
}

// killed before it can remove the socket
const LEAVE_A_SOCKET =
  "require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))"

function makeSpecial(path: string, kind: string): void {
  if (kind === 'fifo') execFileSync('mkfifo', [path])
  else if (kind === 'socket') spawnSync(process.execPath, ['-e', LEAVE_A_SOCKET, path])
  else execFileSync('mknod', [path, kind === 'char-device' ? 'c' : 'b', '1', '3'])
}

/** Runs git in `dir` with a fixed identity and no configuration of the user's. */
export function git(dir: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd: dir,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'test',
      GIT_AUTHOR_EMAIL: 'test@localhost',
      GIT_COMMITTER_NAME: 'test',
      GIT_COMMITTER_EMAIL: 'test@localhost',
    },
  })
}

/** Makes `dir` a repository and commits all that git does not ignore there. */
export function commitAll(dir: string): void {
  git(dir, 'init', '-q', '-b', 'main')
  git(dir, 'add', '-A')
  git(dir, 'commit', '-q', '--allow-empty', '-m', 'all')
}
