const NULL = /^(~|null|Null|NULL)?$/
const BOOLEAN = /^(true|True|TRUE|false|False|FALSE)$/
const INTEGER = /^[-+]?(0x[0-9a-f]+|0o?[0-7]*|0b[01]+|[1-9][0-9]*)$/i
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)(e[-+]?[0-9]+)?$/i

/**
 * A plain scalar as it comes out of compose where a text is wanted: go-yaml makes a number or a boolean of it, and
 * compose prints that (go-yaml resolve.go resolve; compose-go types/mapping.go mappingValue).
 */
export function goText(plain: string): string | null {
  if (NULL.test(plain)) return null
  if (BOOLEAN.test(plain)) return plain.toLowerCase()
  const digits = plain.replaceAll('_', '')
  if (INTEGER.test(digits)) return integerText(digits)
  return FLOAT.test(digits) ? floatText(Number(digits)) : plain
}

function integerText(digits: string): string {
  const [, sign, number] = /^([-+]?)(.*)$/.exec(digits)!
  const octal = /^0[0-7]+$/.test(number!)
  const value = BigInt(octal ? `0o${number!.slice(1)}` : number!.toLowerCase())
  if (value > 0xffff_ffff_ffff_ffffn) return floatText(Number(digits))
  return `${sign === '-' && value !== 0n ? '-' : ''}${value}`
}

/** Go's %v: an exponent sooner than in JavaScript, and two digits of it at least. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return value < 0 ? '-Inf' : '+Inf'
  const size = Math.abs(value)
  const text = size !== 0 && (size < 1e-4 || size >= 1e6) ? value.toExponential() : String(value)
  return text.replace(/e([-+])(\d)$/, 'e$10$2')
}
