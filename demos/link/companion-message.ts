import type { CompanionMessage } from '#demos/capture/side-channel.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';

/** A companion's JSON message, or `null` for anything else; extra members are left out. */
export function parseCompanionMessage(text: string): CompanionMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value)) return null;
  if (value.kind === 'ready') return readReady(value);
  const { kind, request } = value;
  if (typeof request !== 'number') return null;
  const { connection, port, ticket, rule, found, expected } = value;
  if (kind === 'raw-opened' && isText(connection)) return { kind, request, connection };
  if (kind === 'ticket' && typeof port === 'number' && isText(ticket)) return { kind, request, port, ticket };
  if (kind === 'acted') return { kind, request };
  if (kind === 'refused' && isText(rule) && isText(found) && isText(expected))
    return { kind, request, rule, found, expected };
  return null;
}

function readReady({ tap, allows, madeWith }: Record<string, unknown>): CompanionMessage | null {
  if (!isText(tap) || !isRecord(allows) || !isRecord(madeWith)) return null;
  const { raw, respond } = allows;
  if (typeof raw !== 'boolean' || typeof respond !== 'boolean') return null;
  const versions = Object.entries(madeWith).filter((entry): entry is [string, string] => isText(entry[1]));
  return { kind: 'ready', tap, allows: { raw, respond }, madeWith: Object.fromEntries(versions) };
}
