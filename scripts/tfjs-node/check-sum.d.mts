// The type of check-sum.mjs, which runs before there is a Node that strips types.
export function checkSum(file: string, expected: string): Promise<void>;
