import type { Detector } from './detector.ts'

type Examples = Detector['examples']

/** Random bytes behind the head that a header promises: nobody's keys. */
const EC = [
  'MHcCAQEEIPzIVmxDMaXbe1OKXn9Efl3¦Lv930FammwCZfo4gDZJKCUUZ7UPHBIMdk',
  'F8VyHqb9GN+PbxmisohumpYNl1TH2A+¦24zw6LgNiWXlh1jRf+QgKWKAYxRyy6ZWF',
  'Dk9NKbf4M6j0azw09AxUe¦gweW46uFo5Wlg==',
]
export const PKCS8 = [
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM¦49AwEHBG0wawIBAQQgTOrtixzY6hfyfdkE',
  'XTTw8FSESdBdlyNkj2y2UoE9ByLIN/¦op0i4stmFm48p7sszkCXapsB9FCAqnNWPP',
  'rh9ALFWdY1svqVVIrbXzJ92dFcuytxTZS¦YCAl2VYTAqK89wr6ZyrYBmlaNg=',
]
const ENCRYPTED = [
  'MIHsMFcGCSqGSIb3DQEFDTBKORttoIp3RX¦5ix+T3Yk9jVzVCaW4WH0rFyuXNmKYZ',
  'Dr899LuNNQ8Mvs9OnWy8MkUwc5cpWN+pg7¦/71dsSJYBosL/u7Ijvv/jHKopG2/4q',
  '3Z5VM+Bsc6xJe8/hZzJgfecNb5xOf8t97j¦lcwa+QFb33f3nBdEpKygfcvYOnHnoq',
]
const OPENSSH = [
  'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9u¦ZQAAAAAAAAABAAAAMwAAAAtzc2gtZW',
  'QyNTUxOQAAACD/WMlG5pBNvKy1znhPcS5JtnCtsl7¦PpXt0lns/MLsro3DDrtqpU5edUz0C',
  'x0w9Fbb7EhmW29FEThwnR3vkBOYKhr/ZoobopXmFN¦WIwzcISA/K5w1gOdxMlyqHr3Naq3c',
]
const ENCRYPTED_OPENSSH = [
  'b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAA¦AAGYmNyeXB0jN7WrrgabwGpHCYOTF',
  'LEd6oONQEYKUiifnUiM6z5s9Z6v3NE/XqLDwMcgRs¦BU2ROrb2emrjpK08Fnhh864j0yRPU',
]
const PGP = [
  'lGfmPsl75hdXzdtmHFqcss5peLrsTwI45Z¦MDx/ofZ+s5IwcKL6UH1K7BMOmRdjRx',
  'ko9OPPRTPubNl4SL+BcSuBzokhwMNbZaFM¦kjbwitKuA85W/zE2zgpO1/3ACZ0YL6',
  'l9nLdX6JGaYmxT+OxLb6LBlXMPvxSasNy6¦4LSh1wKvjlLr23Kub5sazZmWiF',
]
const VAGRANT = [
  'MIIEogIBAAKCAQEA6NF8iallvQVp22WD¦TmHuWjEF7VyqtjUlJQ3Z0fHkYhOLu0qk',
  'w627MpgkQzQmWeL9c5yTgS0A7rVqPdNj¦xVbKoGfYcRi3hZE1uXB2aM6tJlS8WnDp',
]

const KEY = 'PRIV¦ATE KEY'

/** Joins a header, lines and a footer with what the syntax around them wants. */
export function armour(label: string, lines: readonly string[], joint = '\n'): string {
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join(joint)
}

function base64(text: string): string {
  const encoded = Buffer.from(text.replaceAll('¦', '')).toString('base64')
  return `${encoded.slice(0, 40)}¦${encoded.slice(40)}`
}

export const PRIVATE_KEY_EXAMPLES: Examples = {
  finds: [
    armour(`EC ${KEY}`, EC),
    `tls:\n  key: |\n${armour(KEY, PKCS8, '\n    ').replace(/^/, '    ')}\n  port: 443\n`,
    `TLS_KEY="${armour(KEY, PKCS8, '\\n')}\\n"`,
    `{"key": "${armour(KEY, PKCS8, '\\\\n').replaceAll('/', '\\/')}"}`,
    `var key = "${armour(`EC ${KEY}`, EC, '\\n" +\n  "')}\\n";`,
    `key = (\n  '${armour(`EC ${KEY}`, EC, "\\n'\n  '")}')`,
    `# ${armour(KEY, PKCS8, '\n# ')}`,
    `KEY=${armour(KEY, PKCS8, ' ')}`,
    armour(`EC ${KEY}`, EC, '\r\n'),
    armour(`OPENSSH ${KEY}`, OPENSSH),
    armour(`OPENSSH ${KEY}`, ENCRYPTED_OPENSSH),
    armour(`ENCRYPTED ${KEY}`, ENCRYPTED),
    armour(`RSA ${KEY}`, [
      'Proc-Type: 4,ENCRYPTED',
      'DEK-Info: AES-256-CBC,5C1D0F6E¦2B7A4938A1C3E5F708192A3B',
      '',
      ...ENCRYPTED,
    ]),
    `client-key-data: ${base64(armour(`EC ${KEY}`, EC))}\n`,
    `KEY_B64: |\n  ${base64(armour(KEY, PKCS8)).replace(/(.{75})/g, '$1\n  ')}\n`,
  ],
  leaves: [
    armour('PUBLIC KEY', PKCS8),
    armour('CERTIFICATE', PKCS8),
    `certificate-authority-data: ${base64(armour('CERTIFICATE', PKCS8))}`,
    armour(`RSA ${KEY}`, ['...']),
    armour(`RSA ${KEY}`, ['MIIEpAIBAAKCAQEA...']),
    armour(`RSA ${KEY}`, [EC[0]!, '...', EC[2]!]),
    armour(KEY, ['<your private key, one line of base64 as your provider shows it>']),
    armour(KEY, [`MIIE\${PRIVATE_KEY_WITHOUT_ITS_HEADER_AND_FOOTER_AS_ONE_LINE_OF_TEXT}`]),
    armour(KEY, ['{{ .Values.tls.privateKeyWithoutHeaderAndFooterAsOneLineOfText }}']),
    armour(KEY, ['MIIEowIBAAKCAQEA'.repeat(12)]),
    armour(KEY, ['x'.repeat(64), 'x'.repeat(64)]),
    armour(`EC ${KEY}`, [EC[0]!.slice(0, 60)]),
    armour(`RSA ${KEY}`, VAGRANT),
    armour(`PGP ${KEY} BLOCK`, PGP),
    `if (!pem.includes('-----BEGIN RSA ${KEY}-----')) {\n  throw new UnsupportedPrivateKeyFormatError(describePrivateKey(pem))\n}`,
    `re.search(r'-----BEGIN (?:RSA )?${KEY}-----.{64}', text)`,
    `the first line is -----BEGIN ${KEY}----- and then comes the key itself, in lines of sixty-four characters`,
  ],
}

