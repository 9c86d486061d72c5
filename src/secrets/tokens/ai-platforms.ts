import { drawnLetters } from '../checks/looks.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { token } from './token.ts'

const KEY_WORD = /key|token|secret|authorization/i

/** Speech, vectors, training and hosting of models; models whose keys have no prefix. */
export const AI_PLATFORM_TOKENS: readonly Detector[] = [
  context({
    id: 'mistral-key',
    title: 'a Mistral key',
    severity: 'warning',
    near: ['mistral'],
    and: KEY_WORD,
    shape: 'b62{32}',
    check: drawnLetters,
    examples: {
      finds: [
        'MISTRAL_API_KEY=4183M2¦vQmrEGauXi0nMXJF86uzLT6t6e',
        'mistral: { apiKey: "urot71¦eJh0GjpdviY1VSsfBtTaCIoPbi" }',
      ],
      leaves: [
        'API_KEY=4183M2¦vQmrEGauXi0nMXJF86uzLT6t6e',
        'MISTRAL_API_KEY=709d46¦e18bf5d90c906981757a759152',
        'mistral_commit: 4183M2¦vQmrEGauXi0nMXJF86uzLT6t6e',
        'MISTRAL_API_KEY=I75jtx¦AftoQQnhKPDX62gTpQnHGVkRR',
      ],
    },
  }),
  context({
    id: 'cohere-key',
    title: 'a Cohere key',
    severity: 'warning',
    near: ['cohere', 'co_api_key'],
    and: KEY_WORD,
    shape: 'b62{40}',
    check: drawnLetters,
    examples: {
      finds: [
        'CO_API_KEY=836tRK¦dwwHt2uXCNj0JN2hzHGN3Y4orONCDxqZFI',
        'cohere.Client(api_key="seRkpm¦HY909VSsRCK2MvuOINNJfwcATppSdUsdkz")',
      ],
      leaves: [
        'API_KEY=836tRK¦dwwHt2uXCNj0JN2hzHGN3Y4orONCDxqZFI',
        'COHERE_API_KEY=VzjxkN¦7V6lA5puqWyIoTUaoZB4knLdRNGoHRZOx',
        'cohere/key/commit/f6988d¦3561ca0272c73198f7f5fb74e7b848d95b',
        'CO_API_KEY=your-cohere-api-key',
      ],
    },
  }),
  token({
    id: 'langsmith-key',
    title: 'a LangSmith key',
    severity: 'error',
    keywords: ['lsv2_pt_', 'lsv2_sk_'],
    shape: "( 'lsv2_pt_' | 'lsv2_sk_' ) hex{32} '_' hex{10}",
    examples: {
      finds: [
        'LANGSMITH_API_KEY=lsv2_pt_98442c¦df2e6283ae998a2ed62eddc402_ab81e6d995',
        'lsv2_sk_93bc8f¦001696f745a8c4a2c0cf92641d_0005b31dda',
      ],
      leaves: [
        'lsv2_pt_859d66¦2416640041d3aa57d1394d570c_1c3d754f5',
        'lsv2_pt_6B31DB¦6E3BE107E2C813FE8FE76AA743_95bdf7d90a',
        'LANGCHAIN_API_KEY=lsv2_pt_...',
      ],
    },
  }),
  token({
    id: 'pinecone-key',
    title: 'a Pinecone key',
    severity: 'error',
    keywords: ['pcsk_'],
    shape: "'pcsk_' b62{5-6} '_' b62{63}",
    examples: {
      finds: [
        'PINECONE_API_KEY=pcsk_0ro86_IiGwtS¦LXDcoEIWYlQakTOocBzaPIjo2uSXyFGlGcZLJRM3baUlHtrwcqsjRWDKV',
        '"pcsk_deYMBc_7JraGV¦TXNCrQV88v147nvpn361IuAyMCLA9ZrtXrdlR478ID3J4C5Qm9DWefpFG"',
      ],
      leaves: [
        'pcsk_juO15_DUr9cs¦4uG5eBKPxiNpXo1B3oTCYIRK6pfHoFX57iP7Vrcd21PsO5gPWBXhAB1h',
        'pcsk_2cQr_fIoYGh¦vw82fDjYJl89zMqEz6HPp4ezpW1GdEzT6ApEJOh9WnNjArbKHDeLV92K6',
        'pcsk_your_key',
      ],
    },
  }),
  context({
    id: 'pinecone-key',
    title: 'a Pinecone key',
    severity: 'warning',
    near: ['pinecone'],
    and: KEY_WORD,
    shape: 'uuid',
    examples: {
      finds: [
        'PINECONE_API_KEY=422aB9¦5D-a45b-7f68-28ff-bd7ECDBF9bb7',
        'pinecone.init(api_key="68feE2¦d4-827B-38dB-cc2C-8aF1153bEFC7")',
      ],
      leaves: [
        'API_KEY=422aB9¦5D-a45b-7f68-28ff-bd7ECDBF9bb7',
        'pinecone_project_id: 422aB9¦5D-a45b-7f68-28ff-bd7ECDBF9bb7',
        'PINECONE_API_KEY=00000000-0000¦-0000-0000-000000000000',
      ],
    },
  }),
  token({
    id: 'elevenlabs-key',
    title: 'an ElevenLabs key',
    severity: 'error',
    keywords: ['sk_'],
    shape: "'sk_' hex{48}",
    examples: {
      finds: [
        'ELEVENLABS_API_KEY=sk_433a85¦23aebc75637a6f8e6803498b12f8b1519740198df2',
        "xi-api-key: 'sk_cbbdc8¦9a3c65216e8469d2adb8af03537768aba0e73c794b'",
      ],
      leaves: [
        'sk_5b02b1¦c273040d6ccfdda7350f965967491cf2e41110790',
        'task_433a85¦23aebc75637a6f8e6803498b12f8b1519740198df2',
        'sk_00754F¦B07FF5698601FB4D049809C3C919ADA7861C5096F4',
        'sk_buff',
      ],
    },
  }),
  token({
    id: 'wandb-key',
    title: 'a Weights & Biases key',
    severity: 'error',
    keywords: ['wandb_v1_'],
    shape: "'wandb_v1_' word{77}",
    examples: {
      finds: [
        'WANDB_API_KEY=wandb_v1_sXvcDW¦sFJYS5cwL7FNvHJZ5SGLHOhK6D3Hth5Bpgj8GFseFprPSTs_v0KljZlyBTWAmi0Iay5SRIC',
      ],
      leaves: [
        'wandb_v1_7y43Hq¦RnlcpDnWgvgTgf_m_0YuO13iFr5gxMqrIFXbzB0i8XU8w5XJ4pIugNbLVe_LagEp9jZbHp',
        'wandb_v1_6jfNPT¦y5kfPjs0dQ7TQf_ytI1b7rvQ8WfLG_qRoHXAqARHGuptmyrCHtnm2eW1j11EIKlxBJgbWBgB',
        'wandb_v1_run_name',
      ],
    },
  }),
  context({
    id: 'wandb-key',
    title: 'a Weights & Biases key',
    severity: 'error',
    near: ['wandb'],
    and: /key|token|secret|login|password/i,
    notNear: /\/(?:commit|tree|blob|archive|tarball)\/$/,
    shape: 'hex{40}',
    examples: {
      finds: [
        'WANDB_API_KEY=ad880a¦edfdf55b48a56caf221f422fa02daed75d',
        'wandb.login(key="e04a8e¦2a4291410b5f596ef0cb11c6698ce4c619")',
        'wandb login --relogin 379192¦b5b684477102e804b7045155fc5f21fd45',
      ],
      leaves: [
        'API_KEY=ad880a¦edfdf55b48a56caf221f422fa02daed75d',
        'wandb_key_commit: ad880a¦edfdf55b48a56caf221f422fa02daed75d',
        'https://github.com/wandb/login/commit/ad880a¦edfdf55b48a56caf221f422fa02daed75d',
        'WANDB_API_KEY=e1145d¦44ed521f66c1a1a309ddb75ce02dd2247',
      ],
    },
  }),
  token({
    id: 'cerebras-key',
    title: 'a Cerebras key',
    severity: 'error',
    keywords: ['csk-'],
    shape: "'csk-' ldig{48}",
    examples: {
      finds: ['CEREBRAS_API_KEY=csk-sfwy9l¦1lva8g9naijawz2rhjnscvnv48rohhpsh06yzlypbs'],
      leaves: [
        'csk-jf5ojn¦nhpmvy6z0ykjnmukzcwpya7q2hswma4fsb0l5z0h8',
        'csk-3PJHZR¦4JCODYZIBKCV3G8IAA9P2L23N19H0F0ASJ2QOVCT10',
        'csk-xxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'runpod-key',
    title: 'a RunPod key',
    severity: 'error',
    keywords: ['rpa_'],
    shape: "'rpa_' udig{40} b62{6}",
    examples: {
      finds: ['RUNPOD_API_KEY=rpa_7XIOWN¦6ZL6UVENKN2OASZCKWS6KOPANKS9NBX1I9AnJWuA'],
      leaves: [
        'rpa_4SGN5G¦D4GQC5RVF3NHJ03UAFUTKURSZ97PRCXNH_a4hd1Y',
        'rpa_kgxlvw¦ojfxdvcrtcwuqgqrxounqdrefpgfqdyflcmmbudb',
        'rpa_XXXXXXXXXXXXXXXX¦XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
      ],
    },
  }),
  context({
    id: 'assemblyai-key',
    title: 'an AssemblyAI key',
    severity: 'warning',
    near: ['assemblyai', 'assembly_ai', 'assembly-ai'],
    and: KEY_WORD,
    shape: 'hex{32}',
    examples: {
      finds: [
        'ASSEMBLYAI_API_KEY=fbf5a0¦7768199085cf90b74766d7b3f3',
        'assemblyai.settings.api_key = "d5db5d¦d42fa10a70747b20ccae04d2fb"',
      ],
      leaves: [
        'API_KEY=fbf5a0¦7768199085cf90b74766d7b3f3',
        'assemblyai_key_md5: fbf5a0¦7768199085cf90b74766d7b3f3',
        'ASSEMBLYAI_API_KEY=be6bbb¦d5a361aa223466b3b60e1f48f6c1afec4e',
      ],
    },
  }),
  context({
    id: 'assemblyai-key',
    title: 'a Deepgram key',
    severity: 'warning',
    near: ['deepgram'],
    and: KEY_WORD,
    notNear: /\/(?:commit|tree|blob|archive|tarball)\/$/,
    shape: 'hex{40}',
    examples: {
      finds: [
        'DEEPGRAM_API_KEY=9a62c3¦f58bd8f05deae996949ed993879a400979',
        "createClient('deepgram-key', 'a3c6a3¦13a086d5facbef01f0974f1d81b8b7cef2')",
      ],
      leaves: [
        'API_KEY=9a62c3¦f58bd8f05deae996949ed993879a400979',
        'deepgram_token_commit = 9a62c3¦f58bd8f05deae996949ed993879a400979',
        'DEEPGRAM_API_KEY=7e6239¦48f3547f2467928a1d55c197b3',
      ],
    },
  }),
]
