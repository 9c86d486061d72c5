// Writes down what is known of the detectors without loading them: what they are called, and which keywords wake them.
// Every second Dockerfile holds nothing for them. A step of the build; does nothing where nothing has changed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tokens = join(root, 'src/secrets/tokens')
const target = join(tokens, 'catalog.data.ts')

const bundle = await rolldown({ input: join(tokens, 'index.ts'), platform: 'node' })
const { output } = await bundle.generate({ format: 'esm' })
const code = Buffer.from(output[0].code).toString('base64')
const { DETECTORS } = await import(`data:text/javascript;base64,${code}`)

const forms = keywordsOf(DETECTORS.filter(({ rank }) => rank === 'token'))
const others = keywordsOf(DETECTORS).filter(keyword => !forms.includes(keyword))
// of several with one id the first names it
const titles = Object.fromEntries(
  DETECTORS.toReversed().flatMap(({ id, title, reports }) => [[id, title], ...Object.entries(reports ?? {})]),
)
const text = `// Made by bin/build-catalog.js from the detectors beside it.

/** Lines of the keywords of detectors that need no more than the value itself, in lower case. */
export const FORM_KEYWORDS = ${lines(forms)}

/** The same of the other detectors. */
export const OTHER_KEYWORDS = ${lines(others)}

/** Lines of an id and, behind a tab, what it stands for, with its article. */
export const TITLES = ${lines(Object.entries(titles).map(pair => pair.join('\t')))}
`
if (!existsSync(target) || readFileSync(target, 'utf8') !== text) writeFileSync(target, text)

function keywordsOf(detectors) {
  return [...new Set(detectors.flatMap(({ keywords }) => keywords.map(keyword => keyword.toLowerCase())))]
}

/** One text: a list of a thousand strings takes a millisecond to load. */
function lines(texts) {
  return JSON.stringify(texts.join('\n'))
}
