import { ethereumKey } from '../checks/ethereum.ts'
import { isMnemonic } from '../checks/mnemonics.ts'
import { context } from './context.ts'
import type { Detector, RawMatch } from './detector.ts'
import { foundValue } from './token.ts'

const PHRASE_NAMES = [
  'mnemonic',
  ...['seed', 'recovery', 'secret', 'backup'].flatMap(kind =>
    ['', ' ', '_', '-'].map(gap => `${kind}${gap}phrase`),
  ),
  ...['paper key', 'paperkey', 'paper_key', 'paper-key'],
]
const PHRASE_NAME = /mnemonic|(?:seed|recovery|secret|backup)[ _-]?phrase|paper[ _-]?key/i
/** 24 words of eight letters. */
const LONGEST_PHRASE = 24 * 9 - 1
const REACH = 64
const PLACE = /[=:>("'`[]\s{0,4}["'`]?$/

/** Phrases that stand as a whole between quotes, or after a sign up to the end of the line. */
function* findMnemonics(text: string): Generator<RawMatch> {
  for (const { 0: run, index } of text.matchAll(
    /(?<![A-Za-z0-9_ ]) ?[a-z][a-z ]{46,220}(?=["'`<\r\n,;#)\]\\]|$)/g,
  )) {
    const phrase = run.trim()
    const start = index + run.indexOf(phrase)
    const before = text.slice(Math.max(0, start - REACH), start)
    if (!PHRASE_NAME.test(before) || !PLACE.test(before) || !isMnemonic(phrase)) continue
    yield foundValue(phrase, start, 'warning', {})
  }
}

/** What a wallet of coins is opened with. */
export const WALLET_TOKENS: readonly Detector[] = [
  context({
    id: 'eth-private-key',
    title: 'a private key of an Ethereum account',
    severity: 'warning',
    near: ['private_key', 'privatekey', 'private-key', 'private key', 'deployer', 'wallet'],
    shape: "( '0x' )? hexi{64}",
    check: ethereumKey,
    examples: {
      finds: [
        'PRIVATE_KEY=0xeb15265b8281ef5dafee235c7bc91c31¦37076ae63fed42932e111256beddc938',
        'DEPLOYER_KEY=0x5bb614f258189d3b3930dce5109dfd38¦207d51d8df26cd0f818677a01d7bd964',
        'const wallet = new Wallet("0x1a287cfcc20f3b4c9b7c628c9c858899¦b072be87b4dad87631f25b47a2f7dca2")',
        'PRIVATE_KEY=458ad268c716e96c019290a8bc6de849¦bf83d0e9719f32cab933a82abfea98fa',
      ],
      leaves: [
        'KEY=0xeb15265b8281ef5dafee235c7bc91c31¦37076ae63fed42932e111256beddc938',
        'PRIVATE_KEY=0x9b4cd9e14796cf5b79a3cef7fd605de¦d08d3a0d49fa14b003c086ef23eeebf5',
        'PRIVATE_KEY=ac0974be¦c39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
        'deployer: "0x4f3edf98¦3ac636a65a842ce7c78d9aa706d3b113bce9c46f30d7d21715b23b1d"',
        'wallet_tx_hash: "0xeb15265b8281ef5dafee235c7bc91c31¦37076ae63fed42932e111256beddc938"',
        'deployer: 0x90f8bf6a479f320ead074411a4b0e7944ea8c9c1',
        'wallet-linux-amd64.tar.gz: eb15265b8281ef5dafee235c7bc91c31¦37076ae63fed42932e111256beddc938',
        'PRIVATE_KEY=0x0000000000000000000000000000000000000000000000000000000000000001',
      ],
    },
  }),
  {
    id: 'keybase-paper',
    title: 'a paper key or a mnemonic phrase',
    rank: 'context',
    severity: 'warning',
    keywords: PHRASE_NAMES,
    before: 16,
    after: 64 + LONGEST_PHRASE + 16,
    examples: {
      finds: [
        'MNEMONIC="gravity ¦helmet window lunar cactus orbit velvet meadow pencil tornado silver ankle"',
        'seed phrase: gravity ¦helmet window lunar cactus orbit velvet meadow pencil tornado silver ankle',
        "recoveryPhrase: 'gravity ¦helmet window lunar cactus orbit velvet meadow pencil tornado silver ankle basket canyon dolphin erosion fabric garlic hockey insect jungle kitten ladder mango'",
      ],
      leaves: [
        'TITLE="gravity helmet window lunar cactus orbit velvet meadow pencil tornado silver ankle"',
        'MNEMONIC="gravity helmet window lunar cactus orbit velvet meadow pencil tornado silver"',
        'MNEMONIC="abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"',
        'mnemonic: "test test test test test test test test test test test junk"',
        'mnemonic: "candy maple cake sugar pudding cream honey rich smooth crumble sweet treat"',
        'mnemonic: "legal winner thank year wave sausage worth useful legal winner thank yellow"',
        'mnemonic: this should hold your words and nobody else has them for now',
      ],
    },
    find: findMnemonics,
  },
]
