/** Node's `buffer`: the package of that name, with the constants it leaves out. */
import { Buffer as PackageBuffer } from 'buffer/';

export const Buffer = PackageBuffer;
// A minifier would change it, and it is what a printed Buffer begins with.
Object.defineProperty(Buffer, 'name', { value: 'Buffer' });
/** ioredis compares lengths of pipelines with it. */
export const constants = { MAX_LENGTH: 2 ** 31 - 1, MAX_STRING_LENGTH: 2 ** 29 - 24 };
export const kMaxLength = constants.MAX_LENGTH;
