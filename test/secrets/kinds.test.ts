import { describe, expect, test } from 'vitest'
import { classify, kindsNamed, kindsWokenBy, SECRET_KINDS } from '../../src/secrets/index.ts'
import { compileSet } from '../../src/secrets/scan/detector-set.ts'
import { TokenScan } from '../../src/secrets/scan/token-scan.ts'
import { DOCUMENT_TOKENS } from '../../src/secrets/tokens/documents.ts'
import type { Example } from './examples/example.ts'
import { INFRASTRUCTURE_EXAMPLES } from './examples/infrastructure.ts'
import { MACHINE_EXAMPLES } from './examples/machine.ts'
import { SETTINGS_EXAMPLES } from './examples/settings.ts'

const EXAMPLES = { ...SETTINGS_EXAMPLES, ...INFRASTRUCTURE_EXAMPLES, ...MACHINE_EXAMPLES }

const WAKING = compileSet(DOCUMENT_TOKENS)

/** By its name, and by what the detectors find in it. */
function classified({ path, content }: Example) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const scan = new TokenScan(WAKING)
  scan.push(bytes, true)
  const ids = scan.finish().map(match => match.detector)
  return classify(path, bytes, { kinds: [...kindsNamed(path), ...kindsWokenBy(path, ids)] })
}

test('every kind has examples of both sorts, and every example a kind', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(SECRET_KINDS.map(kind => kind.id).sort())
  for (const [id, { live, silent }] of Object.entries(EXAMPLES)) {
    expect(live.length, `live examples of ${id}`).toBeGreaterThan(0)
    expect(silent.length, `silent examples of ${id}`).toBeGreaterThan(0)
  }
})

describe.each(SECRET_KINDS.map(kind => [kind.id, kind] as const))('%s', (id, kind) => {
  test.each(EXAMPLES[id]!.live.map((example, i) => [`${example.path} #${i}`, example] as const))(
    'finds %s',
    (_, example) => {
      const match = classified(example)
      expect(match && { kind: match.kind.id, severity: match.severity }).toEqual({
        kind: id,
        severity: example.severity ?? kind.severity.live,
      })
    },
  )

  test.each(EXAMPLES[id]!.silent.map((example, i) => [`${example.path} #${i}`, example] as const))(
    'is silent about %s',
    (_, example) => {
      expect(classified(example)?.severity ?? 'info').toBe('info')
    },
  )
})
