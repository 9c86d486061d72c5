import { isRandomEnough } from '../entropy.ts'
import { isPlaceholder } from '../placeholder.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { type Candidate, token, type Verdict } from './token.ts'

/** Long runs of base64 hold such a text by chance, between two of its signs. */
function isPartOfBase64({ before, after }: Candidate): boolean {
  return /[+/]$/.test(before) || /^[+/=-]/.test(after)
}

function facebookToken(candidate: Candidate): Verdict {
  if (isPartOfBase64(candidate)) return null
  return /[0-9]/.test(candidate.value) && /[a-z]/.test(candidate.value) ? {} : null
}

/** The site's own pages use it, for everybody. */
const TWITTER_WEB = 'NRILgAAAAAAnNwIzUejRCOuH5E6I8xnZz4'

/** A number in base64 with its leading zeros, then two drawn parts with an escaped `=` between them. */
function twitterBearer(candidate: Candidate): Verdict {
  const { value } = candidate
  const drawn = value.slice(-44)
  if (isPartOfBase64(candidate) || isPlaceholder(drawn) || !isRandomEnough(drawn)) return null
  if (value.includes(TWITTER_WEB)) return null
  return value.includes('%') ? {} : { less: true }
}

/** The id of a client is as long, and no secret. */
function twitchToken({ value, before }: Candidate): Verdict {
  if (!/[0-9]/.test(value)) return null
  return /client[_-]?id["'\]]{0,2}\s{0,4}[=:]\s{0,4}["'`]?$/i.test(before) ? null : {}
}

/** Networks where people write for everybody. */
export const SOCIAL_TOKENS: readonly Detector[] = [
  token({
    id: 'facebook-token',
    title: 'a Meta access token',
    severity: 'warning',
    keywords: ['EAA'],
    shape: "'EAA' b62{80-250}",
    check: facebookToken,
    examples: {
      finds: [
        'FB_ACCESS_TOKEN=EA¦AXlZnaO27GfFGouQNuGC8jMmY0OBTQFKx6xqEDLGr8qLryQ8GN8zVH0cQDpKejeTwZmosnN8DpYcmmG8vjs3AA¦aL4xSsgiIdH4WnWBEdJwWNx2sjbwauesh8oX1a0zwqFX5l56RKEvfsPvlQodGrrdToYbB7oDKncnvvOkoNDy6',
        'https://graph.facebook.com/me?access_token=EA¦AbORIwqUtBx6xoBJNWCfU4eTuSbjCDyCAtWFoiZS5N3VqyyFKPX376ti2l3zt¦Hb88lp5GsGxMmxUZNEAaZA5bfc9In14HhNwC3Qu2zk8QVCrDO5YJyHbicNtP',
      ],
      leaves: [
        'token=EA¦A3i8ZU1fkyuLpFaFQAj7XidyiZlepY9GfSvf¦QLNnva1vIHu5EfTis1OBIB91FmyrSiZRYP7',
        'src="data:font/woff;base64,/EA¦AXlZnaO27GfFGouQNuGC8jMmY0OBTQFKx6xqEDLGr8qLryQ8GN8zVH0cQDpKejeTwZmosnN8DpYcmmG8vjs3AA¦aL4xSsgiIdH4WnWBEdJwWNx2sjbwauesh8oX1a0zwqFX5l56RKEvfsPvlQodGrrdToYbB7oDKncnvvOkoNDy6+"',
        'token=EA¦AHDFKPQEFRUWGJBWIPMJSLDICDASWYUDENIIGZAZWFDMZYJOZZA¦KQWDDRUEYQDAUYTRJXOEALXOUOEFYPVLLXFUSRHRCVBAMHXFIM',
        'id=xEA¦AXlZnaO27GfFGouQNuGC8jMmY0OBTQFKx6xqEDLGr8qLryQ8GN8zVH0cQDpKejeTwZmosnN8DpYcmmG8vjs3AA¦aL4xSsgiIdH4WnWBEdJwWNx2sjbwauesh8oX1a0zwqFX5l56RKEvfsPvlQodGrrdToYbB7oDKncnvvOkoNDy6',
      ],
    },
  }),
  context({
    id: 'facebook-token',
    title: 'a secret of a Meta app',
    severity: 'error',
    near: ['facebook', 'fb_app', 'fb_secret', 'fb_client', 'instagram', 'meta_app'],
    and: /secret/i,
    shape: 'hex{32}',
    examples: {
      finds: [
        'FACEBOOK_APP_SECRET=96c828ea1158a719¦664114a1e6692aea',
        "fb_client_secret: 'c3067170c0664554¦5302da0c9344dea1'",
      ],
      leaves: [
        'APP_SECRET=96c828ea1158a719¦664114a1e6692aea',
        'FACEBOOK_CLIENT_TOKEN=96c828ea1158a719¦664114a1e6692aea',
        'FACEBOOK_APP_SECRET=1f033aefc85f325¦be8d8ca2d26134d5',
        'facebook_secret_hash: 96c828ea1158a719¦664114a1e6692aea',
      ],
    },
  }),
  token({
    id: 'twitter-bearer',
    title: 'a bearer token of X',
    severity: 'error',
    keywords: ['AAAAAAAAAAAAAAAAAAAAA'],
    shape: "'AAAAAAAAAAAAAAAAAAAAA' pct{60-100}",
    random: false,
    check: twitterBearer,
    examples: {
      finds: [
        'TWITTER_BEARER_TOKEN=AAAAAAAAAAAAAA¦AAAAAAAyaQLh7AAAAAAA0X2p0yPbggnAy¦Y6H8B0Gdw2i0D%3DPT4AUtqeUTMx64bcXRxrgiVbl¦DsaIX7ip1uexItKlpLHzYUu4S',
        '"Bearer AAAAAAAAAAAAAA¦AAAAAAAHySJQHAAAAAAAAAYePU9Yolvb¦xHEtLIrbFQ%2BkvJbWo%3DsvgSQWKpcroPmHnNMSchR¦0h7qXj9LQohViWQIo1MnV"',
      ],
      leaves: [
        'AAAAAAAAAAAAAA¦AAAAAAAyfNmPou4khZDioPyHh79¦emPJxXujN9Aldqv5mEI4',
        'x/AAAAAAAAAAAAAA¦AAAAAAAUl39oRkm2ZGkgX6Q7fFXQZPalcsIoCXvxQS¦SRa7APS9DttdKmgpTXgVmCi8mXhWm9NNoLD/qbZw2XilTj¦JMKBOfFuRY',
        'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
        'AAAAAAAAAAAAAAAAAAAAA¦NRILgAAAAAAnNwIzUejRCOuH5E6I8xnZz4%3DJJuf6rsYTRzA1Jxaqaj0¦pfvt3avi9H3Ffa0DtlNn',
      ],
    },
  }),
  context({
    id: 'twitch-token',
    title: 'a Twitch token',
    severity: 'warning',
    near: ['twitch', 'oauth:'],
    shape: 'ldig{30}',
    check: twitchToken,
    examples: {
      finds: [
        'TWITCH_CLIENT_SECRET=h45narx60um2m1x¦mzriwgue7t9na6q',
        'PASS oauth:u6zaxx8imxahujd¦n78xhs3q680ow8k',
      ],
      leaves: [
        'CLIENT_SECRET=h45narx60um2m1x¦mzriwgue7t9na6q',
        'TWITCH_CLIENT_ID=h45narx60um2m1x¦mzriwgue7t9na6q',
        'TWITCH_CLIENT_SECRET=mt9jw9h1fjapc9¦aqeqloc6saxoyl7',
        'twitch_hash: h45narx60um2m1x¦mzriwgue7t9na6q',
      ],
    },
  }),
]
