// Texts that are made against a detector: its keywords over and over, with what comes close to a value between them.

const SEPARATORS = [
  '',
  ' ',
  '=',
  ':',
  '"',
  "'",
  '-',
  '_',
  '.',
  '/',
  '\\',
  '\n',
  '\t',
  '@',
  '{',
  '<',
  'a',
  'A',
  '0',
  '="',
  ': "',
  '://',
  'eyJ',
]
const FILLERS = ['a', '0', 'A', 'aZ09', 'a-b_c', '====', '    ', '{"', '\\n', 'ab12cd34ef567890']

/** Of those of one detector the first are like the others. */
const MOST_KEYWORDS = 2

/** Each of so many bytes. */
export function hostileTexts({ keywords }, bytes) {
  const units = keywords
    .slice(0, MOST_KEYWORDS)
    .flatMap(keyword => [
      ...SEPARATORS.map(separator => keyword + separator),
      ...FILLERS.map(filler => keyword + filler.repeat(Math.ceil(60 / filler.length))),
      ...FILLERS.map(filler => `${keyword} = "${filler.repeat(Math.ceil(200 / filler.length))}`),
      ...FILLERS.map(filler => `${keyword}${filler.repeat(Math.ceil(3000 / filler.length))}`),
    ])
  return units.map(unit => Buffer.from(unit.repeat(Math.ceil(bytes / unit.length)).slice(0, bytes)))
}
