/** An image as people write it: without what stands for Docker's own registry. */
export function shortImage(ref: string): string {
  return ref.replace(/^docker\.io\/(library\/)?/, '')
}

/** The last name of an image, without tag and digest: `node` of `registry:5000/base/node:22`. */
export function repositoryName(ref: string): string {
  return ref.split('@')[0]!.split('/').at(-1)!.split(':')[0]!
}
