import { decodeBase64 } from '../decode.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { COMMIT_ADDRESS } from './places.ts'
import { token } from './token.ts'

/** Stores of images, and of what is built. */
export const ARTIFACT_STORE_TOKENS: readonly Detector[] = [
  token({
    id: 'dockerhub-pat',
    title: 'a Docker Hub access token',
    severity: 'error',
    keywords: ['dckr_pat_', 'dckr_oat_'],
    shape: "( 'dckr_pat_' b64u{27} | 'dckr_oat_' b64u{32} )",
    examples: {
      finds: [
        'docker login -u shop -p dc¦kr_pat_y4fvzxgBz¦EVW8rM7dkpsiuZDiPP',
        'DOCKERHUB_TOKEN=dc¦kr_oat_ZgDvabzhKCA¦68bPSX9rYyWSiWpS4cFd0',
      ],
      leaves: [
        'DOCKERHUB_TOKEN=dc¦kr_pat_OhN3ijCk¦Ieso0zXQPISt7IvYUH',
        'DOCKERHUB_TOKEN=dc¦kr_pat_xxxxxxxxx¦xxxxxxxxxxxxxxxxxx',
        'DOCKERHUB_TOKEN=dc¦kr_pat_42MQXlFQ4QD¦nnbpJQnADcnCNLylx0IHw',
      ],
    },
  }),
  context({
    id: 'quay-robot',
    title: 'a password of a Quay robot account',
    severity: 'warning',
    near: ['quay', 'robot'],
    shape: 'udig{64}',
    examples: {
      finds: [
        'docker login quay.acme.dev -u shop+ci -p=8S86SS3L4ECSEMTLDDHEP9NHB77XTRWY¦7AWPRAISTAFC525WRZM1O2KHPNNPRO2L',
        'QUAY_ROBOT_TOKEN=QZFNCORYQ7RZX8740Q4YXH26HP05DCXS¦84KIC3D3CGLOKWTLXYSTF5IYNOX07ZZ7',
      ],
      leaves: [
        'TOKEN=LY99KDQYD4WLLNWDFMIXRETHVMKL9VEP¦QU7IKX79EMGSFPUTPXCQXG390CJ1J3XN',
        'QUAY_TOKEN=79LNUBGWV6OQ1ZWJX6021QV5QE8SPTJ¦GHVI7O5IYCPQ953644MT1AZFFMNGUXXH',
        'QUAY_TOKEN=XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX¦XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
        'quay_image_sha256=C31EB1FBA720340162D5BAF63956B783¦B01F619847EE601A505CFE43636E99BB',
      ],
    },
  }),
  token({
    id: 'jfrog-api-key',
    title: 'an Artifactory API key',
    severity: 'error',
    keywords: ['AKCp'],
    shape: "'AKCp' b62{69}",
    examples: {
      finds: ['X-JFrog-Art-Api: AK¦Cpn9jqH3AnYdddhigZqh6hmWuxFn6Gt31d¦rfzSlNSEI2NOD4nhuOcvY0umJXXReKEHtxDs5'],
      leaves: [
        'X-JFrog-Art-Api: AK¦Cpuz2BreQQoakhiw2y1jHAmzHYBubfZxaq¦wQjTH7kclz2iQpL7mARgv4KoAqfF6luUEcR6',
        'X-JFrog-Art-Api: AK¦Cpxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'jfrog-reference-token',
    title: 'an Artifactory reference token',
    severity: 'error',
    keywords: ['cmVmdGtu'],
    shape: "'cmVmdGtuO' b62{55}",
    check: ({ value }) => (decodeBase64(value)?.startsWith('reftkn:') ? {} : null),
    examples: {
      finds: ['ARTIFACTORY_TOKEN=cm¦VmdGtuOjAxOjM3Mzc2NDUwMjQ6UVkx¦ZjBkbHNrTUppSWtDOWRYakpHNGU5b0Vr'],
      leaves: [
        'ARTIFACTORY_TOKEN=cm¦VmdGtuOWjtFH9vHcuXYSgB¦DJUsspdU8WMWcQGyOt098lKpZ',
        'ARTIFACTORY_TOKEN=cm¦VmdGtuOgxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'ARTIFACTORY_TOKEN=cm¦VmdGtuOzF7kduE0xyQgMGUIW0UVJkr¦Anuw5cGmu5efAIHqojCXjpvknrbRbwCF',
      ],
    },
  }),
  token({
    id: 'cloudsmith-key',
    title: 'a Cloudsmith API key',
    severity: 'error',
    keywords: ['csa_'],
    shape: "'csa_' hex{30} b62{6}",
    examples: {
      finds: ['CLOUDSMITH_API_KEY=cs¦a_7a953805fdcd89fb¦b2bd6baa1180aeSi1lSr'],
      leaves: [
        'CLOUDSMITH_API_KEY=cs¦a_ad74614bb64c3¦b37c46946ac7eaf02',
        'CLOUDSMITH_API_KEY=cs¦a_xxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  context({
    id: 'cloudsmith-key',
    title: 'a Cloudsmith API key',
    severity: 'warning',
    near: ['cloudsmith'],
    notNear: COMMIT_ADDRESS,
    shape: 'hex{40}',
    examples: {
      finds: ['CLOUDSMITH_API_KEY=2aa1d172c2e7d65e0714¦7804353ef482e334b902'],
      leaves: [
        'API_KEY=62ba6ca9e15d2d843c5c¦e88375fa7d664a913089',
        'CLOUDSMITH_API_KEY=7f72251c02f94ce3013¦e4cd2f3f0894b7bb6c88',
        'CLOUDSMITH_API_KEY=xxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxx',
        'cloudsmith_commit=07f189da98757819426f¦b13760a3884932b3549c',
      ],
    },
  }),
  context({
    id: 'packagecloud',
    title: 'a packagecloud token',
    severity: 'warning',
    near: ['packagecloud'],
    shape: 'hex{48}',
    examples: {
      finds: [
        'PACKAGECLOUD_TOKEN=c7bd0f9ca37f029883c998e2¦0d5020256c39c24189e31b8c',
        'https://packagecloud.io/70511fbc452f12f76b2bc727¦4509d194ee4829e147e8129c',
      ],
      leaves: [
        'TOKEN=afa2de191af82ddf810830f4¦dadf2f755c8ec097841fda13',
        'PACKAGECLOUD_TOKEN=c976003a3476bae22cbdee5¦f7d9c235538e88ab135c24f2',
        'PACKAGECLOUD_TOKEN=xxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxx',
        'packagecloud_hash=8f4d6311551235eee33d008f¦34990d9a895d0823e48c6b04',
      ],
    },
  }),
]
