import { isPlaceholder } from '../placeholder.ts'
import { type UrlOptions, urlSecrets } from '../readers/urls.ts'
import type { Detector } from './detector.ts'
import { token } from './token.ts'

/** Every scheme ends in a letter or a digit. */
const OPENINGS = [...'abcdefghijklmnopqrstuvwxyz0123456789'].map(char => `${char}://`)
/** scheme and user */
const BEFORE_PASSWORD = 32 + 256 + 16
/** user, password and host, and the path where it tells what the URL is of */
const LONGEST_URL = 1024 + 256

/** Schemes that have a detector of their own. */
const OWNED = /^(?:mongodb(?:\+srv)?|rediss?|snowflake)$/

type UrlData = Pick<Detector, 'id' | 'title' | 'keywords' | 'examples'> & UrlOptions

function urlDetector({ schemes, tokenAsUser, ...named }: UrlData): Detector {
  const options = { ...(schemes && { schemes }), ...(tokenAsUser && { tokenAsUser }) }
  return {
    ...named,
    rank: 'shape',
    severity: 'error',
    // lock files and bundles carry them as they are
    scope: 'generated',
    before: BEFORE_PASSWORD,
    after: LONGEST_URL,
    find: text => urlSecrets(text, options),
  }
}

/** Passwords inside URLs. */
export const URL_TOKENS: readonly Detector[] = [
  urlDetector({
    id: 'url-credentials',
    title: 'a URL with a password',
    keywords: [...OPENINGS, ':\\/\\/'],
    schemes: scheme => !OWNED.test(scheme),
    tokenAsUser: 'git',
    examples: {
      finds: [
        'DATABASE_URL=postgres://app:vK7mQ¦2xLp9zTw4@db.prod.corp.net:5432/app',
        'proxy: "http://svc%40corp:t8%23Zq¦Wn4@proxy.corp.net:3128"',
        '{"url": "https:\\/\\/ci:rT5vN¦8kWq2@git.corp.net\\/a.git"}',
        'amqp://guest:hJ4k¦Tz8Q@rabbitmq:5672/',
        'mysql://root:pass¦word@db.prod.corp.net/app',
        'url = https://s2Jjyz8FK2byc2a¦i8YloUamrmJ6zOTlm@git.corp.net/team/app.git',
        'dsn: https://5c1e0f7a9b3d48260f¦1c2d3e4b5a6978:0a9b8c7d6e5f4¦0312f4e6d7c8b9a0d1e@sentry.corp.net/4',
      ],
      leaves: [
        'postgres://postgres:postgres@db:5432/app',
        'https://user:pass@corp.net/',
        'https://user:password@example.com/',
        `https://app:\${DB_PASS}@db.prod.corp.net/`,
        'https://app:$dbPass@db.prod.corp.net/',
        'https://app:%(password)s@db.prod.corp.net/',
        'https://app:***@db.prod.corp.net/',
        'https://app:<password>@db.prod.corp.net/',
        '"postgres://" + user + ":" + password + "@db.prod.corp.net"',
        'https://git@git.corp.net/team/app.git',
        'https://s2Jjyz8FK2byc2ai8YloUamrmJ6zOTlm@metrics.corp.net/ingest',
        'https://0a9b8c7d6e5f40312f4e6d7c8b9a0d1e@o4501.ingest.sentry.io/4',
        'https://www.npmjs.com/package/@scope/name and me@corp.net',
        'match(/https?://[^:]+:[^@]+@.+/)',
      ],
    },
  }),
  urlDetector({
    id: 'mongodb-uri',
    title: 'a MongoDB URI with a password',
    keywords: ['mongodb://', 'mongodb+srv://', 'mongodb:\\/\\/', 'mongodb+srv:\\/\\/'],
    schemes: scheme => scheme.startsWith('mongodb'),
    examples: {
      finds: [
        'MONGO_URL=mongodb+srv://app:vK7mQ¦2xLp9zTw4@cluster0.qk2zw.mongodb.net/app?retryWrites=true',
        '"mongodb://app:t8Zq¦Wn4hJ@m1.corp.net:27017,m2.corp.net:27017/app?replicaSet=rs0"',
      ],
      leaves: [
        'mongodb://mongo:mongo@mongo:27017',
        'mongodb+srv://<username>:<password>@cluster0.qk2zw.mongodb.net/app',
        'mongodb://localhost:27017/app',
        'mongodb://root:example@mongo:27017/',
      ],
    },
  }),
  urlDetector({
    id: 'redis-uri',
    title: 'a Redis URI with a password',
    keywords: ['redis://', 'rediss://', 'redis:\\/\\/', 'rediss:\\/\\/'],
    schemes: scheme => /^rediss?$/.test(scheme),
    examples: {
      finds: [
        'REDIS_URL=rediss://default:vK7mQ¦2xLp9zTw4@eu1-cache.corp.net:6379',
        'redis://:t8Zq¦Wn4hJ7r@10.1.2.3:6379/0',
      ],
      leaves: ['redis://:redis@redis:6379', 'redis://:@cache.corp.net', 'redis://redis:6379/0'],
    },
  }),
  {
    ...token({
      id: 'sidekiq-url',
      title: 'the password of a Sidekiq Pro or Enterprise gem server',
      severity: 'error',
      keywords: ['contribsys'],
      shape: "hexi{8} ':' hexi{8}",
      notAfter: '',
      random: false,
      check: ({ value, before, after }) => {
        const isGemServer = /^@(?:gems|enterprise|pro)\.contribsys\.com\b/.test(after)
        const isVariable = /BUNDLE_\w{0,40}CONTRIBSYS__COM["']?\s{0,4}[:=]\s{0,4}["']?$/i.test(before)
        if (!isGemServer && !isVariable) return null
        return value.split(':').every(isMadeUp) ? null : {}
      },
      examples: {
        finds: [
          "source 'https://ebdd¦c6ba:3594¦aed3@gems.contribsys.com/' do",
          'BUNDLE_ENTERPRISE__CONTRIBSYS__COM: "ebdd¦c6ba:3594¦aed3"',
        ],
        leaves: [
          'https://cafebabe:deadbeef@gems.contribsys.com/',
          'see gems.contribsys.com, revision ebddc6ba:3594aed3',
          'https://ebddc6b:3594aed3@gems.contribsys.com/',
        ],
      },
    }),
    scope: 'generated',
    // the server's name follows the value, or stands before it
    before: 64,
    after: 64,
  },
]

function isMadeUp(half: string): boolean {
  return isPlaceholder(half) || /^(?:cafebabe|deadbeef|abcd1234|foobar\d\d|c0ffee\w\w)$/i.test(half)
}
