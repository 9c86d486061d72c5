import { linkSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** The right to change what a store is about, for one run. */
export interface StageLock {
  /** greater than that of any run before */
  generation: number
  release(): void
}

/** Who holds a lock. */
interface Holder {
  pid: number
  host: string
  /** when the process began, in the kernel's own count; null where that can't be learnt. A number is used again */
  started: string | null
}

const PREFIX = 'lock.'
const DRAFT = 'draft.'

/** A process of another machine can't be asked whether it lives; staging takes minutes at most. */
const FOREIGN_MS = 60 * 60 * 1000

/**
 * Takes the lock of the directory `store`, or says who holds it. Node has no locks that die with their process, so these
 * are files with ascending numbers: only the one with the highest counts. It is free when it says so, and when its
 * process is gone; whoever manages to make the next number holds the lock. The highest one is never removed, so nobody
 * can break a lock that was taken meanwhile.
 */
export function lockStore(store: string): StageLock | { holder: string; file: string } {
  const self = JSON.stringify(thisProcess())
  const draft = join(store, `${DRAFT}${process.pid}.${Math.random().toString(36).slice(2)}`)
  writeFileSync(draft, self)
  try {
    for (;;) {
      const highest = Math.max(0, ...numbersIn(store))
      const file = join(store, PREFIX + highest)
      const holder = highest === 0 ? undefined : holderOf(file)
      if (holder !== undefined) return { holder, file }
      const generation = highest + 1
      if (!linked(draft, join(store, PREFIX + generation))) continue
      const numbers = numbersIn(store)
      if (Math.max(...numbers) > generation) {
        // somebody was faster by more than one
        rmSync(join(store, PREFIX + generation), { force: true })
        continue
      }
      for (const number of numbers)
        if (number < generation) rmSync(join(store, PREFIX + number), { force: true })
      removeOldDrafts(store)
      return { generation, release: () => release(store, generation) }
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Whether a name in a store is one that locks go by. */
export function isLockName(name: string): boolean {
  return name.startsWith(PREFIX) || name.startsWith(DRAFT)
}

/** Of processes that were killed while they asked for the lock. */
function removeOldDrafts(store: string): void {
  for (const name of readdirSync(store)) {
    const file = join(store, name)
    const stats = name.startsWith(DRAFT) ? statSync(file, { throwIfNoEntry: false }) : undefined
    if (stats !== undefined && Date.now() - stats.mtimeMs > FOREIGN_MS) rmSync(file, { force: true })
  }
}

function numbersIn(store: string): number[] {
  return readdirSync(store)
    .filter(name => name.startsWith(PREFIX))
    .map(name => Number(name.slice(PREFIX.length)))
    .filter(Number.isSafeInteger)
}

function linked(draft: string, lock: string): boolean {
  try {
    linkSync(draft, lock)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function release(store: string, generation: number): void {
  const draft = join(store, `${DRAFT}${process.pid}.free`)
  writeFileSync(draft, FREE)
  renameSync(draft, join(store, PREFIX + generation))
}

const FREE = 'free'

/** Who holds the lock, as people call it; undefined where nobody does. */
function holderOf(lock: string): string | undefined {
  try {
    const text = readFileSync(lock, 'utf8')
    if (text === FREE) return undefined
    const { pid, host, started } = JSON.parse(text) as Holder
    if (host !== hostname())
      return Date.now() - statSync(lock).mtimeMs > FOREIGN_MS ? undefined : `process ${pid} on ${host}`
    return lives(pid, started) ? `process ${pid}` : undefined
  } catch {
    // gone by now, or damaged: its process is not at work any more
    return undefined
  }
}

function lives(pid: number, started: string | null): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return started === null || startOf(pid) === started
}

function thisProcess(): Holder {
  return { pid: process.pid, host: hostname(), started: startOf(process.pid) }
}

/** Linux tells; elsewhere the number of the process has to do. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // the name in parentheses may hold blanks
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
