/** The two standard codecs every host has, declared here because the pure rooms see neither DOM nor Node types. */
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, target: Uint8Array): { read: number; written: number };
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(source?: Uint8Array): string;
}
