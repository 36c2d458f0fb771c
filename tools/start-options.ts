import { parseArgs } from 'node:util';

export interface StartOptions {
  readonly port: number;
  readonly host: string;
  readonly open: boolean;
  readonly build: boolean;
  readonly allowHosts: readonly string[];
  /** `undefined`: as the companion decides from the host. */
  readonly raw: boolean | undefined;
  readonly respond: boolean | undefined;
}

export type ParsedStart =
  | { readonly kind: 'start'; readonly options: StartOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'violation'; readonly message: string };

const DEFAULT_PORT = 4101;

export const USAGE = `Usage: npm start -- [options]

  --port <n>          the port to listen on (${DEFAULT_PORT}; 0 for any free one)
  --host <address>    the address to listen on (127.0.0.1); beyond loopback other machines can connect
  --open              open the page in a browser
  --allow-host <name> also answer under this name, or this origin (https://course.example); may be repeated
  --allow-raw         offer raw sending although other machines can connect
  --allow-respond     offer byte-level answers although other machines can connect
  --no-build          serve the site as it was last built
  --help              this text`;

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  open: { type: 'boolean' },
  'allow-host': { type: 'string', multiple: true },
  'allow-raw': { type: 'boolean' },
  'allow-respond': { type: 'boolean' },
  'no-build': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Never throws: what cannot be understood is a violation that says what was found and what was expected. */
export function parseStartOptions(args: readonly string[]): ParsedStart {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    return { kind: 'violation', message: error instanceof Error ? error.message : String(error) };
  }
  if (values.help) return { kind: 'help' };
  const portText = values.port ?? String(DEFAULT_PORT);
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : Number.NaN;
  if (!(port <= 65_535))
    return { kind: 'violation', message: `--port "${portText}": expected a whole number from 0 to 65535` };
  return {
    kind: 'start',
    options: {
      port,
      host: values.host ?? '127.0.0.1',
      open: values.open ?? false,
      build: !values['no-build'],
      allowHosts: values['allow-host'] ?? [],
      raw: values['allow-raw'],
      respond: values['allow-respond'],
    },
  };
}

const parse = (args: readonly string[]) => parseArgs({ args: [...args], options: OPTIONS }).values;
