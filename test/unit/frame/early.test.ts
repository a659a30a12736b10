import { describe, expect, it } from 'vitest';
import { earlyView } from '@/components/frame/early';
import type { Client } from '@/lib/messaging/client';
import type { Push } from '@/lib/messaging/names';
import type { CourseView } from '@/lib/messaging/views';

const view = { known: true } as CourseView;

/** A line whose one question waits until the test answers it. */
function line() {
  const asked: string[] = [];
  const hearers = new Set<(push: Push) => void>();
  const answer = Promise.withResolvers<unknown>();
  const client = {
    ask: (name: string) => {
      asked.push(name);
      return answer.promise;
    },
    onPush: (hear: (push: Push) => void) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
  } as unknown as Client;
  return { client, asked, hearers, answer, push: (push: Push) => hearers.forEach((hear) => hear(push)) };
}

describe('the view that is asked for along with the claim', () => {
  it('is there at once when it came in time, and once only', async () => {
    const { client, asked, answer, hearers } = line();
    const early = earlyView(client);
    answer.resolve({ view });
    await answer.promise;
    await Promise.resolve();
    expect(early.take()).toBe(view);
    expect(early.take()).toBeUndefined();
    expect(asked).toEqual(['panel/firstView']);
    expect(hearers.size).toBe(0);
  });

  it('is waited for when it is still on its way', async () => {
    const { client, answer } = line();
    const taken = earlyView(client).take();
    answer.resolve({ view });
    expect(await taken).toBe(view);
  });

  it('is not used when records changed meanwhile', async () => {
    const { client, answer, push } = line();
    const early = earlyView(client);
    push({ push: 'changed' });
    answer.resolve({ view });
    await answer.promise;
    expect(early.take()).toBeUndefined();
  });

  it.each<[string, (answer: PromiseWithResolvers<unknown>) => void]>([
    ['a frame that is there for a chart', (answer) => answer.resolve({ view: null })],
    ['a course that cannot be read', (answer) => answer.reject(new Error('broken'))],
  ])('is asked for anew after %s', async (_, settle) => {
    const { client, answer } = line();
    const early = earlyView(client);
    settle(answer);
    await new Promise(setImmediate);
    expect(early.take()).toBeUndefined();
  });
});
