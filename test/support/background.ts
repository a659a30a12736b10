import { expect, vi } from 'vitest';
import type { Answer, CallName, In, Out, PageAnswer, PageFacts } from '@/lib/messaging/names';
import { fakeExtension, senders, type FakeSender } from './extension';
import type { FakePort } from './fake-port';

/** The whole background in a fake browser, with its real store, and people's ways to speak to it. */
export async function background() {
  const ext = fakeExtension();

  const boot = async (): Promise<void> => {
    const { start } = await import('@/lib/services/start');
    start();
  };
  /** Killed and started anew, as the browser does between any two messages. */
  const restart = async (): Promise<void> => {
    ext.kill();
    await boot();
  };

  const tell = async <N extends CallName>(from: FakeSender, call: N, input: In<N>): Promise<Answer<Out<N>>> =>
    (await ext.tell(from, { call, input })) as Answer<Out<N>>;
  const own = async <N extends CallName>(call: N, input: In<N>): Promise<Out<N>> => {
    const answer = await tell(senders.own(), call, input);
    if (!answer.ok) throw new Error(`${call}: ${answer.error.code} ${answer.error.message}`);
    return answer.value;
  };

  /** Gives the permission first, as a browser that asked before does, then says what for. */
  const enable = async (site: string, kind: 'lms' | 'bi', origin: string, tabId?: number): Promise<void> => {
    ext.granted.add(`${new URL(origin).protocol}//${new URL(origin).hostname}/*`);
    await own('own/enableIntent', { site, product: site.slice(0, site.indexOf(':')), kind, origin, tabId });
  };

  const frame = async (from: FakeSender, nonce: string): Promise<FrameLine> => {
    const port = ext.connect(from, 'frame');
    port.postMessage({ claim: nonce });
    await vi.waitFor(() => expect(port.heard.length).toBeGreaterThan(0));
    let n = 0;
    return {
      port,
      first: port.heard[0],
      ask: async (call, input) => {
        const mine = ++n;
        port.postMessage({ call, input, n: mine });
        await vi.waitFor(() => expect(answers(port, mine)).toHaveLength(1));
        return answers(port, mine)[0] as never;
      },
    };
  };

  await boot();
  return { ext, boot, restart, tell, own, enable, frame };
}

export type FrameLine = {
  port: FakePort;
  /** What the background said first: claimed or refused. */
  first: unknown;
  ask<N extends CallName>(call: N, input: In<N>): Promise<Answer<Out<N>>>;
};

const answers = (port: FakePort, n: number) => port.heard.filter((one) => (one as { n?: number }).n === n);

export type Background = Awaited<ReturnType<typeof background>>;

/** A course page of Moodle in a sub-path, as its script reports it. */
export const courseFacts = (over: Partial<PageFacts> = {}): PageFacts => ({
  product: 'moodle',
  site: 'moodle:lms.example.org/moodle',
  kind: 'course',
  nativeId: '7',
  title: 'Pack it right',
  url: 'https://lms.example.org/moodle/course/view.php?id=7',
  role: 'staff',
  viewer: '23',
  editing: false,
  theme: 'light',
  width: 814,
  ...over,
});

export const dashboardFacts = (over: Partial<PageFacts> = {}): PageFacts => ({
  product: 'superset',
  site: 'superset:bi.example.org',
  kind: 'dashboard',
  nativeId: '12',
  title: 'Deliveries',
  url: 'https://bi.example.org/superset/dashboard/12/',
  role: 'unknown',
  editing: false,
  theme: 'dark',
  width: 0,
  ...over,
});

export const moodle = {
  site: 'moodle:lms.example.org/moodle',
  origin: 'https://lms.example.org',
  page: 'https://lms.example.org/moodle/course/view.php?id=7',
} as const;
export const superset = {
  site: 'superset:bi.example.org',
  origin: 'https://bi.example.org',
  page: 'https://bi.example.org/superset/dashboard/12/',
} as const;

/** The answer's nonce; fails the test when there is none. */
export function nonceOf(answer: Answer<PageAnswer> | Answer<{ nonce: string }>): string {
  if (!answer.ok || !('nonce' in answer.value)) throw new Error(`no nonce: ${JSON.stringify(answer)}`);
  return answer.value.nonce;
}
