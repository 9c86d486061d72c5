import { relative, resolve } from 'node:path'
import { dependenciesOf } from '../dependencies.ts'
import { EXIT, UsageError } from '../errors.ts'
import { rawToBytes } from '../model/path.ts'
import { makefileText } from '../report/makefile.ts'
import { resolveRequest } from '../request/resolve.ts'
import type { LsOptions } from './ls-options.ts'
import { requestOptions } from './options.ts'
import { openOutput } from './output.ts'

/** Prints what a build depends on as a rule for make, paths relative to the working directory, and returns the exit code. */
export async function lsMakefile(contextDir: string, options: LsOptions): Promise<number> {
  checkAlone(options)
  const files = await dependenciesOf(resolveRequest(requestOptions(contextDir, options)))
  const cwd = process.cwd()
  // the list itself is written anew each time: nothing can depend on it
  const others = files.filter(file => options.output === undefined || file !== resolve(options.output))
  const names = others.map(file => relative(cwd, file))
  const text = makefileText(options.makeTarget ?? 'image', names)
  // only now: what is listed must not hold the listing
  const output = openOutput(options.output)
  try {
    await output.write(rawToBytes(text))
    await output.finish()
  } catch (error) {
    output.abandon()
    throw error
  }
  return EXIT.ok
}

function checkAlone(options: LsOptions): void {
  const others = (['null', 'long', 'tree', 'excluded', 'dirs', 'json', 'ref', 'tar'] as const).filter(
    name => options[name],
  )
  if (others.length > 0)
    throw new UsageError(`--format makefile and --${others[0]} contradict each other`, {
      hint: 'it lists the files of this machine that the build takes: leave the other one out',
    })
}
