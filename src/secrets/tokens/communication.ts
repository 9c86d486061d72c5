import { mixedCase } from '../checks/drawn.ts'
import { drawnLetters } from '../checks/looks.ts'
import { discordBot, telegramBot } from '../checks/messaging.ts'
import { testMode } from '../checks/modes.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { token } from './token.ts'

/** Chats and telephones: Discord, Teams, Telegram, LINE, Twilio, MessageBird, Vonage. */
export const COMMUNICATION_TOKENS: readonly Detector[] = [
  token({
    id: 'discord-bot',
    title: "a Discord bot's token",
    severity: 'error',
    // nothing in the token itself is the same for all
    keywords: ['discord', 'bot_token', 'bottoken', '"token"', 'token=', '.login(', 'bot.run(', 'client.run('],
    shape: "b64u{23-28} '.' b64u{6} '.' b64u{27-38}",
    random: false,
    check: discordBot,
    examples: {
      finds: [
        'DISCORD_TOKEN=NzM5Nz¦QwNTY0NDgyNzI1NDE4.5OFLcP.JAYr83¦9o8Qg7P2GpdUp23rRjwVbqa7lh8X2lG4',
        '{"prefix": "!", "token": "NDM5ND¦Q2MjA5MzY0NDExODAx.jao9s6.WmdG8Z¦oUElV3uJZke3oPxuHqzFY"}',
        "client.login('NDY2MD¦U2OTM3NDMxNjQ3MjM1.rnIuy3.fS0Yd9¦CbfZtmRsoCKVCocSC8NkplwhsUqEnkQ5')",
      ],
      leaves: [
        'DISCORD_TOKEN=oYJBB6¦GYpizm1p1BmzMtNCz6.sbx7zp.LCtDkf¦HFTvLTZyPljmHiSN8icid1AwRjSnEvEy',
        'DISCORD_TOKEN=NzMyMT¦c0NjY3NDU2OTU5ODAz.vPzRG.UHttoz¦MwvJFtKruaKOeJEFgSYQT5NqLwc5oZgF',
        'DISCORD_TOKEN=ODI5OT¦UzODQ2NTAyMzE2OTEy.mQoBEi.v56iMO¦1SaYI08tG5z3BerY3Aoo',
        'DISCORD_TOKEN=your.bot.token',
      ],
    },
  }),
  token({
    id: 'discord-webhook',
    title: 'a Discord webhook',
    severity: 'error',
    keywords: ['discord.com/api/', 'discordapp.com/api/'],
    shape:
      "( 'discord.com/api/' | 'discordapp.com/api/' ) ( 'v' dig{1-2} '/' )? 'webhooks/' dig{17-20} '/' b64u{60-80}",
    examples: {
      finds: [
        'WEBHOOK=https://discord.com/api/webhooks/288625¦140308725176/rZqjXl¦mdyUgE472wte40Hva5FIJ8qVWq54klHBklwPoG04g6dJivZ3wWGDfruED4UsEa',
        'https://canary.discordapp.com/api/v10/webhooks/104186¦6455100377206/ty3Jeu¦DvpSJcSIDnq5MKg0HVMdKIt3i76IcEqKR7kle2ZRjlgCtb8waTpwovl7wzUipi',
      ],
      leaves: [
        'https://discord.com/api/webhooks/559154¦563482609781/5Ad41j¦iVwt8ObJtSoH8XwvDzqeFQw4rg_bleFZDdDbhyuH6E0HH5SQuF_0j',
        'https://discord.com/api/webhooks/832134¦1679739332/HnCsKa¦Ldw3yjmvcSTB5vvEnAkM9Y2YWtce7In1sYoiaB8nGZxbKfXlMDAOuLOwmstLvX',
        'https://discord.com/api/webhooks/814366¦920861452646/your-token',
      ],
    },
  }),
  token({
    id: 'teams-webhook',
    title: 'a Microsoft Teams webhook',
    severity: 'error',
    keywords: ['/IncomingWebhook/'],
    shape:
      "( b62{1} b64u{0-62} '.webhook.office.com/webhookb2/' | 'outlook.office.com/webhook/' ) uuid '@' uuid '/IncomingWebhook/' hex{32} '/' uuid",
    examples: {
      finds: [
        'https://acme.webhook.office.com/webhookb2/D62e5b¦80-2A2e-7dBE-9afB-4fFFd84121F8@3fB981¦bc-66AD-bF86-b89C-790D7704dEab/IncomingWebhook/f185b5¦fdf9e02a4ee0227aa5aed24a88/caD1C0¦d9-cAab-3e2E-bB99-1bDEADEE59fa',
        "url: 'https://outlook.office.com/webhook/bc0Cf3¦Af-d6D1-bfE2-90F6-ed69De5A3c7a@0C02Ca¦97-0b73-15dC-CF26-3fdC33db6e15/IncomingWebhook/226d38¦fd6504f23aff19f5bce31005db/8CbD32¦1A-9047-17fa-eDfd-e3Ae31EB5595'",
      ],
      leaves: [
        'https://acme.webhook.office.com/webhookb2/da92BD¦a9-D02C-49FE-091e-cd45b9DcEEef/IncomingWebhook/5a901b¦d15f0cf7f29ec366d305c6bb6d/b24aeB¦D9-16EE-F10d-35EB-D2D1da0B7fE5',
        'https://example.webhook.office.com/webhookb2/fFa6ed¦0c-DE69-a0E5-F0Cc-6d97FaE2b653@7fC42F¦B8-e7ef-B5EE-ff49-EE3F35d33C80/IncomingWebhook/dc5c60¦3655618dfc3a7447c2feff3cb5/fDabeF¦6f-eAF0-55Db-9e93-ff3eb05B28b0',
        'https://outlook.office.com/webhook/2aFdCA¦Db-C554-DcfF-bbDE-16C7Edc6ae72@c4C113¦8D-bb4A-6C19-BFD5-0B88Bd2eE78B/IncomingWebhook/xxx/yyy',
      ],
    },
  }),
  token({
    id: 'telegram-bot',
    title: "a Telegram bot's token",
    severity: 'error',
    keywords: [':AA'],
    shape: "( 'bot' )? dig{8-10} ':AA' b64u{33}",
    check: telegramBot,
    examples: {
      finds: [
        'TELEGRAM_TOKEN=3010222173:AAftnC-1¦G4X9YvN3U1_cUG1C0PjPOzqxf9j',
        'https://api.telegram.org/bot164181980:AAOIyg-D¦RrCLrBz3O_-ocbhglubGXiESTXh/getMe',
      ],
      leaves: [
        '123456:ABC-DEF1234¦ghIkl-zyx57W2v1u123ew11',
        '110201543:AAHdqTcv¦CH1vGWJxfSeofSAs0K5PALDsaw',
        '8019964694:ABKniy-K¦AYxsj8UUgno6fceufCEBtcHYkxb',
        '3024213865:AAgiPBut¦pS_PqEUizOzfMcPvdtovjN4q5M',
        '3270115:AAPQ8scR¦H19pKRn2sXoc61lS6uMgs0HgnUZ',
      ],
    },
  }),
  context({
    id: 'line-channel',
    title: 'a LINE channel access token',
    severity: 'warning',
    near: [
      'line_channel',
      'line-channel',
      'linechannel',
      'line.channel',
      'channel_access',
      'channelaccess',
      'channel-access',
    ],
    shape: "( b64{172} | b64{171} '=' | b64{170} '==' )",
    notBefore: '+/',
    examples: {
      finds: [
        'LINE_CHANNEL_ACCESS_TOKEN=ja0fsP¦pPmv2q9XJI3NTvVUbcmDa5kRr6982wbDxlmkzrSpMpFXglG6XhPNX5CZUab/DiR8d9vkSsMSLONSNTlK17cdnknSpzmcC0c5HATJd6Ba4YFHRyNKvB1dntcGupQkLU4gwdyG8w3MHk55q9IKpznnfdKPtOeffu45IfwLA=',
        "channelAccessToken: 'R/0KaH¦PXz9S9A7vvM7847cKoUEagLziqrJcgLsb2l36xyMnR5ZQ6XCpSi6QrUVU8nDSwj3u6j/KLno//S7RBGW354TI5J1SOnIwpyOZzm2pJdVU0tOTJ4ARUfECC8ooKx5AZYHhQPiNp4ysVOm38o4sOUhhIjM8ecwqfsAxnQXi6'",
      ],
      leaves: [
        'TOKEN=ja0fsP¦pPmv2q9XJI3NTvVUbcmDa5kRr6982wbDxlmkzrSpMpFXglG6XhPNX5CZUab/DiR8d9vkSsMSLONSNTlK17cdnknSpzmcC0c5HATJd6Ba4YFHRyNKvB1dntcGupQkLU4gwdyG8w3MHk55q9IKpznnfdKPtOeffu45IfwLA=',
        'LINE_CHANNEL_ACCESS_TOKEN=60kFaQ¦q1q8XSGmAlV+3xQCCppnbOlzvao4xAj2ectMCT82cYvdvI0kHbZbY66zvOoC5C0G50Xahd4ATD/VqFoEar5eEHUnHd42C/D04LfCN3VvcwlPveYYFcL5iPBZIjV6mJD66JRHe9yDh+5D1+kUZTwnCqK8rc6INtTuLN',
        'LINE_CHANNEL_SECRET=your_channel_secret',
      ],
    },
  }),
  token({
    id: 'twilio-key',
    title: 'a Twilio API key',
    severity: 'warning',
    keywords: ['twilio', 'key_sid', 'keysid', 'key-sid', 'api_sid'],
    shape: "'SK' hex{32}",
    partner: { severity: 'error', shape: 'b62{32}', names: /secret/i },
    examples: {
      finds: [
        'TWILIO_API_KEY=SK00e958¦d8731d741b2118a2e352bc3df3',
        'API_KEY_SID: SKdd68b0¦a233a293271d1a72a6322245eb\nAPI_KEY_SECRET: PTYwIK¦uQrCOb9bb4qixbevNKW6okhYbM',
      ],
      leaves: [
        'TWILIO_ACCOUNT_SID=ACe8073e¦f0e13a076a8ca7ca8deb4ac750',
        'TWILIO_API_KEY=SK454a62¦b1f596b2a2e59d5b1a041dc6c',
        'TWILIO_API_KEY=SKXXXXXXXXXXXXXXXX¦XXXXXXXXXXXXXXXX',
        'TWILIO_API_KEY=SK195883¦CCE759F03A4831A99281E275D0',
      ],
    },
  }),
  context({
    id: 'twilio-auth-token',
    title: 'a Twilio auth token',
    severity: 'error',
    near: ['twilio', 'account_sid', 'accountsid', 'account-sid'],
    // the account's id tells as much as the word
    and: /auth|token|\bAC[0-9a-f]{32}\b/i,
    shape: 'hex{32}',
    examples: {
      finds: [
        'TWILIO_AUTH_TOKEN=d0dd5c¦5d2806e740477f70a5ce663688',
        "require('twilio')('AC96132b¦ac2e58ebeeec4da211505db76c', '69e9bd¦070a6b982d1b5826acc303daa3')",
        'ACCOUNT_SID=ACdba6c1¦3034a2fc0b166905f0f48482f0\nAUTH_TOKEN=b2221a¦55aa414f9227dad3ca26449cd5',
      ],
      leaves: [
        'AUTH_TOKEN=d0dd5c¦5d2806e740477f70a5ce663688',
        'TWILIO_ACCOUNT_SID=ACd7d7c9¦603844943dbf4d10f430076eed',
        'TWILIO_ACCOUNT_SID=ACaaaaaaaaaaaaaaaa¦aaaaaaaaaaaaaaaa',
        'twilio_token_md5: d0dd5c¦5d2806e740477f70a5ce663688',
        'TWILIO_AUTH_TOKEN=XXXXXXXXXXXXXXXX¦XXXXXXXXXXXXXXXX',
      ],
    },
  }),
  context({
    id: 'messagebird-key',
    title: 'a MessageBird key',
    severity: 'warning',
    near: ['messagebird'],
    and: /key|token|secret/i,
    shape: "( 'live_' | 'test_' )? b62{25}",
    check: candidate => (mixedCase(candidate) ? testMode(/^test_/)(candidate) : null),
    examples: {
      finds: [
        'MESSAGEBIRD_ACCESS_KEY=CGsnZ8¦pdKIAZLZ4YneC8TZNnB',
        'messagebird.key = "live_PwcDye¦LxAHlaA5gHMENJ23w3r"',
      ],
      leaves: [
        'ACCESS_KEY=CGsnZ8¦pdKIAZLZ4YneC8TZNnB',
        'MESSAGEBIRD_ACCESS_KEY=ypjlKd¦Qm9CYgzMe3Pm0kkZ70',
        'MESSAGEBIRD_KEY=messagebirdaccesskeyhere1',
      ],
    },
  }),
  context({
    id: 'vonage-key',
    title: "a Vonage account's secret",
    severity: 'warning',
    near: ['nexmo', 'vonage'],
    and: /secret/i,
    shape: 'b62{16}',
    check: drawnLetters,
    examples: {
      finds: [
        'VONAGE_API_SECRET=03kU9u¦st6B1GOPgk',
        "new Nexmo({apiKey: 'e54ae802', apiSecret: 'BEwCoe¦FJ9vORS2t8'})",
      ],
      leaves: [
        'API_SECRET=03kU9u¦st6B1GOPgk',
        'VONAGE_API_SECRET=2yzrO4¦oZp0xDbMHru',
        'VONAGE_SECRET_ID=da065e¦76ba87cde6',
        'VONAGE_API_SECRET=xxxxxxxxxxxxxxxx',
      ],
    },
  }),
]
