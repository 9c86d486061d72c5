import { testMode } from '../checks/modes.ts'
import { PAYPAL_REACH, paypalSecret, squareToken, stripeLive, stripeTest } from '../checks/payments.ts'
import type { Detector } from './detector.ts'
import { token } from './token.ts'

/** Stripe, Square, PayPal, Braintree, Adyen, Razorpay. What opens a sandbox only is information. */
export const PAYMENT_TOKENS: readonly Detector[] = [
  token({
    id: 'stripe-live',
    title: 'a Stripe live key',
    severity: 'error',
    keywords: ['sk_live_', 'rk_live_', 'sk_org_', 'sk_prod_'],
    shape: "( 'sk_live_' | 'rk_live_' | 'sk_org_' | 'sk_prod_' ) b62{24-99}",
    check: stripeLive,
    examples: {
      finds: [
        'STRIPE_SECRET_KEY=sk_live_2H0bJu¦blB78FaJ6jwJmKfMf4',
        "stripe('rk_live_lJ9oz4¦XEddEf7QMJ3LrhtSbndhugXE6raHTLRQL8k1vjpuxMSkpNSRZqf5m4W2LDjKFJ6KIhZLeFoA66zN6oxYzW8LUhktvmLHW')",
        'STRIPE_KEY: sk_org_4cxZUv¦4a5Hsx9anY7xTJF7uF',
      ],
      leaves: [
        'STRIPE_PUBLISHABLE_KEY=pk_live_XJgiRc¦rKkFH4SX0fCez46l2N',
        'sk_live_ssXiXC¦Lr3T35TzCaqK0slS7',
        'sk_live_XQc8na¦yjXpjuA0PONL2kzm2GSh5AisWDtfvVrYUYZDCpy52MHADsZqRd5wRjqOTHP0amDs7wVf7JRP1WEJ3613oS8Gvxj7Gcd69F',
        'sk_live_xxxxxxxxxxxx¦xxxxxxxxxxxx',
        'PAYSTACK_SECRET=sk_live_d22582¦c1cc16409a123caa1ced2a9032221a92a6',
      ],
    },
  }),
  token({
    id: 'stripe-test',
    title: 'a Stripe test key',
    severity: 'info',
    keywords: ['sk_test_', 'rk_test_'],
    shape: "( 'sk_test_' | 'rk_test_' ) b62{24-99}",
    check: stripeTest,
    examples: {
      finds: [
        'STRIPE_SECRET_KEY=sk_test_vmFrYi¦tD0isgg0hrlWQhjeNS',
        'rk_test_e43Qh7¦j71qikUJntYgg5g5yy2wY9hrzpc4npkq1rze7YOx3aJUCy5fXbp5W47cSAJjIoUFFlI3AoaawEiYLRcV4XfPVtWzUwa5k',
      ],
      leaves: [
        'sk_test_4eC39H¦qLyjWDarjtT1zdp7dc',
        'sk_test_BQokik¦JOvBiI2HlWgH4olfQ2',
        'pk_test_oc5aZb¦bcSst3CzHR4FBOblO5',
        'sk_test_EdopQH¦bevL9k8Udu0sJq2qf',
        'sk_test_your_key_here',
      ],
    },
  }),
  token({
    id: 'stripe-webhook',
    title: 'a webhook signing secret of Stripe, Svix or Clerk',
    severity: 'error',
    keywords: ['whsec_'],
    shape: "'whsec_' b64{32-64} ( '==' | '=' )?",
    examples: {
      finds: [
        'STRIPE_WEBHOOK_SECRET=whsec_LU6fSq¦xCgOAsClUgpvWfcqTKcduMgHPN',
        'secret: "whsec_XkGykH¦PGH0d656DeRqkxcwfIWcjcEyxx0smAjTrixbY="',
      ],
      leaves: [
        'whsec_CTWEjp¦evLaA6GbwE5K7CiLWiHiqN8cV',
        'whsec_XXXXXXXXXXXXXXXX¦XXXXXXXXXXXXXXXX',
        'whsec_07nATp¦LNVmq9HXfEqeXueXooqozsRmVCtuX3p804VmJJ0Eu7GosydPe6OKfUhg14c',
        'whsec_...',
      ],
    },
  }),
  token({
    id: 'square-token',
    title: 'a Square access token',
    severity: 'error',
    keywords: ['sq0atp-', 'square'],
    reach: 64,
    shape: "( 'sq0atp-' b64u{22} | 'EAAA' b64u{60} )",
    check: squareToken,
    examples: {
      finds: [
        'token = "sq0atp-FxcvcA¦RHnasb9oRvxQVtK9"',
        'SQUARE_ACCESS_TOKEN=EAAAk6qlIC¦-N0slIWM-i4Yo5lauqqkueEm7EMolQfQnJ2h9KIXNtEENnMbInR5Yz',
        'SQUARE_ACCESS_TOKEN=sandbox-sq0atp-WzPKfk¦exFPJWtJ4qC3KfMo',
      ],
      leaves: [
        'ACCESS_TOKEN=EAAAk6qlIC¦-N0slIWM-i4Yo5lauqqkueEm7EMolQfQnJ2h9KIXNtEENnMbInR5Yz',
        'sq0atp-ha1x08¦QG9cet61P0Osj8L',
        'sandbox-sq0idb-KpElT-¦dTLhqic-_rK1Bq1M',
        'SQUARE_TOKEN=EAAAQC1Pjp¦A4idVmrfgtuqScuKBQBmqcwxzZMKkuehU85YPx89sa94inpT-k1U7',
      ],
    },
  }),
  token({
    id: 'square-secret',
    title: 'a Square OAuth secret',
    severity: 'error',
    keywords: ['sq0csp-'],
    reach: 64,
    shape: "'sq0csp-' b64u{43}",
    check: squareToken,
    examples: {
      finds: [
        'SQUARE_SECRET=sq0csp-wTtKxr¦cGGhr75oRhCNHOEbBnUQ3wAct0Q-oNLhRqBPy',
        'sandbox-sq0csp-MdkaHv¦51fLkROEFG39xTBS8l84J6yJdbRovfkk3OBBW',
      ],
      leaves: [
        'SQUARE_APP_ID=sq0idp-JEVXap¦8o0bPf1HMLapcSJD',
        'sq0csp-FZHcIR¦JIBNYV_ULIMJO6NCxHtPAHuw_AtMSCHxaT6N',
        'sq0csp-your-secret',
      ],
    },
  }),
  token({
    id: 'paypal-pair',
    title: "a PayPal client's secret",
    severity: 'error',
    rank: 'context',
    keywords: ['paypal'],
    reach: PAYPAL_REACH,
    shape: "'E' b64u{79}",
    check: paypalSecret,
    examples: {
      finds: [
        'PAYPAL_CLIENT_SECRET=Ej2hyR_¦aXYyuIRQMIiiMoxmKKYdL23aplL9XYspEwMEd07NTQtXPCAcLrnKugCk3uuVOZJQfncLCEL5V',
        'paypal:\n  client_id: ArVS3bb¦BHTONpC8KloHwAcre0U5cYd0uH9sYQSAVoyLkLcNf_7W5x3QWlXcnXd7oPuczzUhVBo3Ad1ZB\n  client_secret: Ej2hyR_¦aXYyuIRQMIiiMoxmKKYdL23aplL9XYspEwMEd07NTQtXPCAcLrnKugCk3uuVOZJQfncLCEL5V',
        'PAYPAL_SANDBOX_SECRET=EaEwPLQ¦65ZaQ8ebbh16OgESEP1MIYI-bU70atR6bZ1-PPagH2PI130jSfk3m-iHaKZBvyF3mcpdpqUTg',
      ],
      leaves: [
        'CLIENT_SECRET=Ej2hyR_¦aXYyuIRQMIiiMoxmKKYdL23aplL9XYspEwMEd07NTQtXPCAcLrnKugCk3uuVOZJQfncLCEL5V',
        'PAYPAL_CLIENT_ID=ArVS3bb¦BHTONpC8KloHwAcre0U5cYd0uH9sYQSAVoyLkLcNf_7W5x3QWlXcnXd7oPuczzUhVBo3Ad1ZB',
        'PAYPAL_CLIENT_SECRET=EBI-tC4¦I8z_THOOF9i2oK7NMwIeAr6Oe_XwUYWkPszeAVX8OnbxO-laoqdPNmzjxQhCTj12AtoAFMp6',
        'paypal client EBWKjlELKMYqRNQ6sYvFo¦64FtaRLRR5BdHEESmha49TM, secret EO422dn3gQLgDbuwqTjzr¦FgFtaRLRR5BdHEESmha49TM',
      ],
    },
  }),
  token({
    id: 'braintree-token',
    title: 'a Braintree access token',
    severity: 'error',
    keywords: ['access_token$'],
    shape: "'access_token$' ( 'production' | 'sandbox' ) '$' ldig{16} '$' hex{32}",
    check: testMode(/\$sandbox\$/),
    examples: {
      finds: [
        "accessToken: 'access_token$production$9oep55¦6b6cz1e03q$15b702¦9ddcc74f3b7e6890166a26032b'",
        'BRAINTREE=access_token$sandbox$rb13ge¦1iwwcssgsc$afb4e1¦8fbb29724881e5e74a8617501a',
      ],
      leaves: [
        'access_token$production$92u9zf¦ael0wn3rm$55046c¦3ab701a251e558aa55adaa455e',
        'access_token$production$ci3rys¦1opc2oig4v$a9b1ce¦d0b72a48be2e475e910fd538e27',
        'access_token$development$unh8bm¦2qfanwda0b$54496b¦00233cba1c34787f5dc1be7385',
      ],
    },
  }),
  token({
    id: 'adyen-key',
    title: 'an Adyen API key',
    severity: 'error',
    keywords: ['AQEh', 'AQEm', 'AQEn', 'AQEy'],
    shape: "( 'AQEh' | 'AQEm' | 'AQEn' | 'AQEy' ) b64{50-160} ( '==' | '=' )? '-' b64{43} '=-' print{8-16}",
    notAfter: '',
    examples: {
      finds: [
        '"apiKey": "AQEytjT2Cs¦bxkVyGomwi6EAXxvoLocEgJsi9YJui6ljwWidVB1Pv38XNTnx9uLMgvOryTs4xbRi5r5XRUdaRNrk1GoJPQ41YX==-Jbzpqz¦Afb4SkclODcpsUjyB3CojJ/1o2NfswwYicAu+=-Hbkc)*$kP%a8uisJks"',
        'ADYEN_API_KEY=AQEhn69tCE¦lwmp30pFy0N8Ft4IIICyOOh00SntmFDfQKyH46FtiaKjBybXRoGBR0-/0f1VQ¦JHehQvxofFAbYvWcLeABmp4QXG4dXn88P0yyy=-weAiUd¦agWB0wPQMG',
      ],
      leaves: [
        'AQEyvP5Cmt¦fK7EPeAbuJNFiMFQLXpW+OnM5846LxbpaKHTbKqYJXmVoc3GxaLvqkJTN+jRgysgzRI5NRs4L78C+Jzmuw4Sczm==_2cE5M/¦cHVH/7V3BMehYFQL70GPGAPln1OC1RSkEILB9=-s7ww3b¦QUGBCUcN0Y',
        'AQEyvlqghC¦PmABmAu0Krl0uqk28LpTBEqjfsHAOy1RKUhh9rPc0EXZJmTWFVJOWbUozTmQ5OTawSzQmU2tmt4hU2wKMYn7J7S==-jXRG/4¦ZMpijO/II7S50K/dKZmaEkZWPdt40JZxfqDd=-bxCzZR¦p22snMCdcE',
        'x-api-key: AQEyhmfxK....LRGhARAYZ',
      ],
    },
  }),
  token({
    id: 'razorpay-pair',
    title: 'a Razorpay live key',
    severity: 'warning',
    keywords: ['rzp_live_'],
    shape: "'rzp_live_' b62{14}",
    partner: { severity: 'error', shape: 'b62{24}', names: /secret/i },
    examples: {
      finds: [
        'RAZORPAY_KEY_ID=rzp_live_JBFZp4¦eLjkf49t',
        'key_id: rzp_live_qW4IhW¦Iu5JgGST\nkey_secret: mxqZgn¦ysbYjzpmXnbPDPVjQ1',
      ],
      leaves: ['rzp_live_4BWDTo¦wtZd08b', 'rzp_test_frK0rL¦k1StDlso', 'rzp_live_XXXXXXXXXXXXXX'],
    },
  }),
  token({
    id: 'razorpay-pair',
    title: 'a Razorpay test key',
    severity: 'info',
    keywords: ['rzp_test_'],
    shape: "'rzp_test_' b62{14}",
    examples: {
      finds: ['RAZORPAY_KEY_ID=rzp_test_bEUFt9¦LxPXXfhM'],
      leaves: ['rzp_test_bY6HKe¦lERMuQnpB', 'rzp_test_xxxxxxxxxxxxxx'],
    },
  }),
]
