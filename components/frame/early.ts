import type { Client } from '@/lib/messaging/client';
import type { CourseView } from '@/lib/messaging/views';

/** A course's view that was asked for before the code that draws it was there. */
export type EarlyView = {
  /** Once: the view, or what it will be. Undefined: records changed since it was asked for, or it could not be had; ask again. */
  take(): CourseView | Promise<CourseView> | undefined;
};

/** Asks for a course's view now. */
export function earlyView(client: Client, course: string): EarlyView {
  let here: CourseView | undefined;
  let good = true;
  const stop = client.onPush(({ push }) => {
    if (push === 'changed') good = false;
  });
  const asked = client.ask('panel/courseView', { course });
  asked.then(
    (view) => (here = view),
    () => (good = false),
  );
  return {
    take() {
      stop();
      const mine = good ? (here ?? asked) : undefined;
      good = false;
      return mine;
    },
  };
}
