/** One branch of the program: what a packet must be like, and what the program then does. Lines count from 0. */
export interface Branch {
  readonly when: { readonly how: 'begins' | 'is'; readonly text: string };
  readonly whenLine: number;
  readonly act: { readonly do: 'send'; readonly text: string } | { readonly do: 'close' };
  readonly actLine: number;
}

const WHEN = /startsWith\('([^']*)'\)|=== '([^']*)'/;
const ACT = /\bsend\('([^']*)'\)|\bws\.close\(/;

/** The branches of a program that answers packets, in order: read from its own lines, so that they cannot drift from it. */
export function branchesOf(lines: readonly string[]): Branch[] {
  const branches: Branch[] = [];
  lines.forEach((line, whenLine) => {
    const when = line.includes('if (') ? WHEN.exec(line) : null;
    if (!when) return;
    const actLine = lines.findIndex(
      (each, i) => i >= whenLine && ACT.test(each.slice(i === whenLine ? when.index : 0)),
    );
    const act = ACT.exec(lines[actLine] ?? '');
    if (!act) return;
    branches.push({
      when: when[1] === undefined ? { how: 'is', text: when[2] ?? '' } : { how: 'begins', text: when[1] },
      whenLine,
      act: act[1] === undefined ? { do: 'close' } : { do: 'send', text: act[1] },
      actLine,
    });
  });
  return branches;
}

/** The branch that a packet takes: the first that fits. */
export const branchFor = (branches: readonly Branch[], packet: string): Branch | null =>
  branches.find(({ when }) => (when.how === 'is' ? packet === when.text : packet.startsWith(when.text))) ?? null;
