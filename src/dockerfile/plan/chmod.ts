const SYMBOLIC = /^[augo]*(?:[-+=][rstwXxugo]*)+(?:,[augo]*(?:[-+=][rstwXxugo]*)+)*$/

/**
 * What the frontend says of a value of `--chmod`; undefined where it is all right. Mirrors moby/buildkit
 * frontend/dockerfile/dockerfile2llb/convert_copy.go dispatchCopy and tonistiigi/dchapes-mode Parse.
 */
export function wrongMode(mode: string): string | undefined {
  if (/^0*[0-7]{1,4}$/.test(mode)) return undefined
  if (/^[0-9]/.test(mode))
    return `invalid chmod parameter: '${mode}'. it should be octal string and between 0 and 07777`
  return SYMBOLIC.test(mode) ? undefined : 'invalid syntax'
}