export const PGP_EXAMPLES: Examples = {
  finds: [
    armour(`PGP ${KEY} BLOCK`, ['Comment: ci@acme.dev', '', ...PGP, '=sN¦zE']),
    armour(`PGP ${KEY} BLOCK`, ['', ...PGP]),
    `signingKey="${armour(`PGP ${KEY} BLOCK`, ['', ...PGP, '=sN¦zE'], '\\n')}"`,
    `GPG_KEY=${base64(armour(`PGP ${KEY} BLOCK`, ['', ...PGP, '=sN¦zE']))}`,
  ],
  leaves: [
    armour('PGP PUBLIC KEY BLOCK', ['', ...PGP, '=sN¦zE']),
    armour('PGP MESSAGE', ['', ...PGP]),
    armour(`PGP ${KEY} BLOCK`, ['', 'lQOYBF...', '=abcd']),
    armour(`PGP ${KEY} BLOCK`, ['Version: GnuPG v2', '', '[your key]']),
    armour(`EC ${KEY}`, EC),
  ],
}

const SSH2 = (lines: readonly string[]) =>
  `---- BEGIN SSH2 ENCRYPTED ${KEY} ----\n${lines.join('\n')}\n---- END SSH2 ENCRYPTED ${KEY} ----\n`

export const SSH2_EXAMPLES: Examples = {
  finds: [SSH2(['Comment: "2048-bit rsa"', ...ENCRYPTED]), SSH2(ENCRYPTED)],
  leaves: [
    SSH2(['...']),
    SSH2(['Comment: "rsa-key"', ENCRYPTED[0]!.slice(0, 40)]),
    `---- BEGIN SSH2 PUBLIC KEY ----\n${ENCRYPTED.join('\n')}\n---- END SSH2 PUBLIC KEY ----\n`,
  ],
}

function putty(encryption: string, lines: readonly string[]): string {
  const head = `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: ${encryption}\nComment: deploy\nPublic-Lines: 2\n`
  const mac = 'b567188b15349fd488a7¦9168a39330352c27c595'
  return `${head}${OPENSSH[1]}\n${OPENSSH[2]}\nPrivate-Lines: ${lines.length}\n${lines.join('\n')}\nPrivate-MAC: ${mac}\n`
}

export const PUTTY_EXAMPLES: Examples = {
  finds: [
    putty('none', ['Dc7agzCNe6pkWnlamNUkdvoi¦v2xkO5Z1oqfu/TxfFxe3PQDv']),
    putty('aes256-cbc', EC),
    `key: "${putty('none', EC).replaceAll('\n', '\\n')}"`,
  ],
  leaves: [
    `PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nPublic-Lines: 2\n${EC.join('\n')}\n`,
    putty('none', ['...']),
    putty('none', ['Dc7agzCNe6pkWnl¦amNUkdvoi']),
    'the file begins with PuTTY-User-Key-File-3: and its Private-Lines: 14 follow the public ones',
  ],
}

const D = 'PIDs22I+TZ/kAyHUOhCvshGyLKKDv1nKDF4KP9uF9PwAAi/puHNy1wUh2LfyPDvM¦LaiUoIM8i4IAgBMmRZmNDKepZ1OLfNP3'
const rsaKeyValue = (members: string) =>
  `<RSAKeyValue><Modulus>${EC[0]}${EC[1]}</Modulus><Exponent>AQAB</Exponent>${members}</RSAKeyValue>`

export const XML_EXAMPLES: Examples = {
  finds: [
    rsaKeyValue(`<P>vVWcKnWblm0eI1Veq1zA</P><D>${D}</D>`),
    rsaKeyValue(`\n  <D>\n    ${D}\n  </D>\n`),
    `<add key="k" value="${rsaKeyValue(`<D>${D}</D>`).replaceAll('<', '&lt;').replaceAll('>', '&gt;')}" />`,
  ],
  leaves: [
    rsaKeyValue(''),
    rsaKeyValue('<D>...</D>'),
    rsaKeyValue('<D>base64 of the private exponent, as ToXmlString(true) writes it for you here</D>'),
    rsaKeyValue(`<D>${'A'.repeat(172)}</D>`),
    rsaKeyValue(`<D>${D.slice(0, 50)}</D>`),
  ],
}
