/** What the site itself says, in English. Lessons, fields and captions have files of their own under content/. */
export const en = {
  site: 'Switching Protocols',
  description:
    'A course on WebSocket and Socket.IO whose figures show the real bytes of your own connection, as they cross the wire.',
  skip: 'Skip to the text',
  nav: { label: 'Site', course: 'course', lab: 'lab', glossary: 'glossary', search: 'search', other: '中文' },
  theme: { label: 'Colours', system: 'system', light: 'light', dark: 'dark' },
  course: {
    label: 'Course',
    title: 'The course',
    contents: (number: string, total: number) => `${number} of ${total}, contents`,
    unit: (numeral: string, title: string) => `Unit ${numeral}. ${title}`,
    over: (numeral: string, title: string) => `Unit ${numeral}, ${title}`,
    minutes: (count: number) => `${count} minutes`,
    after: (lessons: string) => `after ${lessons}`,
    named: (name: string, title: string) => `${name}, ${title}`,
    coming: 'coming',
    available: (written: number, total: number) =>
      written === total
        ? `All ${total} lessons are here.`
        : `${written} of ${total} lessons ${written === 1 ? 'is' : 'are'} here; the rest are being written.`,
    start: (lesson: string) => `Begin with ${lesson}`,
    goOn: (lesson: string) => `Go on with ${lesson}`,
    forget: 'forget my progress',
    forgotten: 'Progress forgotten.',
    save: 'save it as a file',
    bring: 'bring in a file',
    brought: 'Brought in. Nothing that was here is lost.',
    /** Why a file was not taken, and that nothing has changed. */
    refused: {
      'too-big': 'Not taken: the file is too big to be progress of this course.',
      'not-json': 'Not taken: the file is not JSON.',
      'not-ours': 'Not taken: the file was not saved by this course.',
      newer: 'Not taken: the file was saved by a newer version of this course.',
      empty: 'Not taken: the file holds no progress.',
    },
    /** Before a score, as in 3/4. */
    quizDone: 'questions',
    kept: 'Your progress is kept on this device only.',
    state: { unread: 'not read yet', begun: 'begun', read: 'read' },
  },
  lesson: { lessons: 'Lessons' },
  prediction: {
    kind: 'predict, before you go on',
    note: 'not scored',
    commit: 'commit',
    hint: 'Choose one; the evidence follows.',
    done: 'Compare it with the evidence.',
    shown: 'The figure shows it; the reasons stand here.',
    /** From the figure, where it stands above. */
    back: 'back to the question ↓',
    /** Before the letter of an option. */
    first: 'you first said',
  },
  quiz: {
    label: 'Questions',
    kind: (number: number, total: number) => `question ${number} of ${total}`,
    check: 'check',
    hint: 'Choose one.',
    again: 'Change your answer, or go on.',
    next: 'next question',
    restart: 'start again',
    /** After a score, as in 3/4. */
    score: 'right at the first try.',
    reveal: 'why',
    right: '✓ this',
    wrong: '✗ not this',
  },
  code: {
    label: 'Code',
    prints: 'prints',
    languages: 'Language',
    reproduce: 'reproduce it yourself',
    copy: 'copy',
    copied: 'Copied.',
    copyYourself: 'Selected, for you to copy.',
  },
  say: { title: 'What you can now say' },
  foot: { promise: 'No byte on these pages is invented.', credits: 'credits' },
  lab: {
    title: 'Lab',
    intro: 'Each instrument of the course alone, at full width.',
    usedIn: 'used in',
    home: 'The instruments',
    lead: 'Each stands in its lesson, and here alone. With the companion running, the bytes are yours.',
  },
  glossary: {
    title: 'Glossary',
    intro: 'Every term of the course in one line, in English and Chinese.',
    explained: 'in',
  },
  search: {
    title: 'Search',
    label: 'Search the course',
    close: 'close',
    none: 'Nothing found.',
    found: (count: number) => (count === 1 ? '1 place' : `${count} places`),
    unavailable:
      'The search did not load: the network is away, or this copy of the site has no index. Building the site makes one.',
    needsScript:
      'Search runs in your browser and needs script. Without it, the course map and the glossary list everything there is.',
  },
  notFound: {
    title: 'There is nothing at this address',
    text: 'The server answered 404. The course map lists every page that exists.',
    back: 'The course',
  },
  credits: { title: 'Credits and licences' },
};

export type Strings = typeof en;
