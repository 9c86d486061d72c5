import { slackTail } from '../checks/messaging.ts'
import type { Detector } from './detector.ts'
import { token } from './token.ts'

/** Slack: tokens of bots, users, sessions, apps and configurations, and its hooks. */
export const SLACK_TOKENS: readonly Detector[] = [
  token({
    id: 'slack-bot',
    title: 'a Slack bot token',
    severity: 'error',
    keywords: ['xoxb-'],
    shape: "'xoxb-' dig{10-13} '-' dig{10-13} '-' b62{24}",
    check: slackTail,
    examples: {
      finds: ['SLACK_BOT_TOKEN=xoxb-377211¦719936-580573¦2840540-EDqdzu¦AOVbb3dav43zxwyoNy'],
      leaves: [
        'xoxb-599128¦912958-949944¦8650863-JOqn2i¦wkn7JqokuU3SLlj5i',
        'xoxb-041752¦708980-369651¦3856376-xxxxxxxxxxxx¦xxxxxxxxxxxx',
        'xoxb-090321¦459653-491880¦0515166-abcdefghijkl¦mnopqrstuvwx',
        'xoxb-360661¦008207-530084¦0855946-478073¦219391304301889088',
        'xoxb-your-bot-token',
      ],
    },
  }),
  token({
    id: 'slack-user',
    title: "a Slack user's token",
    severity: 'error',
    keywords: ['xoxp-'],
    shape: "'xoxp-' dig{10-13} '-' dig{10-13} '-' dig{10-13} '-' hex{32}",
    check: slackTail,
    examples: {
      finds: [
        'SLACK_TOKEN=xoxp-416236¦920719-655548¦788145-835734¦6623661-d6e2b5¦bd68de90c351c76068cdc86b9f',
      ],
      leaves: [
        'xoxp-822678¦288954-961844¦614273-831783¦7243030-b85abe¦725f45b3ad2cab58baea3c77b',
        'xoxp-653240¦557920-049115¦019139-5df81b¦ea818d03e1100c35a6671edf1e',
        'xoxp-672293¦693408-111367¦397391-897709¦8746509-537638¦64683888062925147465206615',
      ],
    },
  }),
  token({
    id: 'slack-session',
    title: 'a Slack session',
    severity: 'error',
    keywords: ['xoxc-', 'xoxd-'],
    shape: "( 'xoxc-' dig{10-13} '-' dig{10-13} '-' dig{10-13} '-' hex{64} | 'xoxd-' esc64{100-256} )",
    examples: {
      finds: [
        'token=xoxc-622062¦347019-812366¦908535-593640¦9277556-42a1d4¦70120c823a1c4adc3a3b5cd9c8097bc65bcdade436c92f7f14adb59cbf',
        'Cookie: d=xoxd-BuKI6s¦vEvPbbZrvXlPOybLKezSkN5rMnFgumweC7DjZyb6EmljYe5AbjXb6u%2BvEqem2¦qWqlJ9Bh60n9FWiulnClvO7XBMybxufDywAF4ZpyzSoNtibIGwQWZK%3D%3D; x=1',
      ],
      leaves: [
        'xoxc-456906¦236726-715433¦184020-728216¦0025387-20c58c¦40ff7197ba93f1b80876f95edef9f435f0dca8013b90f26ce38e4b1e0',
        'xoxd-9aWqv5¦yNUz927XCrVKPL6UWmw1mNRG7p5B94v9blnVfBdMYhuOxKIWsrgk5sMmRliioIGPnCrc4JvYYrlE37Zhxb0kIaDFbJwe0',
        'xoxd-...',
      ],
    },
  }),
  token({
    id: 'slack-app',
    title: 'a Slack app-level token',
    severity: 'error',
    keywords: ['xapp-'],
    shape: "'xapp-' dig{1} '-A' udig{8-12} '-' dig{10-13} '-' hex{64}",
    check: slackTail,
    examples: {
      finds: [
        'SLACK_APP_TOKEN=xapp-1-A7W6U9UN6LE-409616¦3425255-b37936¦8354f5234a5a02d60f1c7e574cce2b7f486170477c94a3d31d0d26da74',
      ],
      leaves: [
        'xapp-1-A9JPOQBNTCM-884010¦8956731-c77746¦7090de623358970397bb2670fe72502fedbd24e8e25df64812fa54b97',
        'xapp-1-BWZGI61UJ7Z-800839¦8252306-03ba8a¦0137c6dbd8bf9a50ec0d48c84a5b75d7a28f4fe4cb9ce3a5a0070fd4c4',
        'SLACK_APP_TOKEN=xapp-1-...',
      ],
    },
  }),
  token({
    id: 'slack-config',
    title: 'a Slack configuration token',
    severity: 'error',
    keywords: ['xoxe.xox', 'xoxe-'],
    shape: "( ( 'xoxe.xoxp-' | 'xoxe.xoxb-' ) dig{1} '-' b62{163-166} | 'xoxe-' dig{1} '-' b62{146-147} )",
    examples: {
      finds: [
        'SLACK_CONFIG_TOKEN=xoxe.xoxp-1-0oeyGa¦zQh4dTmu363ryAO4UC4ToeTl6GDXb2GD491Wi5aMbOoS4SBoj7qNGm3TYTVsF8MsXUUA4WpDatpaQTZvo2ZP7K58yeeevJ22VpSI53H4suygLMtmf42NmS6il133P0TU2S95TaLIPxUvtxmxvvQ3ctUaU8Oc7wsN',
        '"refresh_token": "xoxe-1-DV8zWz¦vqWNKaXZboAB9dxhafyqLuBNeajhPVwjh583GGD7muYdJGXGx1WqmzP1DBJNK1EmuU7c9XyqADeiMCXmjpy8NK1Oe8Gk46yeQcqWpYHzWyrSLman8VboZqN6Xg7B951XRE8yhhfOMrz2"',
      ],
      leaves: [
        'xoxe.xoxp-1-SVY1ZE¦iNCm0hX6f0SNwNiULmcug7syW6BM64e6ZJqLtx0AiXdy3XQeZB8Ifkq8mynehjiGB30j6AFucw9P7fsnCKERGPzssscwkOeHQh5trlhbwwf3nvajJlRrPbvxxPSHujw7GdNEQSvSr7nWFlewPME8Es5Amc6d',
        'xoxe-1-DlMr0G¦9USUCTHJYadeAD7tFjpqjN56EpcS22VSGHQxWPHYYwl0fZYqsoCIkz6JWu5o4UUHgTmjwXXEe4kK44KXaDM5jLyQ96YeXjNIF1ozeczbAkwCC2IC1jtKlOjd4ldZQYbHOnoBNNLkuAm',
        'xoxe.xoxp-1-abcdefg',
      ],
    },
  }),
  token({
    id: 'slack-legacy',
    title: 'an old Slack token',
    severity: 'warning',
    keywords: ['xoxo-', 'xoxs-', 'xoxa-', 'xoxr-'],
    shape:
      "( 'xoxo-' | 'xoxs-' | 'xoxa-' | 'xoxr-' ) ( '2-' )? dig{8-13} '-' dig{8-13} '-' ( dig{8-13} '-' )? b62{10-64}",
    check: slackTail,
    examples: {
      finds: [
        'token: xo¦xs-24838370635-80022979639-73755703609-ab738433e9',
        'xoxa-2-01366910905-403651¦983011-223068¦918131-d7142a¦3c4e8159444669ec1740cba60d',
      ],
      leaves: [
        'xoxs-34384226276-60736980571-18f640745',
        'xoxa-2-xxxxxxxxxxx-xxxxxxxxxx¦-xxxxxxxxxxxx',
        'xoxr-refresh-token',
      ],
    },
  }),
  token({
    id: 'slack-webhook',
    title: 'a Slack webhook',
    severity: 'error',
    keywords: ['hooks.slack.com/'],
    shape:
      "'hooks.slack.com/' ( 'services/T' udig{6-12} '/B' udig{6-12} '/' b62{24} | ( 'workflows/T' | 'triggers/T' ) udig{6-12} '/' udig{8-20} '/' ( udig{8-20} '/' )? b62{24-36} )",
    check: slackTail,
    examples: {
      finds: [
        'SLACK_WEBHOOK=https://hooks.slack.com/services/T1P2ABEVA/B52ZJFMEYGP/zMWZgE¦wAq8rASSWNYzZbFh2T',
        'https://hooks.slack.com/workflows/TUG24U8TY6B/AU0Z14OJZ19/947357¦715320123409/4yPxuV¦p9ZxYBAy8Zn1vgbc3T',
        '"https://hooks.slack.com/triggers/T7W2VPCPZUP/458908¦5701397/371a59¦496baf0b240ed94dc4686c5868"',
      ],
      leaves: [
        'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXX¦XXXXXXXXXXXX',
        'https://hooks.slack.com/services/T00000000/B00000000/3NTNYN¦tNX4c4eFNoWECWbsQj',
        'https://hooks.slack.com/services/T5ETSJXYO/B8IYMLHAAPU/OTDYCJ¦oesbvoUeAzRJAtbzf',
        'https://hooks.slack.com/triggers/T1/B2/C3',
      ],
    },
  }),
]
