import { setup } from 'xstate';

export type PickerEvent =
  | { readonly type: 'code.typed' }
  | { readonly type: 'trial.start' }
  | { readonly type: 'trial.settled' }
  | { readonly type: 'trial.refused' };

/** One code that is looked at, and what really comes of saying it. */
export const pickerMachine = setup({ types: { events: {} as PickerEvent } }).createMachine({
  id: 'picker',
  initial: 'choosing',
  // What was tried is not what is typed now.
  on: { 'code.typed': '.choosing', 'trial.start': '.trying' },
  states: {
    choosing: {},
    trying: { on: { 'trial.settled': 'tried', 'trial.refused': 'refused' } },
    tried: {},
    refused: {},
  },
});
