export const EXAMPLE_NAMES = ['socketio', 'handshake', 'masked', 'compressed', 'broken'] as const;
export type ExampleName = (typeof EXAMPLE_NAMES)[number];
/** What a page that is empty offers first. */
export const FIRST_EXAMPLES = ['handshake', 'masked', 'socketio'] as const satisfies readonly ExampleName[];
