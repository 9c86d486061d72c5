import { groqMark, isDeepseek, mostlyLetters } from '../checks/ai.ts'
import { lowered } from '../checks/modes.ts'
import type { Detector } from './detector.ts'
import { token } from './token.ts'

/** Models: OpenAI, Anthropic, Hugging Face, Groq, and others with a prefix of their own. */
export const AI_TOKENS: readonly Detector[] = [
  token({
    id: 'openai-key',
    title: 'an OpenAI API key',
    severity: 'error',
    keywords: ['T3BlbkFJ'],
    shape: "'sk-' b62{20} 'T3BlbkFJ' b62{20}",
    examples: {
      finds: [
        'OPENAI_API_KEY=sk-bFmZjM¦VF9915DyDTRIcOT3BlbkFJgO92Sc¦lAziPX8HbAWhKc',
        '{"key": "sk-Q2ogcr¦U0VNGbsaOSB7lsT3BlbkFJgXSCSp¦FA1bGhHFKTR905"}',
      ],
      leaves: [
        'sk-icwEB4¦S2kLkQJlOuSNET3BlbkFJmXmfFr¦mggzQTTgdEu0Xr',
        'sk-7YU2K8¦creVSf2DmeNgLPT3BlbkFJxidvQV¦TswvTkpWLt6YSJI',
        'sk-xxxxxxxxxxxx¦xxxxxxxxT3BlbkFJxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'openai-project',
    title: 'an OpenAI project, service account or admin key',
    severity: 'error',
    keywords: ['T3BlbkFJ'],
    shape:
      "( 'sk-proj-' | 'sk-svcacct-' | 'sk-admin-' ) ( b64u{20} | b64u{58} | b64u{74} ) 'T3BlbkFJ' ( b64u{20} | b64u{58} | b64u{74} )",
    examples: {
      finds: [
        'key = "sk-proj-UAqRLY¦JsD8ZDjQ1trB7rWtWrmixXFXQzLS1y665eBKXRGMAoxbrrauTzGg4_Wd0q9qTh3RClzvT3BlbkFJAPxdYb¦Jx4Q83EP9W1t9H2ODr2k7AearUBqq8cKHImOWQFQLTF5ZqAnMLFoa979XylvW0qfwBO5"',
        'OPENAI_ADMIN_KEY=sk-admin-9K_AuI¦zfAf5LEHpwaotFGzoXzlR_Ad8FeanxZRnpsIYzsbaHQhwNYGjdjKT3BlbkFJ7pIdsx¦I0cdj2kmroHladuvsPcz76by7FdrtSXVOqlGO5kMo5G5klHa7Cxo',
        'sk-svcacct-3rPaUf¦eVcO4f3SxMR2t-z1HSBFYmTEgncqBh-1L_f4XdUTQHNv0D-tputOgteuaQmzudcbjZYLT3BlbkFJUwPT8N¦0rMLtkt1UFZogJ4FPq4AXNpH0IB8bM1QFbydyY9Stlo3fXdmH7DO6T09GN27CWDa2eCx',
        'sk-proj-XcsMPc¦x6gH0R8SM5K3x5T3BlbkFJ1o3vnJ¦U5ndsKcymsUdUT',
      ],
      leaves: [
        'sk-proj-oJE3V7¦sLPC7k4vfMH3_IP7wYVlE-feVNjn29fnB0I0TDRPGFYx_AryW2XBHiojvgrWAwwJpPeT3BlbkFJNzAA4N¦EhGuWQjiqaA8va3Xqwc5CWbUVK6wQddZ4DpTcOwkDWymbtxPxHTuKTTRIgZyTt3FpZLh',
        'sk-proj-TIB-XW¦9Cvf_gKcyEjoUiGDTHXcgGGCDHOqKLtxKIZoJHSSvp2BcdvRaMmDWPlH2mjw_Qt4DofVT3BlbkFKgCjjvG¦CrEJsLlIIVvHydBj310utPrYdIxuFSENo3kfRXWrRZskScUhfklXZcgDwVe0uGJ2RsUO',
        'sk-proj-your-key-here',
      ],
    },
  }),
  token({
    id: 'anthropic-key',
    title: 'an Anthropic API key',
    severity: 'error',
    keywords: ['sk-ant-'],
    shape: "( 'sk-ant-api03-' | 'sk-ant-admin01-' | 'sk-ant-oat01-' | 'sk-ant-ort01-' ) b64u{93} 'AA'",
    check: lowered(/^sk-ant-o[ar]t01-/, { less: true }),
    examples: {
      finds: [
        'ANTHROPIC_API_KEY=sk-ant-api03-6TgUK7¦k43lyEy1no2Cn0zcuP7n0VnG6KIXeRQsRT2yKLGbX3oMP-YRNQ58BVMTOswQWCBNZ9bhT1caIT5zlgQ8_CljZ2eAA',
        "adminKey: 'sk-ant-admin01-C1l9so¦QeEcM_4iBRRLyCupiNgrbO-wRf4bJGO4BPPb3dQLn1udO2NLjIBQ7x9WWTGIKzSWtR-eOwDC7YkUqJOTT0KIeWiAA'",
        '"accessToken":"sk-ant-oat01-ojNwGh¦jjF3uVoumNdyT5cezbEXCf63srAzfXmdQfUUEdax8wt69pbdi04024wLxi32lgUy6Ogt8GrCRNSowez7PjZEjqSAA"',
      ],
      leaves: [
        'sk-ant-api03-hzUX-q¦d6OkK6lWX8GVZICQqKgqFE2pC5-V-TT165iioFrq3mlqXhn-sOybDTpXqqhOX2VwALo8fi6HRXibwta2XweVKPAA',
        'sk-ant-api03-P5ZptZ¦TxRYfCQQL_K09P9Ynf_pBQf9H12xG2qtdfR-De9gmhDSZzs2j0LWhNhf00_utDKIK7PEM_DYRCOySnymJxa2vxhAB',
        'sk-ant-api03-xxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxAA',
      ],
    },
  }),
  token({
    id: 'huggingface-token',
    title: 'a Hugging Face token',
    severity: 'error',
    keywords: ['hf_', 'api_org_'],
    shape: "( 'hf_' | 'api_org_' ) b62{34}",
    check: mostlyLetters,
    examples: {
      finds: [
        'HF_TOKEN=hf_S4Q97d¦jn67PEnn4ONgrgAPnHDKiZeITIGV',
        'login(token="api_org_Xvidcf¦9yHGlVGqyO4AifVIRPX3hHN5Xta5")',
      ],
      leaves: [
        'hf_z1f42U¦dB8DnZHwqkPeISjrdPw0HK2Qtg8',
        'hf_QfyluD¦5npZmWgD6T478hxUQdOHzJLOvCrwM',
        'from huggingface_hub import hf_hub_download',
        'hf_xxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'replicate-token',
    title: 'a Replicate token',
    severity: 'error',
    keywords: ['r8_'],
    shape: "'r8_' b62{37}",
    examples: {
      finds: ['REPLICATE_API_TOKEN=r8_LVQvjj¦DvrDNtYsoHAMB57OB5HwDlzcTRzF3Ub'],
      leaves: [
        'r8_k7uhIV¦q1n3zlG3CJbt2Ji6KrDWEHvAp5p4hT',
        'r8_****************¦*********************',
        'r8_LfLJcH¦xfh3Chybj87A9j2IcN1XLPG5mzdK7J9i',
      ],
    },
  }),
  token({
    id: 'groq-key',
    title: 'a Groq key',
    severity: 'error',
    keywords: ['gsk_'],
    shape: "'gsk_' b62{52}",
    check: groqMark,
    examples: {
      finds: [
        'GROQ_API_KEY=gsk_DfHRw0¦K2b7DxEwiSpkJjWGdyb3FY9BV2Mo¦ao6vc7tS3VrrGeUOGf',
        'GROQ_API_KEY=gsk_je0pyP¦yad2tIq4hwLsvVHmozvb1x437rToQkhBClAHzuomDPr2VW',
      ],
      leaves: [
        'gsk_MRteKr¦oWIXCqzdtFGj3SaDKMmVtv82UoxJweCgYde98St03WzAP',
        'gsk_XHkH3n¦MVRCZRu8EwU6O8AiQevyxi0H5pgY0EDcXE29ih7YqVuVWLQ',
        'gsk_xxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'perplexity-key',
    title: 'a Perplexity key',
    severity: 'error',
    keywords: ['pplx-'],
    shape: "'pplx-' b62{48}",
    examples: {
      finds: ['Authorization: Bearer pplx-lMinpS¦4ZUAAKGrvWmVfRBKXlzeXGag5VNX0dHSgx2jSfVZIY'],
      leaves: [
        'pplx-keEW18¦XUpp5s6zf3asUC0aXKTXQumHOqdhq1aF5KccGCq81',
        'pplx-MrMNL9¦JvRiuuc2M7NXfTIvDYsSH9QtXYC95DsmAWCGKacRuiu',
        'model: pplx-70b-online',
      ],
    },
  }),
  token({
    id: 'xai-key',
    title: 'an xAI key',
    severity: 'error',
    keywords: ['xai-'],
    shape: "'xai-' b62{80}",
    examples: {
      finds: [
        'XAI_API_KEY="xai-lX4q4Y¦w1QBHxzkgVYD6QHMm7eMJMlGpjPL393F9U5bQv7m7MwEbqFvuuxAtGm8EkvaOfFyoH1b23Q1NG"',
      ],
      leaves: [
        'xai-mhDpXt¦OS2AZ1qhkwWec7iNdiHSHCd1Fs9FG56jAQT4PMHvLwdHOnlMKHNl5DQNJUiIXGL2AX7mmvgxn',
        'XAI_API_KEY=xai-your-key',
        'xai-2I4CPq¦QO7PEcZmCGZlnUjUPs20ooEM5B58VY9BlUhoZ5NX29BD41PqGjxGTRiUCJpDz3WKFU5pRtDxq9s',
      ],
    },
  }),
  token({
    id: 'openrouter-key',
    title: 'an OpenRouter key',
    severity: 'error',
    keywords: ['sk-or-v1-'],
    shape: "'sk-or-v1-' hex{64}",
    examples: {
      finds: [
        'OPENROUTER_API_KEY=sk-or-v1-37b4e3¦7d7476e4ff7e5184abe5054cbb1db769dfe9312e6c9fef11b41bd9bfe6',
      ],
      leaves: [
        'sk-or-v1-e9e89d¦450f1454b8de946ce17ba5552b9b503d1f40bf05c842d122bf2995859',
        'sk-or-v1-EECA27¦FBB8D9A4452BCE174935AB6F0BC5580BCD9E7576A55706AED950ECFB72',
        'sk-or-v1-...',
      ],
    },
  }),
  token({
    id: 'deepseek-key',
    title: 'a DeepSeek key',
    severity: 'error',
    keywords: ['deepseek'],
    reach: 64,
    shape: "'sk-' hex{32}",
    check: candidate => (isDeepseek(candidate) ? {} : null),
    examples: {
      finds: [
        'DEEPSEEK_API_KEY=sk-ceb388¦30108652128a8326a69acf2f26',
        'OpenAI(api_key="sk-2e57f3¦ef02cc4661ef28f8b3ea42f5a8", base_url="https://api.deepseek.com")',
      ],
      leaves: [
        'API_KEY=sk-ceb388¦30108652128a8326a69acf2f26',
        'DEEPSEEK_API_KEY=sk-330fdc¦3fe64458ff43d702b79b36943',
        'DEEPSEEK_API_KEY=sk-00000000¦000000000000000000000000',
      ],
    },
  }),
  token({
    id: 'sk-key',
    title: 'an API key of an AI service',
    severity: 'warning',
    keywords: ['sk-'],
    reach: 64,
    shape: "'sk-' hex{32}",
    check: candidate => (isDeepseek(candidate) ? null : {}),
    examples: {
      finds: ['API_KEY=sk-19699f¦c30858fdc7ab8eddfd2c3759c9'],
      leaves: [
        'DEEPSEEK_API_KEY=sk-19699f¦c30858fdc7ab8eddfd2c3759c9',
        'API_KEY=sk-76ba3d¦b9610742cb1e3b7f38248f36a50',
        'disk-19699f¦c30858fdc7ab8eddfd2c3759c9',
        'API_KEY=sk-E91CC6¦242039D9DEF4DF00FF070F2D42',
      ],
    },
  }),
  token({
    id: 'together-key',
    title: 'a Together AI key',
    severity: 'error',
    keywords: ['tgp_v1_'],
    shape: "'tgp_v1_' b64u{43}",
    examples: {
      finds: ['TOGETHER_API_KEY=tgp_v1_aUi28Q¦nVVURDm7aOFTj_HDC_G5QSd8YLhbkpICuxphp'],
      leaves: [
        'tgp_v1_3mUuEy¦Aj0IEbLfspJdX-bX6JKAuCxIdWslpfWh-Ya2',
        'tgp_v1_your-api-key-goes-here-0123¦456789abcdefgh-your',
        'tgp_v1_OHgqEk¦FeG_lAUA9VwrQPOze0yamNYNFGkM6jecsuMfAg',
      ],
    },
  }),
  token({
    id: 'nvidia-key',
    title: 'an NVIDIA API key',
    severity: 'error',
    keywords: ['nvapi-'],
    shape: "'nvapi-' b64u{64}",
    examples: {
      finds: ['NGC_API_KEY=nvapi-9BKKFc¦yNw_pYIU5py8abdtvfe3gqALzan1MBrQ0auW3MiGxC5baTUdqgLjQOZaps'],
      leaves: [
        'nvapi-M1baIb¦5fUUzOMSvViVkuNNOi9DESBbWrX3fHOzYx1_XizSr8ZXRnihFkXtUTBoe',
        'export NVIDIA_API_KEY=nvapi-xxxxxxxx',
        'nvapi-D_264M¦1SLn493j6n6NQeON9k75CqVqKvOL5LGdl61yrM2UaLNTLL7ahWiU4RQ3G5a',
      ],
    },
  }),
]
