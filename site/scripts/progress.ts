/** How far a reader is with each lesson, kept on the reader's device and nowhere else. */
export type Progress = 'unread' | 'begun' | 'read';
export type ProgressBySlug = Readonly<Record<string, Exclude<Progress, 'unread'>>>;

const KEY = 'progress';

/** Reads what was stored; anything that is not ours is dropped. */
export function parseProgress(stored: string | null): ProgressBySlug {
  try {
    const parsed: unknown = JSON.parse(stored ?? '{}');
    if (typeof parsed !== 'object' || parsed === null) return {};
    const known = Object.entries(parsed).filter(([, state]) => state === 'begun' || state === 'read');
    return Object.fromEntries(known);
  } catch {
    return {};
  }
}

/** A lesson that was read stays read when it is opened again. */
export const advance = (progress: ProgressBySlug, slug: string, to: 'begun' | 'read'): ProgressBySlug =>
  progress[slug] === 'read' ? progress : { ...progress, [slug]: to };

export function loadProgress(): ProgressBySlug {
  try {
    return parseProgress(localStorage.getItem(KEY));
  } catch {
    return {};
  }
}

export function saveProgress(progress: ProgressBySlug): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(progress));
  } catch {
    // Storage is refused or full. The course works without it.
  }
}

export function forgetProgress(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // There was nothing to forget.
  }
}
