/**
 * A bundle beside the command line, such as the module of a thread: it starts in half the time that its modules take.
 * Where the sources run as they are, it is what was built of them last.
 *
 * @param name without its ending, such as `worker`
 */
export function bundleFile(name: string): URL {
  const base = import.meta.url
  const dir = base.endsWith('.cjs') ? '.' : base.endsWith('.ts') ? '../dist/cli' : './cli'
  return new URL(`${dir}/${name}.cjs`, base)
}
