/** Copies the page's address with `hash`; false where the clipboard is out of reach, so that the caller can print it. */
export async function share(hash: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(new URL(hash, location.href).href);
    return true;
  } catch {
    return false;
  }
}

/** Makes `hash` the page's address; false where the browser takes no more for now: Firefox 200 in 10 s, Safari 100 in 30, WebKitGTK 100 in 10. */
export function keepAddress(hash: string): boolean {
  try {
    history.replaceState(history.state, '', hash);
    return true;
  } catch {
    return false;
  }
}

/** Hands the reader a file. Nothing leaves the page. */
export function download(name: string, type: string, content: string | Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(url);
}
