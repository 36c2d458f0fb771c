import type { Capture, CaptureEvent } from '#demos/capture/capture.ts';
import type { Intent } from '#demos/link/link.ts';
import { createModelLink } from '#demos/link/model.ts';
import type { ActId } from './lifecycle.acts.ts';
import { type Life, type LifeListener, startLife } from './lifecycle.run.ts';
import type { Story } from './lifecycle.story.ts';

/** What was done to bring a connection where these events leave it. */
export function intentsOf(events: readonly CaptureEvent[]): Intent[] {
  return events.flatMap((event): Intent[] => {
    if (event.kind === 'act') return [{ kind: 'server', act: event.act }];
    if (event.kind !== 'script' || !('do' in event.script)) return [];
    const { script } = event;
    switch (script.do) {
      case 'construct':
        return [{ kind: 'connect', protocols: script.protocols }];
      case 'send':
        return [{ kind: 'send', data: script.type === 'text' ? new TextDecoder().decode(script.bytes) : script.bytes }];
      case 'close':
        return [
          {
            kind: 'close',
            ...(script.code !== undefined && { code: script.code }),
            ...(script.reason !== undefined && { reason: script.reason }),
          },
        ];
      case 'leave':
        return [{ kind: 'leave' }];
      default:
        return [];
    }
  });
}

/** Plays the past of a life up to a moment to the model, and lets it go on from there with an act. */
export function startFork(capture: Capture, story: Story, index: number, act: ActId, listener: LifeListener): Life {
  const events = capture.events.filter(({ connection }) => connection === story.connection);
  const past = events.slice(0, story.moments[index]?.events ?? 0);
  const link = createModelLink();
  const life = startLife(link, [], listener);
  for (const intent of intentsOf(past)) if (link.can(intent.kind)) link.do(intent);
  life.act(act);
  return life;
}
