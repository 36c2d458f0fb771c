/** All that the course knows of a reader: how far with each lesson, and the answers that `answers.ts` describes. */
export interface Kept {
  readonly lessons: Readonly<Record<string, 'begun' | 'read'>>;
  readonly answers: Readonly<Record<string, string>>;
}

/** Why a file was not taken. */
export type FileFault = 'too-big' | 'not-json' | 'not-ours' | 'newer' | 'empty';

const FORMAT = 'switching-protocols progress';
const VERSION = 1;
/** Characters, and so bytes of a file of ours; 26 lessons need about 4,000. */
export const MOST = 100_000;

const entries = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

const lessonsOf = (value: unknown): Kept['lessons'] =>
  Object.fromEntries(
    entries(value).flatMap(([slug, state]): [string, 'begun' | 'read'][] =>
      /^[a-z0-9-]{1,60}$/.test(slug) && (state === 'begun' || state === 'read') ? [[slug, state]] : [],
    ),
  );

const ANSWER = /^(?:predict-[0-9a-f]{8} [a-z]|[a-z0-9-]{1,60}\/quiz \d{1,2}\/\d{1,2})$/;

const answersOf = (value: unknown): Kept['answers'] =>
  Object.fromEntries(
    entries(value).flatMap(([key, answer]): [string, string][] =>
      typeof answer === 'string' && ANSWER.test(`${key} ${answer}`) ? [[key, answer]] : [],
    ),
  );

/** The file's text. What is not ours stays out. */
export const toFile = (lessons: unknown, answers: unknown): string =>
  `${JSON.stringify({ format: FORMAT, version: VERSION, lessons: lessonsOf(lessons), answers: answersOf(answers) }, null, 2)}\n`;

/** Reads a file that a reader chose. Entries that are not ours are dropped; a file without any other is refused. */
export function fromFile(text: string): Kept | FileFault {
  if (text.length > MOST) return 'too-big';
  let file: Partial<Record<string, unknown>>;
  try {
    file = Object.fromEntries(entries(JSON.parse(text)));
  } catch {
    return 'not-json';
  }
  if (file['format'] !== FORMAT) return 'not-ours';
  if (file['version'] !== VERSION) return 'newer';
  const kept = { lessons: lessonsOf(file['lessons']), answers: answersOf(file['answers']) };
  return entries(kept.lessons).length + entries(kept.answers).length > 0 ? kept : 'empty';
}
