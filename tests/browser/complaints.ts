import type { Page } from '@playwright/test';

/** What a browser complained of while a page was open, and what a test says it may complain of. */
export interface Complaints {
  /** The browser's own words that this test causes on purpose. */
  allow(words: RegExp): void;
  /** What is left once the allowed words are taken away. */
  unexpected(): readonly string[];
}

/** A handshake that a test breaks on purpose; no script can keep the browser from logging it. */
export const BROKEN_HANDSHAKE = /^console error: WebSocket connection to 'ws:\/\/[^']+' failed/;

/** Listens to all a page does that it should not: errors and warnings, failed requests, requests to others. */
export function listenForComplaints(page: Page, host: string): Complaints {
  const heard: string[] = [];
  const allowed: RegExp[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) heard.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => heard.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // The reader left while it was on its way.
    if (reason !== 'net::ERR_ABORTED') heard.push(`request failed: ${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) heard.push(`response ${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && origin !== host)
      heard.push(`request to another origin: ${request.url()}`);
  });
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).hostname !== new URL(host).hostname) heard.push(`socket elsewhere: ${socket.url()}`);
  });
  return {
    allow: (words) => void allowed.push(words),
    unexpected: () => heard.filter((words) => !allowed.some((each) => each.test(words))),
  };
}
