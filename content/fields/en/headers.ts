import type { HeaderText } from '#content/fields/texts.ts';
import { handshakeHeaders } from './headers-handshake.ts';
import { otherHeaders } from './headers-other.ts';

/** Every header field with a text, by lower-case name. */
export const headers: Readonly<Record<string, HeaderText>> = { ...handshakeHeaders, ...otherHeaders };
