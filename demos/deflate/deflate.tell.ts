import { fill } from '#demos/parts/fill.ts';
import { concat } from '#demos/protocol/bytes.ts';
import { atEnd, codesRead, codesShown, explain, partRows, symbolName, tileOf } from './deflate.connect.ts';
import type { CodeName, Scene, Step } from './deflate.piece.ts';
import { stretchesOf } from './deflate.stretches.ts';
import { allLines, arcsOf, linesNear, sourceOf } from './deflate.text.ts';
import type { DeflateTexts } from './deflate.texts.ts';
import { type Line, TAIL, type Told, type Tree, type View } from './deflate.told.ts';
import { type CodeTree, treeOf } from './deflate.tree.ts';

/** More arcs than these are a tangle. */
const MOST_MADE = 60;

const CODES: readonly CodeName[] = ['lengths', 'literal', 'distance'];
const TITLES = { lengths: 'lengthsCode', literal: 'literalCode', distance: 'distanceCode' } as const;

interface Code {
  readonly block: number;
  readonly name: CodeName;
  readonly tree: CodeTree;
}

/** Everything that the figure says of a message, at each of its stops. */
export function tell(scene: Scene, texts: DeflateTexts): Told {
  const { payload, window, output, states, steps, fault } = scene;
  const codes = scene.blocks.flatMap(({ used }, block) =>
    CODES.map((name): Code => ({ block, name, tree: treeOf(used[name]) })).filter(({ tree }) => tree.leaves.length > 0),
  );
  const lines = allLines(scene);
  const teller = { scene, texts, stream: concat(payload, TAIL), codes, lines };
  return {
    ...{ payload, window, output, states },
    stretches: stretchesOf(scene, (piece) => tileOf(piece, texts)),
    views: steps.map((step, i) => viewOf(teller, step, steps[i - 1]?.written ?? 0)),
    trees: codes.map((code) => drawn(code, scene, texts)),
    lines: lines ?? [],
    made: lines ? madeCopies(scene, lines) : [],
    stopped: fault && { bit: fault.span.start },
  };
}

function madeCopies({ pieces }: Scene, lines: readonly Line[]): Told['made'] {
  return pieces
    .flatMap((piece) => {
      if (piece.kind !== 'copy') return [];
      const written = piece.at + piece.length;
      return arcsOf(piece, piece.at + 1, lines).map(({ path }) => ({ path, written }));
    })
    .slice(-MOST_MADE);
}

interface Teller {
  readonly scene: Scene;
  readonly texts: DeflateTexts;
  readonly stream: Uint8Array;
  readonly codes: readonly Code[];
  readonly lines: readonly Line[] | null;
}

function viewOf({ scene, texts, stream, codes, lines }: Teller, step: Step, before: number): View {
  const { pieces, fault, payload, end } = scene;
  const piece = step.piece === null ? null : (pieces[step.piece] ?? null);
  const from = piece?.kind === 'copy' ? sourceOf(piece) : null;
  const own = lines ? null : linesNear(scene, step.written, from?.[0] ?? null);
  // The last block of a whole message is the flush's empty one, which has no codes.
  const block = piece?.block ?? Math.max(0, (pieces.at(-1)?.block ?? 0) - (end === 'done' ? 1 : 0));
  const shown = codesShown(piece);
  const read = piece ? codesRead(stream, piece) : {};
  return {
    ...{ piece: step.piece, states: step.states, written: step.written, block },
    before: piece ? piece.at : Math.min(before, step.written),
    sight: piece?.span.start ?? fault?.span.start ?? Math.max(0, payload.length * 8 - 1),
    ...(piece ? explain(scene, piece, texts) : atEnd(scene, texts)),
    parts: piece ? partRows(stream, piece, texts) : [],
    from,
    arcs: piece?.kind === 'copy' ? arcsOf(piece, step.written, own ?? lines ?? []) : [],
    lines: own,
    trees: codes.flatMap((code, tree) =>
      code.block === block && shown.includes(code.name) ? [{ tree, ...litIn(code.tree, read[code.name] ?? '') }] : [],
    ),
  };
}

/** A tree's measures, in pixels. */
const [ROW, STEP, TOP] = [19, 19, 4];
const y = (row: number): number => TOP + row * ROW + ROW / 2;
const x = (depth: number): number => depth * STEP + 2;
const lineTo = ({ depth, from, to }: CodeTree['branches'][number]): string =>
  `M${x(depth)} ${y(from)}V${y(to)}H${x(depth + 1)}`;

const litIn = ({ branches }: CodeTree, bits: string): { readonly lit: string; readonly leaf: string } => ({
  lit: branches
    .filter(({ prefix }) => bits.startsWith(prefix))
    .map(lineTo)
    .join(''),
  leaf: bits,
});

function drawn({ block, name, tree }: Code, { blocks }: Scene, texts: DeflateTexts): Tree {
  const { branches, leaves, depth } = tree;
  return {
    title: texts.ui[TITLES[name]],
    used: fill(texts.ui.codesUsed, { used: leaves.length, total: blocks[block]?.total[name] ?? 0 }),
    width: depth * STEP + 8,
    height: leaves.length * ROW + 2 * TOP,
    lines: branches.map(lineTo).join(''),
    digits: branches.map((branch) => ({
      x: branch.depth * STEP + 8,
      y: y(branch.to) - 3,
      bit: branch.prefix.slice(-1),
    })),
    leaves: leaves.map(({ bits, symbol, uses }, row) => ({
      bits,
      y: y(row) + 4,
      label: symbolName(name, symbol, texts),
      uses: uses > 1 ? `×${uses}` : '',
    })),
  };
}
