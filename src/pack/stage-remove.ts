import { chmodSync, readdirSync, rmSync } from 'node:fs'

/** Removes a directory with all that is in it, whatever modes were given to it; nothing where there is none. */
export function removeTree(dir: string): void {
  try {
    rmSync(dir, { recursive: true, force: true })
  } catch (error) {
    if (!['EACCES', 'EPERM', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    openUp(Buffer.from(dir))
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Names as bytes: they need not be UTF-8. */
function openUp(dir: Buffer): void {
  chmodSync(dir, 0o700)
  for (const entry of readdirSync(dir, { withFileTypes: true, encoding: 'buffer' })) {
    const name = entry.name as unknown as Uint8Array
    if (entry.isDirectory()) openUp(Buffer.concat([dir, Buffer.from('/'), name]))
  }
}
