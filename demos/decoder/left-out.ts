import { fill } from '#demos/parts/fill.ts';
import { grouped } from '#demos/parts/grouped.ts';
import type { DecoderTexts } from './decoder.texts.ts';
import type { LeftOut } from './input.ts';

/** What of a file of packets is not shown, a sentence for each kind; empty where all is. */
export function leftOutSays({ connections, tls, packets, missing }: LeftOut, ui: DecoderTexts['ui']): string {
  const counted: readonly (readonly [number, string])[] = [
    [
      connections,
      fill(tls > 0 ? ui.leftConnectionsTls : ui.leftConnections, { n: grouped(connections), tls: grouped(tls) }),
    ],
    [packets, fill(ui.leftPackets, { n: grouped(packets) })],
    [missing, fill(ui.missingBytes, { n: grouped(missing) })],
  ];
  return counted.flatMap(([count, says]) => (count > 0 ? [says] : [])).join(' ');
}
