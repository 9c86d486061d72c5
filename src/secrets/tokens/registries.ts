import { githubChecksum } from '../checks/checksums.ts'
import { atLeast } from '../checks/drawn.ts'
import { isMacaroon } from '../checks/macaroon.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { token } from './token.ts'

/** Registries of packages: one token puts code on other people's machines. */
export const REGISTRY_TOKENS: readonly Detector[] = [
  token({
    id: 'npm-token',
    title: 'an npm access token',
    severity: 'error',
    keywords: ['npm_'],
    shape: "'npm_' b62{36}",
    check: githubChecksum,
    examples: {
      finds: [
        '//registry.acme.dev/:_authToken=np¦m_SYPdp78iF2VXRtX4¦uCwjpjiK7EbNO44ALj04',
        'NPM_TOKEN=np¦m_8XkYdzQGlA0Zq9ks¦qSgPD1zrLWCwcMxMKUGZ',
      ],
      leaves: [
        'NPM_TOKEN=np¦m_pveJWuhjCbZ95zq¦ulnQeduWqsnVY9s3rBCw',
        'NPM_TOKEN=np¦m_xxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxx',
        'npm_config_registry_of_the_company_is_here=1',
      ],
    },
  }),
  context({
    id: 'npm-token-old',
    title: 'a token of an npm registry',
    severity: 'error',
    near: ['_authToken', 'npm_token', 'npm-token', 'npmToken', 'npmAuthToken', 'npm_auth_token'],
    shape: 'uuid',
    examples: {
      finds: [
        '//registry.acme.dev/:_authToken=44d2df24-e817-531b¦-384a-f44d8a749044',
        'NPM_TOKEN=f3fcb71a-ad59-5a75¦-ddf5-ba51b41a3e8a',
      ],
      leaves: [
        'TOKEN=087b1d05-1b04-2ba6¦-e950-477a70bbbb0a',
        'NPM_TOKEN_UUID=9896a30f-5fcb-08dd¦-90ad-c3a141c70e4e',
        '_authToken=00000000-0000-0000-¦0000-000000000000',
        '//registry.acme.dev/:_authToken=$NPM_TOKEN',
      ],
    },
  }),
  token({
    id: 'pypi-token',
    title: 'a PyPI API token',
    severity: 'error',
    keywords: ['pypi-AgEIcHlwaS5vcmc', 'pypi-AgENdGVzdC5weXBpLm9yZw'],
    shape: "( 'pypi-AgEIcHlwaS5vcmc' | 'pypi-AgENdGVzdC5weXBpLm9yZw' ) b64u{50-1000}",
    check: ({ value }) => (isMacaroon(value.slice('pypi-'.length)) ? {} : { less: true }),
    notBefore: '-',
    examples: {
      finds: [
        'password = py¦pi-AgEIcHlwaS5vcmcCJDI3OGM1NDUxLTUxOGYtZmRhYTI0OTc0ODg3¦NDUzZDY3ZTQ1ZgACJlswLCIxZjZiZGYwNjZlYjNhYTY0YzJiOGIyODBmOT¦c1NTFmOCJdAAAGIJWcdA3To28265U3FcvTp6ERQmPkZLN11udiZwc5DLjX',
        'TWINE_PASSWORD=py¦pi-AgENdGVzdC5weXBpLm9yZwIkZDE3NmMyYmMtYTFiYy1hMWM5ZGYwYTg¦xNDgyZGRhODUyNmY5AAImWzAsImVkMjM0Zjg3OGE3ZDU4N2Q2ZDQ1NWQ3Njh¦lMjVjYWNkIl0AAAYgk6Ugt_PDeKZJa2yqjgQa_ixjSGS1DYaN5OYsJmoZM-E',
      ],
      leaves: [
        'password = py¦pi-AgEIcHlwaS5vcmcjm_v63Jv1o¦RLDNhkYbQdCE2WGxS3I_juhOvDBUls',
        'password = py¦pi-AgEIcHlwaS5vcmcxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'rubygems-key',
    title: 'a RubyGems API key',
    severity: 'error',
    keywords: ['rubygems_'],
    shape: "'rubygems_' hex{48}",
    examples: {
      finds: [':rubygems_api_key: ru¦bygems_c32a82e6b82377da600¦3d08b71165efef90c370a4675d4ed'],
      leaves: [
        'GEM_HOST_API_KEY=ru¦bygems_399ffc8b640870dd19c¦b3ae6b047e9901bad519eca7ef90',
        'GEM_HOST_API_KEY=ru¦bygems_xxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'crates-token',
    title: 'a crates.io token',
    severity: 'error',
    keywords: ['cio'],
    shape: "'cio' b62{32}",
    check: atLeast(3.8),
    examples: {
      finds: [
        'token = "ci¦oLsk908HWwZ3QpP¦Ge9aQMvrarFccjPp9x"',
        'CARGO_REGISTRY_TOKEN=ci¦oOk1ezQgirNwjhp¦Bmgu2w9pIFVpHBifq4',
      ],
      leaves: [
        'token = "ci¦oJuNXszHGhwwop2¦Drbi6EISDXiNe1uqZ"',
        'token = "ci¦oxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxx"',
        'import cioWithALongNameOfAFunctionInJs1',
        'preci¦ob2cxi961HnTSmj¦KuL6ov08eAoluJOrX9',
      ],
    },
  }),
  token({
    id: 'nuget-key',
    title: 'a NuGet API key',
    severity: 'error',
    keywords: ['oy2'],
    shape: "'oy2' ldig{43}",
    examples: {
      finds: ['dotnet nuget push shop.nupkg --api-key oy¦2sojskxpcsvmfuwql2wqo¦aqjflnws3nriyebigfqq2wc'],
      leaves: [
        '--api-key oy¦2ageaisksjihvdwpfw3f¦95bikohwgng56idgt8uguth',
        '--api-key oy¦2xxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxx',
        '--api-key oy¦2lAI8FdiOhKguy3fXMAH7¦Na6LRPfAEy4juLT2p3rzHKi',
      ],
    },
  }),
  token({
    id: 'clojars-token',
    title: 'a Clojars deploy token',
    severity: 'error',
    keywords: ['CLOJARS_'],
    shape: "'CLOJARS_' hex{60}",
    examples: {
      finds: [':password "CL¦OJARS_67df4e9f85d8baef7ad972469f¦a81c18ed1183495b44bc42b995ceef1405"'],
      leaves: [
        ':password "CL¦OJARS_5b586a13f740143a1613bf7e4¦cc738d76af5c1e64097260d31617d5e435"',
        ':password "CL¦OJARS_xxxxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
      ],
    },
  }),
  context({
    id: 'hex-pm-key',
    title: 'a Hex API key',
    severity: 'warning',
    near: ['hex_api_key', 'hex-api-key', 'hexApiKey'],
    shape: 'hex{32}',
    examples: {
      finds: ['HEX_API_KEY=1afd870de7970c5a¦3950bfb275aafcfd'],
      leaves: [
        'API_KEY=8bef05c13774ecf3¦6e94653dd12b93ab',
        'HEX_API_KEY=55e37baa0ad26bb¦256a643b2b037c54',
        'HEX_API_KEY=xxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxx',
        'HEX_API_KEY_MD5=08204acd40410460¦194817a17c79a0f8',
      ],
    },
  }),
]
