/** The part of Pagefind's API that we use (https://pagefind.app/docs/api/). */
interface Pagefind {
  init(): Promise<void>;
  /** Null when a later call has replaced this one. */
  debouncedSearch(term: string): Promise<{ readonly results: readonly Hit[] } | null>;
}
interface Hit {
  data(): Promise<{ readonly url: string; readonly excerpt: string; readonly meta: { readonly title?: string } }>;
}

const SHOWN = 8;
const mounted = new WeakSet<HTMLElement>();

/** Pagefind escapes the text of an excerpt and marks the words that were found; nothing else is markup. */
function excerptNodes(html: string): Node[] {
  return [...new DOMParser().parseFromString(html, 'text/html').body.childNodes];
}

async function row(hit: Hit): Promise<HTMLLIElement> {
  const { url, excerpt, meta } = await hit.data();
  const item = document.createElement('li');
  const link = document.createElement('a');
  const title = document.createElement('b');
  const text = document.createElement('span');
  link.href = url;
  title.textContent = meta.title ?? url;
  text.append(...excerptNodes(excerpt));
  link.append(title, text);
  item.append(link);
  return item;
}

/** Makes a `[data-search]` box work: its input searches, its list shows what was found, its status says how much. */
export async function mountSearch(box: HTMLElement): Promise<void> {
  const input = box.querySelector('input');
  const list = box.querySelector('ol');
  const status = box.querySelector('[role="status"]');
  if (!input || !list || !status) return;
  input.focus();
  if (mounted.has(box)) return;
  mounted.add(box);

  const { index = '', none = '', one = '', many = '', unavailable = '' } = box.dataset;
  let pagefind: Pagefind;
  try {
    pagefind = (await import(/* @vite-ignore */ index)) as Pagefind;
    await pagefind.init();
  } catch {
    status.textContent = unavailable;
    mounted.delete(box);
    return;
  }

  const search = async (): Promise<void> => {
    const term = input.value.trim();
    const found = term === '' ? { results: [] } : await pagefind.debouncedSearch(term);
    if (!found) return;
    const count = found.results.length;
    const rows = await Promise.all(found.results.slice(0, SHOWN).map(row));
    if (input.value.trim() !== term) return;
    list.replaceChildren(...rows);
    status.textContent = term === '' ? '' : count === 0 ? none : count === 1 ? one : many.replace('#', String(count));
  };
  // The index comes in pieces, each when a word asks for it.
  const searchOrSay = (): Promise<void> =>
    search().catch(() => {
      list.replaceChildren();
      status.textContent = unavailable;
    });
  input.addEventListener('input', searchOrSay);
  await searchOrSay();
}
