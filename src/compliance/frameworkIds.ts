export const frameworkIds = ['cis', 'nsa'] as const;
export type FrameworkId = (typeof frameworkIds)[number];
