/** Hands bytes to the person as a file. */

/** How long the address is kept: the browser has begun to read by then. */
const KEPT_MS = 60_000;

export function download(name: string, bytes: Uint8Array): void {
  const type = 'application/octet-stream';
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
