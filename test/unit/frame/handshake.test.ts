// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { awaitClaim } from '@/components/frame/handshake';
import type { Client } from '@/lib/messaging/client';
import type { Push } from '@/lib/messaging/names';

const page = 'https://lms.example.org';

/** A window inside another, whose origin the browser tells; messages are put in by hand. */
function framed(origins: string[] | undefined = [page]) {
  const events = new EventTarget();
  const parent = { postMessage: vi.fn() };
  const here = Object.assign(events, { parent, location: { ancestorOrigins: origins } }) as unknown as Window;
  const post = (data: unknown, over: { source?: unknown; origin?: string; ports?: MessagePort[] } = {}) => {
    const { port1, port2 } = new MessageChannel();
    const event = Object.assign(new Event('message'), { data, source: parent, origin: page, ports: [port2], ...over });
    events.dispatchEvent(event);
    return { port1, port2 };
  };
  return { here, parent, post };
}

/** A background that accepts the nonces it knows. */
function background(known: string[]) {
  const claims: string[] = [];
  const connect = (_kind: 'frame', nonce: string): Client => {
    claims.push(nonce);
    const good = known.includes(nonce);
    return {
      ask: () => Promise.reject(new Error('not asked here')),
      onPush(hear: (push: Push) => void) {
        if (good) queueMicrotask(() => hear({ push: 'claimed', as: { kind: 'course', course: nonce }, theme: 'dark' }));
        return () => undefined;
      },
      closed: good ? new Promise(() => undefined) : Promise.resolve('refused' as const),
      close: () => undefined,
    };
  };
  return { connect, claims };
}

describe('the handshake of the frame', () => {
  it('takes the port whose nonce the background accepts', async () => {
    const { here, post, parent } = framed();
    const { connect, claims } = background(['good']);
    const claim = awaitClaim(here, connect);
    const { port2 } = post({ type: 'port', nonce: 'good' });
    const claimed = await claim;
    expect(claimed.port).toBe(port2);
    expect(claimed).toMatchObject({ as: { kind: 'course', course: 'good' }, theme: 'dark' });
    expect(claims).toEqual(['good']);
    expect(parent.postMessage).not.toHaveBeenCalled();
  });

  it('claims nothing for a message of another window, another origin, or another shape', () => {
    const { here, post } = framed();
    const { connect, claims } = background(['good']);
    void awaitClaim(here, connect);
    post({ type: 'port', nonce: 'good' }, { source: {} });
    post({ type: 'port', nonce: 'good' }, { origin: 'https://evil.example.org' });
    post({ type: 'port', nonce: 'good' }, { ports: [] });
    for (const data of [
      null,
      'port',
      { type: 'port' },
      { type: 'other', nonce: 'good' },
      { type: 'port', nonce: 7 },
      { type: 'port', nonce: '' },
      { type: 'port', nonce: 'x'.repeat(201) },
    ])
      post(data);
    expect(claims).toEqual([]);
  });

  it('claims nothing where the browser does not tell who is around', () => {
    const { here, post } = framed(undefined);
    Object.assign(here.location, { ancestorOrigins: undefined });
    const { connect, claims } = background(['good']);
    void awaitClaim(here, connect);
    post({ type: 'port', nonce: 'good' });
    expect(claims).toEqual([]);
  });

  it('goes on waiting after a nonce that was refused, and hears nothing after one that was accepted', async () => {
    const { here, post } = framed();
    const { connect, claims } = background(['good']);
    const claim = awaitClaim(here, connect);
    const bad = post({ type: 'port', nonce: 'guessed' });
    post({ type: 'port', nonce: 'good' });
    expect((await claim).as).toEqual({ kind: 'course', course: 'good' });
    expect(bad.port2).not.toBe((await claim).port);
    post({ type: 'port', nonce: 'later' });
    expect(claims).toEqual(['guessed', 'good']);
  });

  it('stops after a handful of guesses', () => {
    const { here, post } = framed();
    const { connect, claims } = background([]);
    void awaitClaim(here, connect);
    for (let i = 0; i < 20; i++) post({ type: 'port', nonce: `guess${i}` });
    expect(claims).toHaveLength(5);
  });
});
