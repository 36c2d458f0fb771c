export const EXAMPLE_NAMES = ['socketio', 'compressed', 'broken'] as const;
export type ExampleName = (typeof EXAMPLE_NAMES)[number];
