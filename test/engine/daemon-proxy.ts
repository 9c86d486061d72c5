import { rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { temporaryDirectory } from '../helpers/tree.ts'

/** A socket that stands for the engine's own. */
export interface DaemonProxy {
  /** what the client has to be given to talk to it */
  env: { DOCKER_HOST: string }
  /** how often a client came, whatever it wanted, since it was last asked */
  connections(): number
}

/** Hands everything on to the engine and counts who comes, until the test ends. */
export async function daemonProxy(): Promise<DaemonProxy> {
  const real = (process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock').replace(/^unix:\/\//, '')
  const path = join(temporaryDirectory(), 'docker.sock')
  const open = new Set<Socket>()
  let count = 0
  const server: Server = createServer({ allowHalfOpen: true }, client => {
    count++
    const engine = connect({ path: real, allowHalfOpen: true })
    for (const [from, to] of [
      [client, engine],
      [engine, client],
    ] as const) {
      open.add(from)
      from.pipe(to)
      from.on('error', () => to.destroy())
      from.on('close', () => open.delete(from))
    }
  })
  await new Promise<void>(listening => server.listen(path, listening))
  onTestFinished(() => {
    server.close()
    for (const socket of open) socket.destroy()
    rmSync(path, { force: true })
  })
  return {
    env: { DOCKER_HOST: `unix://${path}` },
    connections() {
      const counted = count
      count = 0
      return counted
    },
  }
}
