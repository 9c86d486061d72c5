import type { Candidate, Verdict } from '../tokens/token.ts'
import { isBeside } from './modes.ts'

/** Whether DeepSeek is named beside the key, or its host after it. */
export function isDeepseek(candidate: Candidate): boolean {
  return isBeside(candidate, /deepseek/i)
}

/** Groq's keys have held this mark since they are known; nobody says that they always will. */
export function groqMark({ value }: Candidate): Verdict {
  return value.startsWith('WGdyb3FY', 24) ? {} : { less: true }
}

/** Hugging Face draws from the letters above all. */
export function mostlyLetters({ value }: Candidate): Verdict {
  const digits = value.match(/[0-9]/g)?.length ?? 0
  return digits <= value.length / 2 ? {} : { less: true }
}
