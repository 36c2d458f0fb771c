import { recordedCapture } from '#demos/capture/recording.ts';
import { type FullLog, logOf } from './frames.log.ts';

/** The recorded log with all its bytes, from where the site keeps the capture. */
export async function recordedLog(url: string): Promise<FullLog> {
  return logOf(recordedCapture(await (await fetch(url)).text(), url));
}
