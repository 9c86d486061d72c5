/** Texts of so many bytes that are made against a detector. */
export function hostileTexts(detector: { keywords: readonly string[] }, bytes: number): Buffer[]
