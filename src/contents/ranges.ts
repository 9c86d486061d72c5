/** Of a file that is too long, this share is read of its beginning, and the rest of its end. */
const HEAD_SHARE = 0.8

/** A part of a file. */
export interface Range {
  from: number
  length: number
}

/** Some of a file's bytes. */
export interface LoadedPart {
  from: number
  bytes: Uint8Array
}

/** What is read of a file of so many bytes: all of it, or its beginning and its end. */
export function rangesOf(bytes: number, mostBytes: number): [Range] | [Range, Range] {
  if (bytes <= mostBytes) return [{ from: 0, length: bytes }]
  const length = Math.floor(mostBytes * HEAD_SHARE)
  // an even offset: characters of UTF-16 are not cut in two
  const from = 2 * Math.floor((bytes - mostBytes + length) / 2)
  return [
    { from: 0, length },
    { from, length: bytes - from },
  ]
}
