import { type ExamplesByKind, example } from './example.ts'
import { base64, binary, madeUp, opensshKey, password, pem } from './made-up.ts'

const PKCS12 = [0x30, 0x82, 0x0a, 0x10, 2, 1, 3, 0x30, 0x82]

/** Kinds of src/secrets/kinds/keys.ts, stores.ts, databases.ts, system.ts and git.ts. */
export const MACHINE_EXAMPLES: ExamplesByKind = {
  'git-credentials': {
    live: [
      example('.git-credentials', `https://me:${password()}@git.corp.internal\n`),
      example('.config/git/credentials', `https://${madeUp('base62', 40)}:x-oauth-basic@git.corp.internal\n`),
    ],
    silent: [example('.git-credentials', '\n')],
  },
  'git-config': {
    live: [
      example('.git/config', `[remote "origin"]\n\turl = https://me:${password()}@git.corp.internal/a.git\n`),
      example(
        '.git/config',
        `[remote "origin"]\n\turl = https://${madeUp('base62', 40)}@git.corp.internal/a.git\n`,
      ),
      example(
        '.git/config',
        `[http]\n\textraheader = AUTHORIZATION: basic ${base64(`x-access-token:${madeUp('base62', 40)}`)}\n`,
      ),
      example(
        '.git/modules/lib/config',
        `[url "https://me:${password()}@git.corp.internal/"]\n\tinsteadOf = https://git.corp.internal/\n`,
      ),
      example(
        '.gitconfig',
        `[credential]\n\thelper = "!f() { echo username=me; echo password=${password()}; }; f"\n`,
      ),
      example('.gitmodules', `[submodule "a"]\n\turl = https://me:${password()}@git.corp.internal/a.git\n`),
    ],
    silent: [
      example('.git/config', '[remote "origin"]\n\turl = git@git.corp.internal:a/b.git\n'),
      example('.git/config', '[remote "origin"]\n\turl = https://first.last@git.corp.internal/a.git\n'),
      example('.gitconfig', '[credential]\n\thelper = store\n[user]\n\tname = Me\n'),
      example('.gitconfig', '[credential]\n\thelper = "!f() { echo password=$GIT_TOKEN; }; f"\n'),
      example('.gitmodules', '[submodule "a"]\n\turl = ../a.git\n'),
    ],
  },
  'git-hook': {
    live: [
      example('.git/hooks/pre-push', `#!/bin/sh\ncurl https://ci:${password()}@ci.corp.internal/hook\n`),
    ],
    silent: [
      example('.git/hooks/pre-push', '#!/bin/sh\ncurl https://ci:$TOKEN@ci.corp.internal/hook\n'),
      example(
        '.git/hooks/pre-push.sample',
        `#!/bin/sh\ncurl https://ci:${password()}@ci.corp.internal/hook\n`,
      ),
    ],
  },
  'ssh-private-key': {
    live: [
      example('.ssh/id_ed25519', opensshKey()),
      example('id_rsa', pem('RSA PRIVATE KEY', { size: 1600 })),
      example('deploy_rsa', opensshKey('aes256-ctr'), 'warning'),
    ],
    silent: [
      example('id_rsa.pub', `ssh-rsa AAAAB3NzaC1yc2E${madeUp('base64', 300)} me@host\n`),
      example('id_ed25519-cert.pub', `ssh-ed25519-cert-v01@openssh.com AAAA${madeUp('base64', 300)}\n`),
      example('id_ed25519.md', '# How to make a key\n'),
    ],
  },
  'mobile-signing': {
    live: [
      example('AuthKey_AB12CD34EF.p8', pem('PRIVATE KEY', { size: 200 })),
      example('android/key.properties', `storePassword=${password()}\nkeyAlias=upload\n`),
      example('fastlane/release.p12', binary(PKCS12)),
    ],
    silent: [
      example('app/google-services.json', '{"client": [{"api_key": [{"current_key": "x"}]}]}'),
      example('GoogleService-Info.plist', '<plist></plist>'),
    ],
  },
  'pem-key': {
    live: [
      example('tls/server.key', pem('EC PRIVATE KEY', { size: 160 })),
      example('bundle.pem', pem('CERTIFICATE') + pem('PRIVATE KEY', { lineEnd: '\r\n' })),
      example(
        'key.pk8',
        Uint8Array.from([
          0x30, 0x82, 4, 0xbe, 2, 1, 0, 0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0,
        ]),
      ),
      example('server.key', pem('ENCRYPTED PRIVATE KEY'), 'warning'),
      example('server.key', pem('RSA PRIVATE KEY', { header: 'Proc-Type: 4,ENCRYPTED' }), 'warning'),
      example('node_modules/some-package/test/server.key', pem('PRIVATE KEY'), 'info'),
    ],
    silent: [
      example('ca.pem', pem('CERTIFICATE')),
      example('site.pem', pem('CERTIFICATE REQUEST')),
      example('public.pem', pem('PUBLIC KEY')),
      example('dhparam.pem', pem('DH PARAMETERS')),
      example('slides.key', binary('PK\x03\x04')),
      example('server.key', '-----BEGIN PRIVATE KEY-----\nMIIE...\n-----END PRIVATE KEY-----\n'),
    ],
  },
  'putty-key-file': {
    live: [
      example(
        'deploy.ppk',
        `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\n${madeUp('base64', 48)}\n`,
      ),
      example('deploy.ppk', 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: aes256-cbc\n', 'warning'),
    ],
    silent: [example('deploy.example.ppk', 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n')],
  },
  pkcs12: {
    live: [example('client.p12', binary(PKCS12)), example('truststore.pfx', binary(PKCS12), 'warning')],
    silent: [example('empty.p12', '')],
  },
  'java-keystore': {
    live: [
      example('release.jks', binary([0xfe, 0xed, 0xfe, 0xed])),
      example('release.keystore', binary(PKCS12)),
    ],
    silent: [
      example('cacerts.jks', binary([0xfe, 0xed, 0xfe, 0xed])),
      example('truststore.jks', binary([0xfe, 0xed, 0xfe, 0xed])),
      example('debug.keystore', binary(PKCS12)),
      example('cacerts', binary([0xfe, 0xed, 0xfe, 0xed])),
    ],
  },
  'gpg-keyring': {
    live: [
      example('release.asc', pem('PGP PRIVATE KEY BLOCK')),
      example('.gnupg/private-keys-v1.d/0A.key', '(21:protected-private-key(3:rsa'),
      example('secring.gpg', binary([0x95, 0x01])),
    ],
    silent: [
      example('release.tar.gz.asc', pem('PGP SIGNATURE')),
      example('maintainer.asc', pem('PGP PUBLIC KEY BLOCK')),
      example('pubring.kbx', binary('KBXf')),
    ],
  },
  'krb-keytab': {
    live: [example('service.keytab', binary([5, 2]))],
    silent: [
      example('krb5.conf', '[libdefaults]\ndefault_realm = CORP.INTERNAL\n'),
      example('empty.keytab', ''),
    ],
  },
  keepass: {
    live: [example('team.kdbx', binary([0x03, 0xd9, 0xa2, 0x9a]))],
    silent: [example('team.template.kdbx', binary([0x03, 0xd9, 0xa2, 0x9a]))],
  },
  'password-stores': {
    live: [
      example('safe.psafe3', binary('PWS3')),
      example('profile/logins.json', `{"logins": [{"encryptedPassword": "${madeUp('base64', 60)}"}]}`),
      example('login.keychain-db', binary('kych')),
    ],
    silent: [example('profile/logins.json', '{"logins": []}')],
  },
  wallets: {
    live: [
      example(
        'keystore/UTC--2024-01-01T00--ab',
        `{"version": 3, "crypto": {"ciphertext": "${madeUp('hex', 64)}"}}`,
      ),
      example('id.json', `[${Array.from({ length: 64 }, (_, i) => (i * 37) % 256).join(',')}]`),
      example(
        'mnemonic.txt',
        'ribbon cradle velvet orbit thunder maple canvas pilot garden secret window lunar',
      ),
    ],
    silent: [
      example('id.json', '{"id": 4}'),
      example('mnemonic.ts', 'export const words = []'),
      example('mnemonic.example', 'test test test test test test test test test test test junk'),
    ],
  },
  cookies: {
    live: [
      example('cookies.txt', '# Netscape HTTP Cookie File\n.corp.internal\tTRUE\t/\tTRUE\t0\tsession\tabc\n'),
    ],
    silent: [example('cookies.txt', '# Netscape HTTP Cookie File\n')],
  },
  pgpass: {
    live: [
      example('.pgpass', `db.corp.internal:5432:app:app:${password()}\n`),
      example('pg_service.conf', `[app]\nhost=db\npassword=${password()}\n`),
    ],
    silent: [
      example('.pgpass', 'localhost:5432:*:postgres:postgres\n'),
      example('.pgpass', 'db:5432:app:app:*\n'),
    ],
  },
  'my-cnf': {
    live: [
      example('.my.cnf', `[client]\nuser=app\npassword="${password()}"\n`),
      example(
        '.mylogin.cnf',
        Uint8Array.from({ length: 60 }, (_, i) => (i < 4 ? 0 : i * 3)),
      ),
    ],
    silent: [example('my.cnf', '[mysqld]\nmax_connections=100\n# password=secret\n')],
  },
  'odbc-dsn': {
    live: [
      example('odbc.ini', `[app]\nUID=app\nPWD=${password()}\n`),
      example('app.udl', Buffer.from(`﻿[oledb]\r\nProvider=SQLOLEDB;Password=${password()};\r\n`, 'utf16le')),
    ],
    silent: [example('odbc.ini', '[app]\nServer=sql\nTrusted_Connection=yes\n')],
  },
  'ide-data-sources': {
    live: [
      example(
        '.idea/webServers.xml',
        `<webServer><fileTransfer host="a" port="22" password="${madeUp('hex', 32)}" /></webServer>`,
      ),
      example('robomongo.json', `{"credentials": [{"userPassword": "${password()}"}]}`),
    ],
    silent: [
      example(
        '.idea/dataSources.local.xml',
        '<component name="dataSourceStorageLocal"><user-name>app</user-name></component>',
      ),
    ],
  },
  dumps: {
    live: [
      example('backup.sql', "INSERT INTO users (mail, hash) VALUES ('ann@corp.internal', 'x');\n"),
      example('dump.rdb', binary('REDIS0009')),
      example(
        'core.4711',
        Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0]),
      ),
    ],
    silent: [
      example('migrations/001.sql', 'CREATE TABLE users (id int, mail text);\n'),
      example('seeds.sql', "INSERT INTO countries VALUES ('DE');\n"),
      example('core.js', 'export {}\n'),
    ],
  },
  'app-db': {
    live: [example('var/users.sqlite3', binary('SQLite format 3'))],
    silent: [example('var/tiles.db', binary('SQLite format 3')), example('Thumbs.db', binary([0xd0, 0xcf]))],
  },
  netrc: {
    live: [
      example('.netrc', `machine git.corp.internal login me password ${password()}\n`),
      example('_netrc', `machine git.corp.internal\n  login me\n  password ${password()}\n`),
    ],
    silent: [
      example('.netrc', 'machine git.corp.internal login me\n'),
      example('.netrc', 'machine a login b password $TOKEN\n'),
    ],
  },
  htpasswd: {
    live: [example('.htpasswd', `ops:$apr1$${madeUp('base62', 8)}$${madeUp('base62', 22)}\n`)],
    silent: [example('.htpasswd', '# users\n')],
  },
  shadow: {
    live: [
      example('etc/shadow', `root:$6$${madeUp('base62', 8)}$${madeUp('base62', 86)}:19000:0:99999:7:::\n`),
    ],
    silent: [example('etc/shadow', 'root:*:19000:0:99999:7:::\ndaemon:!:19000:0:99999:7:::\n')],
  },
  history: {
    live: [
      example('.bash_history', `ls\ncurl -u me:${password()} https://corp.internal\n`),
      example('.zsh_history', `: 1700000000:0;export DEPLOY_TOKEN=${madeUp('base62', 32)}\n`),
      example('.bash_history', 'ls\ncd ..\n', 'warning'),
    ],
    silent: [example('.bash_history', '')],
  },
  'wireguard-conf': {
    live: [
      example('wg0.conf', `[Interface]\nPrivateKey = ${madeUp('base64', 43)}=\n`),
      example('office.ovpn', `client\n<key>\n${pem('PRIVATE KEY')}</key>\n`),
      example('office.mobileconfig', `<key>AuthPassword</key>\n<string>${password()}</string>`),
    ],
    silent: [
      example('wg0.conf', `[Peer]\nPublicKey = ${madeUp('base64', 43)}=\n`),
      example('office.ovpn', `client\nremote vpn.corp.internal 1194\n<ca>\n${pem('CERTIFICATE')}</ca>\n`),
    ],
  },
  'http-captures': {
    live: [
      example(
        'session.har',
        '{"log": {"entries": [{"request": {"headers": [{"name": "Cookie", "value": "a"}]}}]}}',
      ),
      example('trace.pcap', binary([0xd4, 0xc3, 0xb2, 0xa1])),
    ],
    silent: [example('session.har', '{"log": {"entries": []}}')],
  },
}
