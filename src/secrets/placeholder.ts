/**
 * Values that stand for a secret without being one. Each function looks at one value; none of them knows what
 * kind of file it came from.
 */

/** Ways to say "it comes from elsewhere": shells, templates, CI, infrastructure code, secret stores. */
const REFERENCES: readonly RegExp[] = [
  /\$\{|\{\{|<%|\$\(|#\{|@@\w+@@/,
  /^\$(?:[A-Z_][A-Z0-9_]*|[a-z_]+)$/,
  /^%[A-Za-z_][\w.]*%$/,
  /^(?:getenv|env|ENV|environ|credentials|secret|lookup|file|base64decode)\s?\(/,
  /^(?:process\.env|os\.environ|os\.getenv|System\.getenv|ENV\[|import\.meta)/,
  /^(?:var|local|data|module|secrets|vars)\.\w/,
  /^!(?:Ref|Sub|GetAtt|ImportValue|env|secret|vault)\b/,
  /^(?:vault|op|ref\+\w{1,32}|ssm|awssm|keyvault|akv|doppler|sm|gcpsm|bao|env):/i,
  /^arn:[\w-]{1,16}:/,
  /^@Microsoft\.KeyVault/i,
  /secretKeyRef/,
]

/** Whether the value names a place where the secret is to be had. */
export function isReference(value: string): boolean {
  return REFERENCES.some(form => form.test(value))
}

/** Ciphertext of a tool whose key lies elsewhere. */
export function isEncryptedValue(value: string): boolean {
  return /^(?:ENC\[|ENC\(|encrypted:|\{cipher\}|RCLONE_ENCRYPT_V0|!vault|\$ANSIBLE_VAULT;|AQICAH)/.test(value)
}

const BRACKETED = /^(?:<[^<>]*>|\[[^[\]]*\]|\{[^{}]*\}|__\w+__|\(.*\))$/
const ELIDED = /\*{3}|\.{3}|…/
const EXAMPLE_WORD = /example|sample|redacted|placeholder|change[_-]?me|notreal|not[_-]real|insert[_-]here/i
const CROSSED_OUT = /x{4}|X{4}/
const EXAMPLE_PART = /(?:^|[^A-Za-z0-9])(?:dummy|fake|your|todo|tbd|mock)(?:$|[^A-Za-z0-9])/i

/** Beginnings of values that vendors and standards have published: development stores, documentation, test keys. */
const PUBLISHED: readonly string[] = [
  // storage and database emulators of Azure
  'Eby8vdM0',
  'C2y6yDjf',
  // the private key of every Vagrant box
  'MIIEogIBAAKCAQEA6NF8iallvQVp22WD',
  // Stripe's documentation
  'sk_test_4eC39Hq',
  'sk_test_BQokik',
]

/** Whether the value was never meant to be real: a placeholder, a pattern, or one that is in everybody's docs. */
export function isPlaceholder(value: string): boolean {
  if (BRACKETED.test(value) || ELIDED.test(value)) return true
  if (EXAMPLE_WORD.test(value) || EXAMPLE_PART.test(value) || CROSSED_OUT.test(value)) return true
  return PUBLISHED.some(start => value.startsWith(start)) || isRepetitive(value)
}

/** One character, one sequence or one block over and over. */
function isRepetitive(value: string): boolean {
  const counts = new Map<string, number>()
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1)
  if (Math.max(...counts.values()) >= 0.6 * value.length) return true
  if (value.length >= 20 && counts.size <= 4) return true
  const ascent = longestRun(value, (a, b) => b === a + 1 || (a === 0x39 && (b === 0x30 || b === 0x61)))
  if (ascent >= 10 || ascent >= 0.6 * value.length) return true
  if (longestRun(value, (a, b) => a === b) >= 8) return true
  return value.length >= 8 && periodOf(value) <= value.length / 2
}

function longestRun(value: string, goesOn: (a: number, b: number) => boolean): number {
  let longest = 1
  let run = 1
  for (let at = 1; at < value.length; at++) {
    run = goesOn(value.charCodeAt(at - 1), value.charCodeAt(at)) ? run + 1 : 1
    longest = Math.max(longest, run)
  }
  return longest
}

/** Length of the shortest block whose repetition begins with the value: Knuth, Morris and Pratt's failure function. */
function periodOf(value: string): number {
  const borders = [0]
  for (let at = 1; at < value.length; at++) {
    let border = borders[at - 1]!
    while (border > 0 && value[at] !== value[border]) border = borders[border - 1]!
    borders.push(value[at] === value[border] ? border + 1 : 0)
  }
  return value.length - borders[value.length - 1]!
}

const WORDS = new Set(
  `a abc access account admin administrator allow an and any api app auth bar baz blank block change changeit changeme
  client credential credentials database db default demo deny dev development disabled dummy empty enabled enter false
  fill foo for guest here host hunter in insert is it key keyring letmein local localhost long mariadb me mongo mongodb
  my mysql none not null of off on one optional oracle or pass passphrase passwd password phrase please postgres
  postgresql private prompt provide public put pw pwd qwerty rabbitmq random redis replace required root sa safe secret
  secrets server service set some something sqlserver store str string super test tester testing text the this to todo
  token true undefined unique unset user username value very welcome with yes you your`.split(/\s+/),
)

/** Whether the value is made of nothing but the words that people put where a secret belongs, and up to four digits. */
export function isWordy(value: string): boolean {
  if (value.length > 128) return false
  if ((value.match(/[0-9]/g)?.length ?? 0) > 4) return false
  const words = value.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).filter(word => word !== '')
  return words.every(word => WORDS.has(word.toLowerCase()))
}
