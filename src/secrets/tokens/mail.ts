import { mixedCase } from '../checks/drawn.ts'
import { mailgunKey } from '../checks/messaging.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { token } from './token.ts'

/** What sends mail: SendGrid, Mailgun, Mailchimp, Postmark, Brevo, Resend, Mandrill, MailerSend. */
export const MAIL_TOKENS: readonly Detector[] = [
  token({
    id: 'sendgrid-key',
    title: 'a SendGrid key',
    severity: 'error',
    keywords: ['SG.'],
    shape: "'SG.' b64u{22} '.' b64u{43}",
    examples: {
      finds: [
        'SENDGRID_API_KEY=SG.bjtwIN¦qkIFE8KsXFQ1Q6ME.M5OCch¦SCHxfD9ZAVmElFlOUYrITB44WE8TcGdtUApOU',
        'password: "SG.ItpYXc¦tgY-PbOoGefcSFFx.ZgcPxm¦vUGOC1NwhglkB13bMh9lWsS3eqFHbb8zdM2Di"',
      ],
      leaves: [
        'SG.j_VaH2¦QitIW4kwAEqRkG-7.90U2Fk¦6jL8cN0JwfeEFyWE2zI0CZerS_NW3f9_Ys2H',
        'SG.n-Soat¦7CtDAzJFkPpzmcq.KO7wmR¦lrRd_wi20EUbJJ5YFunSO1inklJNmbZdloKmV',
        'SG.xxxxxxxxxxxxxxxxxxxxxx¦.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'msg.1cI3nN¦UtDGQwVr0PJAnOUo.ishGK2¦AMQlTaMRLyLUvXcU51rygNSisga2fBoti0Krs',
      ],
    },
  }),
  token({
    id: 'mailgun-key',
    title: 'a Mailgun key',
    severity: 'error',
    rank: 'context',
    keywords: ['mailgun', 'mg_api', 'mg_key'],
    reach: 128,
    shape: "( 'key-' hex{32} | hex{32} '-' hex{8} '-' hex{8} )",
    check: mailgunKey,
    examples: {
      finds: [
        'MAILGUN_API_KEY=key-69fa7d¦822973c9016a4e90901c5fa861',
        'MG_API_KEY="1bcbf6¦b61ccba2e29fb59927a01eeb78-a6a96045-ac10f399"',
        "curl -u 'api:key-7f213c¦83787561667feccbaa7ca9a5f2' https://api.mailgun.net/v3/domains",
      ],
      leaves: [
        'API_KEY=key-69fa7d¦822973c9016a4e90901c5fa861',
        'MAILGUN_PUBLIC_KEY=pubkey-69fa7d¦822973c9016a4e90901c5fa861',
        'mailgun:\n  public_key: ed4727¦00ca89ef218e4db9c074f3c2ef-54fc7092-f20174a0',
        'MAILGUN_API_KEY=key-2f3c80¦0641951a7bfa1e001793b305e',
      ],
    },
  }),
  token({
    id: 'mailchimp-key',
    title: 'a Mailchimp key',
    severity: 'error',
    keywords: ['-us1', '-us2', '-us3', '-us4', '-us5', '-us6', '-us7', '-us8', '-us9'],
    shape: "hex{32} '-us' dig{1-2}",
    examples: {
      finds: [
        'MAILCHIMP_API_KEY=9cf944¦bdc4fc9e3b0c9a088dcea4f177-us17',
        'key: "74b1be¦4c754528631b847e4495883d62-us4"',
      ],
      leaves: [
        '83599e¦941ba042a464d484f52eb9d4d-us17',
        '45c6fb¦5044a503da7957c25f681320ee-us170',
        'xxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxx-us6',
        'f48e89¦aaf67b7df9b19b959f3fa307fd-eu17',
      ],
    },
  }),
  context({
    id: 'postmark-token',
    title: 'a Postmark server token',
    severity: 'warning',
    near: ['postmark'],
    and: /token|key|secret/i,
    shape: 'uuid',
    examples: {
      finds: [
        'X-Postmark-Server-Token: cdc4e6¦cD-d317-faBC-fDeC-b535adDB77aF',
        'POSTMARK_API_KEY=D6a179¦c4-2bbA-53C2-789a-6a5d5b4e89aD',
      ],
      leaves: [
        'Server-Token: cdc4e6¦cD-d317-faBC-fDeC-b535adDB77aF',
        'postmark_message_id: cdc4e6¦cD-d317-faBC-fDeC-b535adDB77aF',
        'POSTMARK_TOKEN=00000000-0000¦-0000-0000-000000000000',
      ],
    },
  }),
  token({
    id: 'brevo-key',
    title: 'a Brevo key',
    severity: 'error',
    keywords: ['xkeysib-', 'xsmtpsib-'],
    shape: "( 'xkeysib-' | 'xsmtpsib-' ) hex{64} '-' b62{16}",
    examples: {
      finds: [
        'BREVO_API_KEY=xkeysib-c2aa6c¦9102f2cc6a917a1458220b32ab17bb5178591c9e06efdfd477d156d83c-wKL472¦NWw6ygFlPy',
        'SMTP_PASSWORD=xsmtpsib-2c8a5f¦0392695631155b2ac23cf1fc99b3ace519f7ca34cc1a5e6100012e073c-e1C5D4¦GelEkmPm9T',
      ],
      leaves: [
        'xkeysib-8093af¦d458588f271b3240f5af54e0d9997dcb58a4c229585aad699104efc41e-7SjcEU¦hiS9lfHRu',
        'xkeysib-37732b¦67577406b0d572b83f31db61095a31722c607a85bb17caa3f55288ed1-1Xrzs8¦GJPukPE6QO',
        'BREVO_API_KEY=xkeysib-your-key',
      ],
    },
  }),
  token({
    id: 'resend-key',
    title: 'a Resend key',
    severity: 'error',
    keywords: ['resend', 're_'],
    shape: "'re_' b62{8} '_' b62{24}",
    check: mixedCase,
    examples: {
      finds: [
        'RESEND_API_KEY=re_UbBVSpfg_afyaOE¦AShuInpEk9mCyA5tWd',
        'new Resend("re_VTdUtbqQ_MeTIzr¦gbV6XTOBaxOscRAqLP")',
      ],
      leaves: [
        ' re_2e0XS88E_0qZs0K¦JCdMlZYYGqOWGHoih',
        'store_Pmu22kQb_8IqK0M¦OgslqQUbJ0Iqynymeu resend',
        ' re_compiled_expressionsofthegrammars',
        'RESEND_API_KEY=re_xxxxxxxx_xxxxxxxxxxxx¦xxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'mandrill-key',
    title: 'a Mandrill key',
    severity: 'error',
    keywords: ['mandrill', 'md-'],
    shape: "'md-' b64u{22}",
    check: mixedCase,
    examples: {
      finds: ['MANDRILL_API_KEY=md-AR_X5B¦5U5lvttfMVgS9MxA', '"pass": "md-c5p4Gb¦TTATzgORuqXTlU8i"'],
      leaves: [
        ' md-8FhrSo¦JkgFLgcL9IA3krN',
        '"md-lc1Sfg¦hFKO29lz2mow4KRiA"',
        'class="md-toolbar-filler-content"',
        'cmd-RKC0-z¦5qXdqJRpy5HJBxFf mandrill',
      ],
    },
  }),
  context({
    id: 'mandrill-key',
    title: 'a Mandrill key',
    severity: 'error',
    near: ['mandrill'],
    and: /key|pass|token|secret/i,
    shape: 'b64u{22}',
    check: mixedCase,
    examples: {
      finds: [
        'MANDRILL_API_KEY=cDNoQ2¦gpzG8i74Ky3OCfyj',
        "new mandrill.Mandrill('mandrill-key', 'MKSn2i¦Pvlr2B8sMVJlyL2f')",
      ],
      leaves: [
        'API_KEY=cDNoQ2¦gpzG8i74Ky3OCfyj',
        'MANDRILL_API_KEY=8bpys0¦g6P1Sc8jV85zAfTWK',
        'MANDRILL_API_KEY=the-key-of-my-mandrill',
        'mandrill_key_id_hash: cDNoQ2¦gpzG8i74Ky3OCfyj',
      ],
    },
  }),
  token({
    id: 'mailersend-token',
    title: 'a MailerSend token',
    severity: 'error',
    keywords: ['mlsn.'],
    shape: "'mlsn.' hex{64}",
    examples: {
      finds: ['MAILERSEND_API_KEY=mlsn.61b61a¦e577d5e0f9f884b100c422b7e42e9cb9c72e20313375c714824009b750'],
      leaves: [
        'mlsn.6b0801¦fbef9ae4cb0c943404c4e441397f4bc526b5cca4dcc611bfa7fcd3324',
        'mlsn.6DDFA2¦35550509656B7C37E2101AB409687C18D2E9F9BFAAEA5C1F2DAB6844EF',
        'MAILERSEND_API_KEY=mlsn.your_token',
      ],
    },
  }),
]
