import { gitlabChecksum } from '../checks/gitlab.ts'
import type { Detector } from './detector.ts'
import { token } from './token.ts'

/** What is drawn, or a routable token: what it belongs to, a version, a length and a checksum. */
const DRAWN = "( b64u{20} | b64u{27-300} '.' ( ldig{2} '.' )? ldig{9} )"

/** GitLab. An instance may put a name of its own before every prefix: `acme-glpat-…`. */
export const GITLAB_TOKENS: readonly Detector[] = [
  token({
    id: 'gitlab-pat',
    title: 'a GitLab access token',
    severity: 'error',
    keywords: ['glpat-'],
    shape: `'glpat-' ${DRAWN}`,
    reach: 32,
    check: gitlabChecksum,
    examples: {
      finds: [
        'GITLAB_TOKEN=gl¦pat-5d7X7xI¦RMVCQ0EorgQKI',
        'GITLAB_TOKEN=gl¦pat-bzoxCnU6MnY5cAqMwpudFg¦QZO6IS7I-982OOEA.01.1202ks32k',
        'GITLAB_TOKEN=acme-gl¦pat-hsZkcyD¦sR0iowzfTZpvX',
        'GITLAB_TOKEN=gl¦pat-0H20lDDfVZn3_eJ¦_Y9-qTu7cRaC.z1vvin89y',
      ],
      leaves: [
        'GITLAB_TOKEN=gl¦pat-0Duwky¦BwlZr4U1DIQ4H',
        'GITLAB_TOKEN=gl¦pat-xxxxxxx¦xxxxxxxxxxxxx',
        'GITLAB_TOKEN=gl¦pat-fP6r8QQO¦23GRnDYhi4kOCbL',
      ],
    },
  }),
  token({
    id: 'gitlab-oauth-secret',
    title: 'a secret of an OAuth application of GitLab',
    severity: 'error',
    keywords: ['gloas-'],
    shape: "'gloas-' b64u{64}",
    examples: {
      finds: ['CLIENT_SECRET=gl¦oas-254e37c4629f06fa3043bcea70aad¦17609458f3af06b26c4b2c31dd6d90bdb2d'],
      leaves: [
        'CLIENT_SECRET=gl¦oas-46ef432e00a39cd64f7e6c54d66¦c0ed5dff13099a91a97c18e1eb99c6c98',
        'CLIENT_SECRET=gl¦oas-xxxxxxxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'gitlab-deploy',
    title: 'a GitLab deploy token',
    severity: 'error',
    keywords: ['gldt-'],
    shape: `'gldt-' ${DRAWN}`,
    reach: 32,
    check: gitlabChecksum,
    examples: {
      finds: ['docker login -u ci -p gl¦dt-9DegvC_¦YIcQZxVupQlC7 registry.gitlab.com'],
      leaves: ['token: gl¦dt-070N5f¦OBnsXmH7nzI4', 'token: gl¦dt-xxxxxxx¦xxxxxxxxxxxxx'],
    },
  }),
  token({
    id: 'gitlab-runner',
    title: 'an authentication token of a GitLab runner',
    severity: 'error',
    keywords: ['glrt-', 'glrtr-'],
    shape: `( 'glrt-' | 'glrtr-' ) ( 't' dig{1} '_' )? ${DRAWN}`,
    reach: 32,
    check: gitlabChecksum,
    examples: {
      finds: [
        'token = "gl¦rt-LuBkqs3¦wyO5tyBePYTD0"',
        'token = "gl¦rt-t1_bzoxCnU6MnVlbApPDSTGD¦iFjUvA2gRH4ym52EA.01.120l8lfn5"',
        'token = "gl¦rtr-WyIx0-I¦tljvRJrfd2FJ9"',
        'token = "gl¦rt-t3_PPL3yC¦NgyNgpQBiXfv07"',
      ],
      leaves: ['token = "gl¦rt-waOU7Ej¦XxICT9I-gyEf"', 'token = "gl¦rt-xxxxxxx¦xxxxxxxxxxxxx"'],
    },
  }),
  token({
    id: 'gitlab-runner-registration',
    title: 'a registration token of GitLab runners',
    severity: 'error',
    keywords: ['GR1348941'],
    shape: "'GR1348941' b64u{20}",
    examples: {
      finds: ['gitlab-runner register --registration-token GR¦1348941sVPUx¦ZpNTswnUS6R9tJF'],
      leaves: [
        '--registration-token GR¦1348941IA4B¦KpmI28xxQ00rtr',
        '--registration-token GR¦1348941xxxxx¦xxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'gitlab-ci-job',
    title: 'a GitLab job token',
    // dies with its job
    severity: 'warning',
    keywords: ['glcbt-'],
    shape: "'glcbt-' hexi{1-5} '_' b64u{20}",
    examples: {
      finds: ['CI_JOB_TOKEN=gl¦cbt-64_2Zh3t¦RMzBtL2zficYLBs'],
      leaves: [
        'CI_JOB_TOKEN=gl¦cbt-dxriurO¦wfYpQkLqPX9v8',
        'CI_JOB_TOKEN=gl¦cbt-64_xxxxx¦xxxxxxxxxxxxxxx',
        'CI_JOB_TOKEN=gl¦cbt-64_8q6gl¦D7NHA_N6GAurDe',
      ],
    },
  }),
  token({
    id: 'gitlab-trigger',
    title: 'a trigger token of a GitLab pipeline',
    severity: 'error',
    keywords: ['glptt-'],
    shape: "'glptt-' hex{40}",
    examples: {
      finds: ['curl -F token=gl¦ptt-7403e4483b9347baf¦164ceed5bdb5418a138789a'],
      leaves: [
        'curl -F token=gl¦ptt-377d1f1bf4b82b1e¦d15f7d4f90edff942464142',
        'curl -F token=gl¦ptt-xxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'gitlab-agent',
    title: "a token of GitLab's agent for Kubernetes",
    severity: 'error',
    keywords: ['glagent-'],
    shape: "'glagent-' b64u{50}",
    examples: {
      finds: ['helm upgrade --set config.token=gl¦agent-tlSox8ilWpmeRzCEGoBaR¦mBMBctqxmj626SBJ38ncj9hnYLruk'],
      leaves: [
        '--set config.token=gl¦agent-2arAC7zfpLprwV-x¦lMC-AQxRrY4PruQIwDElXnpa',
        '--set config.token=gl¦agent-xxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'gitlab-feed',
    title: 'a GitLab feed token',
    severity: 'warning',
    keywords: ['glft-'],
    shape: "'glft-' ( b64u{20} | hex{64} '-' dig{1-10} )",
    examples: {
      finds: [
        'https://gitlab.com/shop.atom?feed_token=gl¦ft-Pl6xYvz¦DPIxixLRSARsH',
        'feed_token=gl¦ft-27ee0b490e1f0b0ea0f0fad0f76dc788¦d8ce2e9bad07ed5cb88923188e02716c-4711',
      ],
      leaves: [
        'feed_token=gl¦ft-X_7rV09¦A4-E_-fh0dY7',
        'feed_token=gl¦ft-xxxxxxx¦xxxxxxxxxxxxx',
        'feed_token=gl¦ft-f3700a7155c19ae44c55ec02a8c6a¦aa05b5ab33d0cd1813b36d72ff3b406765f',
      ],
    },
  }),
  token({
    id: 'gitlab-mail',
    title: 'a GitLab token for incoming mail',
    severity: 'warning',
    keywords: ['glimt-'],
    shape: "'glimt-' ldig{25}",
    examples: {
      finds: ['incoming+shop-1-gl¦imt-5anz8vq4h¦hxbst033nejmic7z-issue@incoming.gitlab.com'],
      leaves: ['mail: gl¦imt-awzale587¦tn5xqcus3vbmmql', 'mail: gl¦imt-xxxxxxxxx¦xxxxxxxxxxxxxxxx'],
    },
  }),
  token({
    id: 'gitlab-scim',
    title: 'a GitLab SCIM token',
    severity: 'error',
    keywords: ['glsoat-'],
    shape: "'glsoat-' b64u{20}",
    examples: {
      finds: ['scim_token: gl¦soat-NwZA-2¦JcaDZziqEtdj5Z'],
      leaves: ['scim_token: gl¦soat-Nu317P¦GTlT3uc5c2mPl', 'scim_token: gl¦soat-xxxxxx¦xxxxxxxxxxxxxx'],
    },
  }),
  token({
    id: 'gitlab-feature-flags',
    title: 'a GitLab token of a feature flag client',
    severity: 'warning',
    keywords: ['glffct-'],
    shape: "'glffct-' b64u{20}",
    examples: {
      finds: ['UNLEASH_INSTANCE_ID=gl¦ffct-TsUcq4¦LZ5dbCDXFCAG3d'],
      leaves: [
        'UNLEASH_INSTANCE_ID=gl¦ffct-9K70wR¦9TFKoilq586ZG',
        'UNLEASH_INSTANCE_ID=gl¦ffct-xxxxxx¦xxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'gitlab-workspace',
    title: 'a GitLab workspace token',
    // seen in one place only
    severity: 'warning',
    keywords: ['glwt-'],
    shape: "'glwt-' b64u{20}",
    examples: {
      finds: ['GITLAB_WORKSPACE_TOKEN=gl¦wt-Q__kDx6¦ct1Zbt4-ibUuT'],
      leaves: ['token: gl¦wt-2gXomLw¦q33954BdKERD', 'token: gl¦wt-xxxxxxx¦xxxxxxxxxxxxx'],
    },
  }),
]
