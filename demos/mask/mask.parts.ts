/** Words of the prose select these. */
const MASK_PARTS = ['key', 'payload', 'masked'] as const;
export type MaskPart = (typeof MASK_PARTS)[number];

export const maskPart = (name: string): MaskPart | undefined => MASK_PARTS.find((each) => each === name);
