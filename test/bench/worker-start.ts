import { openChromium } from '../support/chromium.ts';
import { type Figure, iqr, median } from './figures.ts';

type Event = {
  name: string;
  ph: string;
  tid: number;
  pid: number;
  dur?: number;
  tdur?: number;
  args?: { data?: { url?: string }; name?: string };
};
type Sender = (method: string, input?: object) => Promise<unknown>;

/** Thread time of all tasks of the background's thread, from a stopped worker until it has answered its first call: compile, evaluate, open the store, answer. */
export async function measure(): Promise<Figure[]> {
  const kit = await openChromium();
  const values: number[] = [];
  try {
    const page = await kit.context.newPage();
    await page.goto(kit.own('manifest.json'));
    for (let round = -1; round < 21; round += 1) {
      await kit.killWorker();
      const session = await kit.context.browser()?.newBrowserCDPSession();
      if (!session) throw new Error('no browser session');
      const send = session.send.bind(session) as Sender;
      const events: Event[] = [];
      session.on('Tracing.dataCollected', (part: { value: object[] }) => events.push(...(part.value as Event[])));
      const complete = new Promise<void>((done) => session.on('Tracing.tracingComplete', () => done()));
      await send('Tracing.start', { traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] } });
      await page.evaluate(
        () =>
          new Promise<void>((done) => {
            type Api = { runtime: { sendMessage(m: object, f: () => void): void; lastError?: unknown } };
            const { runtime } = (globalThis as unknown as { chrome: Api }).chrome;
            runtime.sendMessage({ call: 'own/me', input: {} }, () => done(void runtime.lastError));
          }),
      );
      await send('Tracing.end');
      await complete;
      await session.detach();
      const ours = events.find((e) => e.name === 'FunctionCall' && e.args?.data?.url?.endsWith('/background.js'));
      const tasks = events.filter((e) => e.name === 'RunTask' && e.tid === ours?.tid && e.pid === ours.pid);
      const total = tasks.reduce((sum, e) => sum + (e.tdur ?? e.dur ?? 0), 0) / 1000;
      if (round >= 0 && total > 0) values.push(total);
    }
  } finally {
    await kit.close();
  }
  if (values.length < 15) throw new Error(`the worker's start was seen only ${values.length} times in the trace`);
  return [
    {
      name: 'background start to its first answer, thread time',
      value: median(values),
      unit: 'ms',
      budget: 50,
      baseline: null,
      iqr: iqr(values),
      n: values.length,
    },
  ];
}
